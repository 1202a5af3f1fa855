package cairn.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArgumentTextTest {
  @Test
  void eachArgumentStandsInQuotationMarksOfItsOwn() {
    assertThat(ArgumentText.quoted(List.of("--quiet", "two words", "")))
        .isEqualTo("\"--quiet\" \"two words\" \"\"");
    assertThat(ArgumentText.quoted(List.of())).isEmpty();
  }

  @Test
  void whatCannotBeSeenIsWrittenAsItsNumber() {
    assertThat(ArgumentText.quoted("a\u200bb")).isEqualTo("\"a\\u{200b}b\"");
    assertThat(ArgumentText.quoted("gnp\u202egpj")).isEqualTo("\"gnp\\u{202e}gpj\"");
    assertThat(ArgumentText.quoted("\u00a0")).isEqualTo("\"\\u{a0}\"");
    assertThat(ArgumentText.quoted("\u0301x")).isEqualTo("\"\\u{301}x\"");
    assertThat(ArgumentText.quoted("a\" \"b\\n\n")).isEqualTo("\"a\\\" \\\"b\\\\n\\n\"");
  }

  @Test
  void whateverTheArgumentsAreTheirTextIsVisibleAndReadBackAsThem() {
    var random = new Random(4);
    for (int round = 0; round < 5_000; round++) {
      var arguments = new ArrayList<String>();
      for (int n = random.nextInt(4); n > 0; n--) {
        var argument = new StringBuilder();
        for (int c = random.nextInt(6); c > 0; c--)
          argument.appendCodePoint(
              switch (random.nextInt(4)) {
                case 0 -> "\"\\ \n\tu{}".codePointAt(random.nextInt(8));
                case 1 -> 0x2000 + random.nextInt(0x70);
                case 2 -> random.nextInt(0x110000);
                default -> 'a' + random.nextInt(26);
              });
        arguments.add(argument.toString());
      }

      var text = ArgumentText.quoted(arguments);

      assertThat(text.codePoints()).allMatch(PlainText::visible);
      assertThat(ArgumentText.read(text)).contains(List.copyOf(arguments));
    }
  }

  @Test
  void whatIsNeitherWordsNorQuotedIsNotRead() {
    for (var text :
        List.of(
            "\"",
            "\"a",
            "a\"b",
            "\"a\"b",
            "\"\\q\"",
            "\"\\u{}\"",
            "\"\\u{110000}\"",
            "\"\\",
            "\\n")) assertThat(ArgumentText.read(text)).as(text).isEmpty();
    assertThat(ArgumentText.read(" one  two ")).contains(List.of("one", "two"));
  }
}
