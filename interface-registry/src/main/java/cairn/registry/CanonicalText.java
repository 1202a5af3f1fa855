package cairn.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Writes the canonical text: one line for each message, every type written out, one space where
 * docs/INTERFACES.md says so and nowhere else. Counts while it writes, because types that share
 * parts can be exponentially longer than the source they came from.
 */
final class CanonicalText {
  private final StringBuilder out = new StringBuilder();
  private final int most;

  private CanonicalText(int most) {
    this.most = most;
  }

  /** Too long; never leaves this class. */
  private static final class Full extends RuntimeException {
    Full() {
      super(null, null, false, false);
    }
  }

  /** The definition with its canonical text and id; empty when the text is too long. */
  static Optional<Definition> definition(
      String name, List<Definition.Message> messages, Optional<String> rawLabel) {
    var writer = new CanonicalText(WitParser.MAX_CANONICAL);
    try {
      writer.put("interface ").put(name).put(" {\n");
      rawLabel.ifPresent(label -> writer.put("raw \"").put(label).put("\";\n"));
      for (var message : messages) writer.message(message).put("\n");
      writer.put("}");
    } catch (Full full) {
      return Optional.empty();
    }
    String text = writer.out.toString();
    var id = new InterfaceId(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
    return Optional.of(new Definition(name, messages, rawLabel, text, id));
  }

  /** A type on one line; empty when it would be longer than {@code most} characters. */
  static Optional<String> type(Type type, int most) {
    var writer = new CanonicalText(most);
    try {
      writer.type(type);
      return Optional.of(writer.out.toString());
    } catch (Full full) {
      return Optional.empty();
    }
  }

  /** A message on one line; empty when it would be longer than {@code most} characters. */
  static Optional<String> message(Definition.Message message, int most) {
    var writer = new CanonicalText(most);
    try {
      return Optional.of(writer.message(message).out.toString());
    } catch (Full full) {
      return Optional.empty();
    }
  }

  private CanonicalText put(String text) {
    if (out.length() + text.length() > most) throw new Full();
    out.append(text);
    return this;
  }

  private CanonicalText message(Definition.Message message) {
    put(message.name()).put(": func(");
    fields(message.parameters());
    put(")");
    message.answer().ifPresent(answer -> put(" -> ").type(answer));
    return put(";");
  }

  private void fields(List<Type.Named> fields) {
    String before = "";
    for (var field : fields) {
      put(before).put(field.name()).put(": ").type(field.type());
      before = ", ";
    }
  }

  private CanonicalText type(Type type) {
    switch (type) {
      case Type.Primitive primitive -> put(name(primitive));
      case Type.ListOf list -> put("list<").type(list.element()).put(">");
      case Type.FixedList list ->
          put("list<").type(list.element()).put(", " + list.length()).put(">");
      case Type.Tuple tuple -> {
        put("tuple<");
        String before = "";
        for (var element : tuple.elements()) {
          put(before).type(element);
          before = ", ";
        }
        put(">");
      }
      case Type.RecordOf fields -> {
        put("record { ");
        fields(fields.fields());
        put(" }");
      }
      case Type.Variant variant -> {
        put("variant { ");
        String before = "";
        for (var one : variant.cases()) {
          put(before).put(one.name());
          one.payload().ifPresent(payload -> put("(").type(payload).put(")"));
          before = ", ";
        }
        put(" }");
      }
      case Type.Enumeration cases -> put("enum { ").put(String.join(", ", cases.cases())).put(" }");
      case Type.FlagSet flags -> put("flags { ").put(String.join(", ", flags.names())).put(" }");
      case Type.Option option -> put("option<").type(option.some()).put(">");
      case Type.Result result -> result(result);
    }
    return this;
  }

  private void result(Type.Result result) {
    put("result");
    if (result.ok().isEmpty() && result.err().isEmpty()) return;
    put("<");
    result.ok().ifPresentOrElse(this::type, () -> put("_"));
    result.err().ifPresent(err -> put(", ").type(err));
    put(">");
  }

  static String name(Type.Primitive primitive) {
    return switch (primitive) {
      case BOOL -> "bool";
      case U8 -> "u8";
      case U16 -> "u16";
      case U32 -> "u32";
      case U64 -> "u64";
      case S8 -> "s8";
      case S16 -> "s16";
      case S32 -> "s32";
      case S64 -> "s64";
      case F32 -> "f32";
      case F64 -> "f64";
      case CHAR -> "char";
      case STRING -> "string";
    };
  }
}
