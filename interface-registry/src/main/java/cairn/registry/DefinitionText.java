package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * Definitions and types in source form for people: what is short stands on one line, what is long
 * is broken and indented. The text parses to the same definition.
 */
public final class DefinitionText {
  private static final int WIDTH = 96;
  private static final int MOST = 4 * WitParser.MAX_CANONICAL;

  private final StringBuilder out = new StringBuilder();

  private DefinitionText() {}

  /** A type on one line, in canonical form; cut when it is longer than 400 characters. */
  public static String of(Type type) {
    return CanonicalText.type(type, 400).orElseGet(() -> kind(type) + " …");
  }

  /** A whole definition. */
  public static String of(Definition definition) {
    return of(definition, Optional.empty());
  }

  /** A whole definition, with what its descriptor says as documentation comments. */
  public static String of(Interfaces.Known known) {
    return of(known.definition(), known.descriptor());
  }

  private static String of(Definition definition, Optional<Descriptor> descriptor) {
    var text = new DefinitionText();
    descriptor.ifPresent(known -> text.comment("", known.documentation()));
    text.out.append("interface ").append(definition.name()).append(" {\n");
    definition
        .rawLabel()
        .ifPresent(label -> text.out.append("  raw \"").append(label).append("\";\n"));
    for (var message : definition.messages()) {
      descriptor
          .flatMap(known -> known.message(message.name()))
          .ifPresent(known -> text.comment("  ", known.documentation()));
      text.message(message);
    }
    return text.out.append("}\n").toString();
  }

  private void comment(String indent, String documentation) {
    if (!documentation.isBlank())
      out.append(indent)
          .append("/// ")
          .append(PlainText.shortened(documentation.strip(), 2000))
          .append('\n');
  }

  private void message(Definition.Message message) {
    var line = CanonicalText.message(message, WIDTH - 2);
    if (line.isPresent()) {
      out.append("  ").append(line.orElseThrow()).append('\n');
      return;
    }
    out.append("  ").append(message.name()).append(": func(");
    if (!message.parameters().isEmpty()) {
      out.append('\n');
      named(message.parameters(), 4);
      out.append("  ");
    }
    out.append(')');
    message
        .answer()
        .ifPresent(
            answer -> {
              out.append(" -> ");
              type(answer, 2);
            });
    out.append(";\n");
  }

  private void named(List<Type.Named> fields, int indent) {
    for (var field : fields) {
      indent(indent).append(field.name()).append(": ");
      type(field.type(), indent);
      out.append(",\n");
    }
  }

  private void type(Type type, int indent) {
    int column = out.length() - out.lastIndexOf("\n");
    var line = CanonicalText.type(type, Math.max(12, WIDTH - column));
    // The indentation of deep types could outgrow the text itself; from there on it is one line.
    if (line.isEmpty() && out.length() > MOST)
      line = CanonicalText.type(type, WitParser.MAX_CANONICAL);
    if (line.isPresent()) {
      out.append(line.orElseThrow());
      return;
    }
    int inner = indent + 2;
    switch (type) {
      case Type.Primitive primitive -> out.append(CanonicalText.name(primitive));
      case Type.ListOf list -> {
        out.append("list<");
        type(list.element(), indent);
        out.append('>');
      }
      case Type.FixedList list -> {
        out.append("list<");
        type(list.element(), indent);
        out.append(", ").append(list.length()).append('>');
      }
      case Type.Tuple tuple -> {
        out.append("tuple<\n");
        for (var element : tuple.elements()) {
          indent(inner);
          type(element, inner);
          out.append(",\n");
        }
        indent(indent).append('>');
      }
      case Type.RecordOf fields -> {
        out.append("record {\n");
        named(fields.fields(), inner);
        indent(indent).append('}');
      }
      case Type.Variant variant -> {
        out.append("variant {\n");
        for (var one : variant.cases()) {
          indent(inner).append(one.name());
          one.payload()
              .ifPresent(
                  payload -> {
                    out.append('(');
                    type(payload, inner);
                    out.append(')');
                  });
          out.append(",\n");
        }
        indent(indent).append('}');
      }
      case Type.Enumeration cases -> names("enum", cases.cases(), indent);
      case Type.FlagSet flags -> names("flags", flags.names(), indent);
      case Type.Option option -> {
        out.append("option<");
        type(option.some(), indent);
        out.append('>');
      }
      case Type.Result result -> {
        out.append("result<");
        result.ok().ifPresentOrElse(ok -> type(ok, indent), () -> out.append('_'));
        result
            .err()
            .ifPresent(
                err -> {
                  out.append(", ");
                  type(err, indent);
                });
        out.append('>');
      }
    }
  }

  private void names(String kind, List<String> names, int indent) {
    out.append(kind).append(" {\n");
    for (var name : names) indent(indent + 2).append(name).append(",\n");
    indent(indent).append('}');
  }

  private StringBuilder indent(int columns) {
    return out.repeat(' ', columns);
  }

  private static String kind(Type type) {
    return switch (type) {
      case Type.Primitive primitive -> CanonicalText.name(primitive);
      case Type.ListOf _, Type.FixedList _ -> "list";
      case Type.Tuple _ -> "tuple";
      case Type.RecordOf _ -> "record";
      case Type.Variant _ -> "variant";
      case Type.Enumeration _ -> "enum";
      case Type.FlagSet _ -> "flags";
      case Type.Option _ -> "option";
      case Type.Result _ -> "result";
    };
  }
}
