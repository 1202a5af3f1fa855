package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Bodies;
import cairn.kernel.Pid;
import cairn.registry.Payload;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/** Writes messages as a JSON array (RFC 8259), an object each; times in nanoseconds. Any thread. */
public final class MessageJson {
  private final StringBuilder out = new StringBuilder();
  private String before = "";

  private MessageJson() {}

  /** {@code bodies}: what was recorded of a row. */
  static String of(List<MessageRow> rows, LongFunction<Optional<Bodies>> bodies) {
    var json = new MessageJson();
    json.out.append('[');
    String before = "\n";
    for (var row : rows) {
      json.out.append(before);
      json.row(row, bodies.apply(row.row().number()));
      before = ",\n";
    }
    return json.out.append("\n]\n").toString();
  }

  private void row(MessageRow row, Optional<Bodies> bodies) {
    out.append('{');
    before = "";
    number("row", row.row().number());
    text("time", row.at().toString());
    number("from", row.row().from().number());
    text("from-name", row.from().text());
    switch (row.row().to()) {
      case HandledBy.Process(Pid pid) -> {
        number("to", pid.number());
        text("to-name", row.to().text());
      }
      case HandledBy.Native _ -> text("to", "native");
      case HandledBy.Nobody _ -> {}
    }
    text("interface", row.interfaceName());
    text("interface-id", row.on().toString());
    text("message", row.messageName());
    number("size", row.row().size());
    if (row.row().question() != 0) number("question", row.row().question());
    text("outcome", row.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (row.row().answerSize() >= 0) number("answer-size", row.row().answerSize());
    var timing = row.timing();
    span("gate", timing.gate());
    if (timing.asked() > 0) span("asked", timing.asked());
    span("waited", timing.waited());
    span("queued", timing.queued());
    span("handled", timing.handled());
    span("answer-queued", timing.answerQueued());
    bodies.flatMap(Bodies::message).map(Payload::hex).ifPresent(hex -> text("body", hex));
    bodies.flatMap(Bodies::answer).map(Payload::hex).ifPresent(hex -> text("answer", hex));
    if (bodies.map(Bodies::cut).orElse(false)) {
      name("cut");
      out.append("true");
    }
    out.append('}');
  }

  private void span(String name, long nanos) {
    if (nanos >= 0) number(name, nanos);
  }

  private void number(String name, long value) {
    name(name);
    out.append(Long.toUnsignedString(value));
  }

  private void text(String name, String value) {
    name(name);
    quote(value);
  }

  private void name(String name) {
    out.append(before);
    before = ",";
    quote(name);
    out.append(':');
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c < ' ' || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029)
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      else out.append(c);
    }
    out.append('"');
  }
}
