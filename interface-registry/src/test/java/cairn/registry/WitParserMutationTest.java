package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WitParserMutationTest {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "(",
          ")",
          "<",
          ">",
          ",",
          ":",
          ";",
          "->",
          "_",
          "%",
          "\"",
          "/*",
          "*/",
          "//",
          "\n",
          "-",
          "=",
          "package ",
          "a:b",
          "interface ",
          "record ",
          "variant ",
          "enum ",
          "flags ",
          "type ",
          "raw \"x\";",
          "list<",
          "result",
          "tuple<>",
          "9999999999",
          "16777216",
          "\0",
          "\ud83d",
          "é",
          "a-",
          "A");

  @Test
  void whateverTheTextIsParsingEndsInADefinitionOrAFault() {
    var random = new Random(20_260_722);
    int definitions = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(new RandomDefinitions(round % 50).source());
      for (int change = random.nextInt(4); change >= 0; change--) mutate(text, random);

      switch (WitParser.parse(text.toString())) {
        case WitParser.Parsed.Ok ok -> {
          definitions++;
          assertThat(WitParser.parseCanonical(Payload.utf8(ok.definition().canonicalText())))
              .isEqualTo(ok);
        }
        case WitParser.Parsed.Fault fault -> {
          assertThat(fault.line())
              .isBetween(1, 2 + (int) text.chars().filter(c -> c == '\n').count());
          assertThat(fault.column()).isPositive();
          assertThat(fault.sentence()).hasSizeLessThan(250);
        }
      }
    }
    // Both ways must have been taken often, or this test tests nothing.
    assertThat(definitions).isBetween(1_000, 19_000);
  }

  @Test
  void whateverTheBytesAreOnlyCanonicalOnesAreAccepted() {
    var random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      var canonical = Texts.definition(new RandomDefinitions(round % 50).source()).canonicalText();
      var bytes = Payload.utf8(canonical).toByteArray();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      var received = Payload.owning(bytes);

      if (WitParser.parseCanonical(received) instanceof WitParser.Parsed.Ok ok)
        assertThat(Payload.utf8(ok.definition().canonicalText())).isEqualTo(received);
    }
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(8));
    switch (random.nextInt(3)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
    if (text.isEmpty()) text.append(' ');
  }
}
