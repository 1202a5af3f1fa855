package cairn.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramWordsTest {
  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(ProgramWords.clean("Grüße, 世界! 🙂 e\u0301")).isEqualTo("Grüße, 世界! 🙂 e\u0301");
  }

  @Test
  void whatCannotBeSeenOrTurnsTextAroundIsGone() {
    String controls = "a\u0000b\u001b[31mc";
    String zeroWidth = "d\u200De\u2060f\uFEFFg\u00ADh";
    String bidi = "i\u202Ej\u2066k\u200El";
    String blank = "m\u3164n\u2800o\uFE0Fp\uDB40\uDC01q";

    assertThat(ProgramWords.clean(controls + zeroWidth + bidi + blank))
        .isEqualTo("ab[31mcdefghijklmnopq");
    assertThat(ProgramWords.clean("\uD800x\uDC00")).isEqualTo("x");
  }

  @Test
  void itStaysOnOneLineAndInIt() {
    assertThat(ProgramWords.clean(" a\n\n\tb\u2028c\u00A0\u3000d ")).isEqualTo("a b c d");
    assertThat(ProgramWords.clean("a" + "\u0301".repeat(50) + "b")).isEqualTo("a\u0301\u0301b");
    assertThat(ProgramWords.clean("\u0301\u0301a")).isEqualTo("a");
  }

  @Test
  void atMost120CharactersAreShown() {
    assertThat(ProgramWords.clean("x".repeat(120))).isEqualTo("x".repeat(120));
    assertThat(ProgramWords.clean("x".repeat(121))).isEqualTo("x".repeat(119) + "…");
    assertThat(ProgramWords.clean("🙂".repeat(500)).codePoints()).hasSize(120);
  }

  @Test
  void itCannotEndItsQuotation() {
    assertThat(ProgramWords.quoted("a” wants nothing. Cairn says “b\""))
        .isEqualTo("“a' wants nothing. Cairn says 'b'”");
  }

  @Test
  void noTextThrowsAndWhatIsCleanStaysClean() {
    var random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--)
        text.append((char) random.nextInt(random.nextBoolean() ? 0x300 : 0x10000));

      String clean = ProgramWords.clean(text.toString());

      assertThat(clean.codePointCount(0, clean.length())).isLessThanOrEqualTo(ProgramWords.MAX);
      assertThat(ProgramWords.clean(clean)).isEqualTo(clean);
    }
  }
}
