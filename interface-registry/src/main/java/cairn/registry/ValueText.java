package cairn.registry;

import java.util.Optional;

/**
 * Values in one line for people: {@code connect(127.0.0.1:8080)}, {@code write(level: info, text:
 * "ready")}. Never longer than asked for (a few characters more at most), and safe to show whatever
 * the value holds.
 */
public final class ValueText {
  /** How long a line is when nothing is said, in characters. */
  public static final int MOST = 200;

  private static final int MOST_BYTES = 16;

  private final StringBuilder out = new StringBuilder();
  private final int most;

  private ValueText(int most) {
    this.most = most;
  }

  /** A value, at most about {@value #MOST} characters. */
  public static String of(Value value) {
    return of(value, MOST);
  }

  /** A value, at most about {@code most} characters. */
  public static String of(Value value, int most) {
    var text = new ValueText(most);
    text.value(value);
    return text.finished();
  }

  /** A message with its arguments, at most about {@value #MOST} characters. */
  public static String of(MessageCodec.Call call) {
    return of(call, MOST);
  }

  /** A message with its arguments, at most about {@code most} characters. */
  public static String of(MessageCodec.Call call, int most) {
    var text = new ValueText(most);
    text.out.append(call.message().name()).append('(');
    boolean alone =
        call.arguments().size() == 1 && endpoint(call.arguments().getFirst()).isPresent();
    for (int i = 0; i < call.arguments().size() && !text.full(); i++) {
      if (i > 0) text.out.append(", ");
      if (!alone) text.out.append(call.message().parameters().get(i).name()).append(": ");
      text.value(call.arguments().get(i));
    }
    text.out.append(')');
    return text.finished();
  }

  /**
   * An endpoint as people write it: a record {ip, port} or {host, port}, or a case that carries
   * one. IPv6 as RFC 5952 says.
   */
  public static Optional<String> endpoint(Value value) {
    return switch (value) {
      case Value.Case(String name, Optional<Value> payload)
          when payload.isPresent() && !name.equals("ok") && !name.equals("err") ->
          endpoint(payload.orElseThrow());
      case Value.Fields fields when fields.fields().size() == 2 -> {
        var first = fields.fields().getFirst();
        var second = fields.fields().getLast();
        if (!second.name().equals("port") || !(second.value() instanceof Value.Unsigned port))
          yield Optional.empty();
        yield switch (first.value()) {
          case Value.Text(String host) when first.name().equals("host") ->
              Optional.of(PlainText.shortened(host, 100) + ":" + port.value());
          case Value.Case(String version, Optional<Value> ip)
              when first.name().equals("ip")
                  && ip.isPresent()
                  && ip.orElseThrow() instanceof Value.Bytes(Payload bytes) ->
              switch (version) {
                case "v4" -> Optional.of(IpText.v4(bytes) + ":" + port.value());
                case "v6" -> Optional.of("[" + IpText.v6(bytes) + "]:" + port.value());
                default -> Optional.empty();
              };
          default -> Optional.empty();
        };
      }
      default -> Optional.empty();
    };
  }

  private boolean full() {
    return out.length() >= most;
  }

  private String finished() {
    if (out.length() <= most) return out.toString();
    int end = Character.isHighSurrogate(out.charAt(most - 1)) ? most - 1 : most;
    return out.substring(0, end) + "…";
  }

  private void value(Value value) {
    if (full()) return;
    var endpoint = endpoint(value);
    if (endpoint.isPresent()) {
      out.append(endpoint.orElseThrow());
      return;
    }
    switch (value) {
      case Value.Bool(boolean b) -> out.append(b);
      case Value.Unsigned(long n) -> out.append(Long.toUnsignedString(n));
      case Value.Signed(long n) -> out.append(n);
      case Value.F32(float n) -> out.append(n);
      case Value.F64(double n) -> out.append(n);
      case Value.Char(int c) -> text(Character.toString(c), '\'');
      case Value.Text(String text) -> text(text, '"');
      case Value.Bytes(Payload bytes) -> bytes(bytes);
      case Value.Items items -> {
        out.append('[');
        String before = "";
        for (var item : items.items()) {
          if (full()) return;
          out.append(before);
          value(item);
          before = ", ";
        }
        out.append(']');
      }
      case Value.Fields fields -> {
        out.append('{');
        String before = "";
        for (var field : fields.fields()) {
          if (full()) return;
          out.append(before).append(field.name()).append(": ");
          value(field.value());
          before = ", ";
        }
        out.append('}');
      }
      case Value.Case(String name, Optional<Value> payload) -> {
        out.append(name);
        if (payload.isPresent() && !payload.orElseThrow().equals(Value.UNIT)) {
          out.append('(');
          value(payload.orElseThrow());
          out.append(')');
        }
      }
      case Value.Flags flags -> out.append('{').append(String.join(", ", flags.set())).append('}');
    }
  }

  private void text(String text, char quote) {
    out.append(quote);
    if (PlainText.append(out, text, most - out.length() + 1)) out.append('…');
    out.append(quote);
  }

  /** As text when it reads as text, else hexadecimal with the length behind it. */
  private void bytes(Payload bytes) {
    if (bytes.isEmpty()) {
      out.append("no bytes");
      return;
    }
    var head = bytes.slice(0, Math.min(bytes.length(), most)).utf8();
    if (head.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t')) {
      text(head, '"');
      if (bytes.length() > head.length()) length(bytes);
    } else if (bytes.length() <= MOST_BYTES) out.append("0x").append(bytes.hex());
    else {
      out.append("0x").append(bytes.slice(0, MOST_BYTES / 2).hex()).append('…');
      length(bytes);
    }
  }

  private void length(Payload bytes) {
    out.append(" (").append(bytes.length()).append(" bytes)");
  }
}
