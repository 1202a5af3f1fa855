package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
  private static final String STEERING = "a\u001b[31mb\u009b2Jc\u0007d\u0000e";
  private static final String TURNING = "f\u202eg\u2066h\u200ei\u061cj";
  private static final String HIDDEN = "k\u200bl\u2060m\ufeffn\u00ado\u3164p\u2800q\ufe0fr\ue000s";

  @Test
  void ordinaryTextStaysAsItIs() {
    String text = "Grüße, 世界! 🙂 e\u0301";

    assertThat(PlainText.line(text, 100)).isEqualTo(text);
    assertThat(PlainText.lines(text)).isEqualTo(text);
    assertThat(PlainText.shortened(text, 100)).isEqualTo(text);
  }

  @Test
  void whatSteersTurnsOrHidesIsGone() {
    assertThat(PlainText.line(STEERING, 100)).isEqualTo("a[31mb2Jcde");
    assertThat(PlainText.line(TURNING, 100)).isEqualTo("fghij");
    assertThat(PlainText.line(HIDDEN, 100)).isEqualTo("klmnopqrs");
    assertThat(PlainText.line("\ud800x\udc00", 100)).isEqualTo("x");
    assertThat(PlainText.lines(STEERING + TURNING + HIDDEN)).isEqualTo("a[31mb2Jcdefghijklmnopqrs");
  }

  @Test
  void aLineIsOneLineAndLinesAreKept() {
    assertThat(PlainText.line("a\nb\r\nc\td\u2028e\u0085f", 100)).isEqualTo("a b  c d e f");
    assertThat(PlainText.lines("a\n\tb\r\u2028c")).isEqualTo("a\n\tbc");
  }

  @Test
  void marksDoNotPileUp() {
    String tower = "a" + "\u0301".repeat(50) + "b";

    assertThat(PlainText.line(tower, 100)).isEqualTo("a\u0301\u0301b");
    assertThat(PlainText.lines(tower)).isEqualTo("a\u0301\u0301b");
    assertThat(PlainText.shortened("a\u0301\u0301\u0301", 100)).isEqualTo("a\u0301\u0301\\u{301}");
  }

  @Test
  void aLongTextIsCutWithAnEllipsisAndNoCharacterInTwo() {
    assertThat(PlainText.line("x".repeat(101), 100)).isEqualTo("x".repeat(99) + "…");
    assertThat(PlainText.line("🙂🙂🙂", 4)).isEqualTo("🙂…");
    assertThat(PlainText.line("abc", 0)).isEqualTo("…");
  }

  @Test
  void noTextThrowsAndWhatIsCleanStaysClean() {
    var random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--)
        text.append((char) random.nextInt(random.nextBoolean() ? 0x300 : 0x10000));

      String line = PlainText.line(text.toString(), 120);

      assertThat(line.length()).isLessThanOrEqualTo(120);
      assertThat(line.codePoints()).allMatch(PlainText::visible);
      assertThat(PlainText.line(line, 120)).isEqualTo(line);
    }
  }
}
