package cairn.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An interface as C, for programs written with {@code cairn.h}: its id, the indices of its
 * messages, and the cases of their enums and variants.
 */
public final class CHeader {
  private static final int WIDTH = 120;

  private CHeader() {}

  /**
   * The declarations. Every name begins with the prefix and the interface's name in capitals:
   * {@code CAIRN_TCP_CONNECT}.
   */
  public static String of(Definition definition, String prefix) {
    var out = new StringBuilder();
    String name = prefix + upper(definition.name());
    out.append("/* ").append(definition.id().cid()).append(" */\n");
    out.append("static const cairn_interface ").append(name).append(" = {{\n");
    byte[] id = definition.id().hash().toByteArray();
    for (int i = 0; i < id.length; i++) {
      out.append(i % 16 == 0 ? "    " : " ").append("0x%02x,".formatted(id[i]));
      if (i % 16 == 15) out.append('\n');
    }
    out.append("}};\n");
    enumeration(out, name, definition.messages().stream().map(Definition.Message::name).toList());
    for (var message : definition.messages()) {
      String inMessage = name + "_" + upper(message.name());
      message.parameters().forEach(parameter -> cases(out, inMessage, parameter.type()));
      message
          .answer()
          .flatMap(answer -> answer instanceof Type.Result r ? r.err() : Optional.empty())
          .ifPresent(error -> cases(out, inMessage, error));
    }
    return out.toString();
  }

  private static void cases(StringBuilder out, String name, Type type) {
    if (type instanceof Type.Enumeration cases) enumeration(out, name, cases.cases());
    if (type instanceof Type.Variant variant)
      enumeration(out, name, variant.cases().stream().map(Type.VariantCase::name).toList());
  }

  /** Nothing where there is nothing to name, and a name once: parameters may be of one type. */
  private static void enumeration(StringBuilder out, String name, List<String> cases) {
    if (cases.isEmpty()) return;
    var lines = new ArrayList<String>();
    var line = new StringBuilder("enum { ");
    for (int i = 0; i < cases.size(); i++) {
      String one = name + "_" + upper(cases.get(i)) + (i + 1 < cases.size() ? ", " : " };");
      if (line.length() + one.length() > WIDTH) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder("       ");
      }
      line.append(one);
    }
    lines.add(line.toString());
    String all = String.join("\n", lines) + "\n";
    if (out.indexOf(all) < 0) out.append(all);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
