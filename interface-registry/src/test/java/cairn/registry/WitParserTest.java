package cairn.registry;

import static cairn.registry.Texts.definition;
import static cairn.registry.Texts.sentence;
import static cairn.registry.Texts.type;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WitParserTest {
  @Test
  void theCanonicalTextHasOneLinePerMessageAndEveryTypeWrittenOut() {
    var definition =
        definition(
            """
            package my:things@1.0.0;
            /// Documentation /* not a comment in here
            interface %shop {
              buy: func(what: item, count: u8) -> result<price, error>; // more
              /* a /* nested */ comment */
              record item { name: string, tags: list<tag>, }
              enum tag { new, old }
              type price = u64;
              variant error { sold-out, too-dear(price) }
              leave: func();
            }
            """);

    assertThat(definition.canonicalText())
        .isEqualTo(
            "interface shop {\n"
                + "buy: func(what: record { name: string, tags: list<enum { new, old }> }, count: u8)"
                + " -> result<u64, variant { sold-out, too-dear(u64) }>;\n"
                + "leave: func();\n"
                + "}");
    assertThat(definition.id().toString())
        .isEqualTo(Sha256.of(Payload.utf8(definition.canonicalText())).hex());
  }

  @Test
  void commentsSpaceTypeNamesAndPackageAreNotPartOfTheIdentity() {
    var one = definition("interface a { type n = u8; m: func(x: n) -> tuple<>; }");
    var other =
        definition("package p:q;\n/** Doc. */ interface a{\r\n%m:\tfunc(x:u8,)->tuple< >;}");

    assertThat(other.id()).isEqualTo(one.id());
    assertThat(other).isEqualTo(one);
  }

  @Test
  void namesAndOrderArePartOfTheIdentity() {
    assertThat(
            IntStream.range(0, 5)
                .mapToObj(
                    i ->
                        switch (i) {
                          case 0 -> "interface a { m: func(x: u8); n: func(); }";
                          case 1 -> "interface a { n: func(); m: func(x: u8); }";
                          case 2 -> "interface b { m: func(x: u8); n: func(); }";
                          case 3 -> "interface a { m: func(y: u8); n: func(); }";
                          default -> "interface a { m: func(x: u8) -> tuple<>; n: func(); }";
                        })
                .map(text -> definition(text).id())
                .distinct())
        .hasSize(5);
  }

  @Test
  void theCanonicalTextIsItsOwnCanonicalForm() {
    for (long seed = 0; seed < 500; seed++) {
      var definition = definition(new RandomDefinitions(seed).source());

      var again = WitParser.parseCanonical(Payload.utf8(definition.canonicalText()));

      assertThat(again).isEqualTo(new WitParser.Parsed.Ok(definition));
    }
  }

  @Test
  void onlyTheCanonicalFormIsAcceptedForAnId() {
    String canonical = definition("interface a { m: func(x: u8); }").canonicalText();

    assertThat(WitParser.parseCanonical(Payload.utf8(canonical + "\n")))
        .isEqualTo(
            new WitParser.Parsed.Fault(3, 2, "the canonical form, the end of the text", "'\\n'"));
    assertThat(WitParser.parseCanonical(Payload.utf8(canonical.replace("x: u8", "%x: u8"))))
        .isEqualTo(
            new WitParser.Parsed.Fault(
                2, 9, "the canonical form, 'x: u8);\\n}'", "'%x: u8);\\n}'"));
  }

  @Test
  void everyWordMayBeANameWhereNamesStand() {
    String words =
        """
        interface interface {
        record: func(func: u8, list: string);
        type: func() -> record { record: u8, enum: u8 };
        raw: func(result: variant { list, flags(u8) });
        }""";

    assertThat(definition(words).canonicalText()).isEqualTo(words);
  }

  @Test
  void aRawInterfaceHasALabelAndNoMessages() {
    var definition = definition("interface pixels { raw \"RGBA, 4 bytes\"; }");

    assertThat(definition.rawLabel()).contains("RGBA, 4 bytes");
    assertThat(definition.messages()).isEmpty();
    assertThat(definition.canonicalText())
        .isEqualTo("interface pixels {\nraw \"RGBA, 4 bytes\";\n}");
    assertThat(sentence("interface a { raw \"x\"; m: func(); }"))
        .isEqualTo("line 1, column 24: expected '}': a raw interface has no messages, found 'm'");
    assertThat(sentence("interface a { raw \"ä\"; }"))
        .contains("expected a label of 1 to 64 printable ASCII characters");
  }

  @Test
  void aFaultSaysWhereAndWhatWasExpected() {
    assertThat(sentence("interface a {\n  m: func();\n  n: func(x: u65);\n}"))
        .isEqualTo("line 3, column 14: expected a type, found 'u65'");
    assertThat(sentence(""))
        .isEqualTo("line 1, column 1: expected 'interface', found the end of the text");
    assertThat(sentence("interface A {}"))
        .isEqualTo("line 1, column 11: expected a name in lower case, like 'read-all', found 'A'");
    assertThat(sentence("interface a {}"))
        .isEqualTo("line 1, column 14: expected a message, found '}'");
    assertThat(sentence("interface a { m: func() }"))
        .isEqualTo("line 1, column 25: expected ';', found '}'");
    assertThat(sentence("interface a { m func() }"))
        .isEqualTo("line 1, column 17: expected ':', found 'func'");
    assertThat(sentence("interface a { use b.{c}; m: func(); }"))
        .isEqualTo("line 1, column 15: expected a message, a type or '}', found 'use'");
    assertThat(sentence("interface a { m: func(x: u8 y: u8); }"))
        .isEqualTo("line 1, column 29: expected ',' or ')', found 'y'");
    assertThat(sentence("interface a { m: func(); m: func(); }"))
        .isEqualTo("line 1, column 26: expected a name not used before, found 'm'");
    assertThat(sentence("interface a { m: func(); } b"))
        .isEqualTo("line 1, column 28: expected the end of the text, found 'b'");
    assertThat(sentence("interface a { m: func(); /* }"))
        .isEqualTo(
            "line 1, column 26: expected a message, a type or '}', found a comment that does not end");
    assertThat(sentence("interface a { 🙂 m: func(); }"))
        .isEqualTo("line 1, column 15: expected a message, a type or '}', found '🙂'");
    assertThat(sentence("interface a { m: func(\u202e); }")).endsWith("found '\\u{202e}'");
    assertThat(sentence("interface a { record list { x: u8 } m: func(); }"))
        .contains("column 22: expected a name that no built-in type has");
    assertThat(sentence("interface a { type t = u8; type t = u8; m: func(); }"))
        .isEqualTo("line 1, column 33: expected a name not used before, found 't'");
  }

  @Test
  void aTypeMayNotContainItself() {
    assertThat(sentence("interface a { record r { next: option<r> } m: func(x: r); }"))
        .isEqualTo("line 1, column 39: expected a type that does not contain itself, found 'r'");
    assertThat(sentence("interface a { type x = y; type y = x; m: func(); }"))
        .contains("expected a type that does not contain itself");
  }

  @Test
  void depthIsLimited() {
    String most = "list<".repeat(31) + "u8" + ">".repeat(31);

    assertThat(type(most)).isInstanceOf(Type.ListOf.class);
    assertThat(sentence("interface a { m: func(p: list<" + most + ">); }"))
        .contains("expected types at most 32 deep");
    assertThat(sentence("interface a { type deep = " + most + "; m: func(p: option<deep>); }"))
        .isEqualTo(
            "line 1, column "
                + (15 + "type deep = ".length() + most.length() + "; m: func(p: option<".length())
                + ": expected types at most 32 deep, found a deeper one");
  }

  @Test
  void aLongChainOfNamesIsAFaultAndNotAStackOverflow() {
    String chain =
        IntStream.range(0, 8000)
            .mapToObj(i -> "type t" + i + " = t" + (i + 1) + ";")
            .collect(Collectors.joining());

    assertThat(sentence("interface a { m: func(x: t0); " + chain + "type t8000 = u8; }"))
        .contains("expected at most 256 names that stand for names");
  }

  @Test
  void messagesCasesAndFlagsAreCounted() {
    assertThat(definition("interface a {" + many("m", ": func();", 256) + "}").messages())
        .hasSize(256);
    assertThat(sentence("interface a {" + many("m", ": func();", 257) + "}"))
        .contains("expected at most 256 messages, found 'm256'");
    assertThat(type("enum {" + many("c", ",", 256) + "}")).isNotNull();
    assertThat(sentence("interface a { m: func(x: enum {" + many("c", ",", 257) + "}); }"))
        .contains("expected at most 256 cases, found 'c256'");
    assertThat(sentence("interface a { m: func(x: variant {" + many("c", ",", 257) + "}); }"))
        .contains("expected at most 256 cases, found 'c256'");
    assertThat(type("flags {" + many("f", ",", 64) + "}")).isNotNull();
    assertThat(sentence("interface a { m: func(x: flags {" + many("f", ",", 65) + "}); }"))
        .contains("expected at most 64 flags, found 'f64'");
  }

  @Test
  void namesHaveOneForm() {
    for (var bad : new String[] {"a_b", "a--b", "-a", "a-", "1a", "Ab", "a".repeat(65), "ä", "%"})
      assertThat(WitParser.parse("interface " + bad + " { m: func(); }"))
          .as(bad)
          .isInstanceOf(WitParser.Parsed.Fault.class);
    for (var good : new String[] {"a", "a-1", "a1-b2-3", "a".repeat(64)})
      assertThat(definition("interface " + good + " { m: func(); }").name()).isEqualTo(good);
  }

  @Test
  void aListNeedsElementsThatTakeBytes() {
    for (var nothing : new String[] {"tuple<>", "tuple<tuple<>>", "record { a: tuple<> }"}) {
      assertThat(sentence("interface a { m: func(x: list<" + nothing + ">); }"))
          .contains("column 31: expected an element of at least one byte");
      assertThat(sentence("interface a { m: func(x: list<" + nothing + ", 7>); }"))
          .contains("expected an element of at least one byte");
    }
    assertThat(type("list<option<tuple<>>>")).isNotNull();
    assertThat(sentence("interface a { m: func(x: list<u8, 0>); }"))
        .contains("expected a length of at least 1, found '0'");
  }

  @Test
  void fixedSizesAreLimited() {
    assertThat(type("list<u8, 16777215>")).isNotNull();
    for (var large :
        new String[] {
          "list<u8, 16777217>",
          "list<list<u64, 2000>, 2000>",
          "option<list<u8, 16777217>>",
          "list<list<u8, 99999999>>",
          "tuple<list<u8, 9000000>, list<u8, 9000000>>"
        })
      assertThat(sentence("interface a { m: func(x: " + large + "); }"))
          .as(large)
          .contains("expected a fixed size of at most 16777216 bytes");
    assertThat(sentence("interface a { m: func(x: list<u8, 9000000>, y: list<u8, 9000000>); }"))
        .contains("expected a fixed size of at most 16777216 bytes");
  }

  @Test
  void aTextThatMultipliesWhenWrittenOutIsRefusedWithoutWritingItOut() {
    String doubling =
        IntStream.range(0, 28)
            .mapToObj(i -> "record t" + (i + 1) + " { a: t" + i + ", b: t" + i + " }")
            .collect(Collectors.joining("\n"));
    // 2^28 empty tuples: no size, no depth to speak of, but gigabytes of text.
    assertThat(sentence("interface a {\ntype t0 = tuple<>;\n" + doubling + "\nm: func(x: t28);\n}"))
        .isEqualTo(
            "line 1, column 11: expected a canonical text of at most 65536 bytes,"
                + " found a longer one, with every type written out");
  }

  @Test
  void aVeryLongTextIsRefusedAtOnce() {
    assertThat(sentence(" ".repeat(WitParser.MAX_SOURCE + 1)))
        .isEqualTo(
            "line 1, column 1: expected a text of at most 262144 characters, found one of 262145"
                + " characters");
    assertThat(WitParser.parseCanonical(Payload.owning(new byte[70_000])))
        .isInstanceOf(WitParser.Parsed.Fault.class);
  }

  private static String many(String name, String behind, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> name + i + behind)
        .collect(Collectors.joining(" "));
  }
}
