package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.WitParser.Parsed;

/** Definitions and faults out of texts, for tests. */
final class Texts {
  private Texts() {}

  static Definition definition(String text) {
    var parsed = WitParser.parse(text);
    assertThat(parsed).isInstanceOf(Parsed.Ok.class);
    return ((Parsed.Ok) parsed).definition();
  }

  /** The type of the only parameter of the only message. */
  static Type type(String text) {
    return definition("interface t { m: func(p: " + text + "); }")
        .messages()
        .getFirst()
        .parameters()
        .getFirst()
        .type();
  }

  static Parsed.Fault fault(String text) {
    var parsed = WitParser.parse(text);
    assertThat(parsed).isInstanceOf(Parsed.Fault.class);
    return (Parsed.Fault) parsed;
  }

  static String sentence(String text) {
    return fault(text).sentence();
  }
}
