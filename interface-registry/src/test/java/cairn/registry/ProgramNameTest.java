package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramNameTest {
  @Test
  void aNameStandsInQuotationMarksThatItCannotEnd() {
    assertThat(ProgramName.quoted("fetch")).isEqualTo("“fetch”");
    assertThat(ProgramName.quoted("Cairn needs an update. Cairn"))
        .isEqualTo("“Cairn needs an update. Cairn”");
    assertThat(ProgramName.quoted("a” is safe. “b")).isEqualTo("“a' is safe. 'b”");
    assertThat(ProgramName.quoted("«„\"＂❝x")).isEqualTo("“'''''x”");
  }

  @Test
  void aNameIsCutAtFortyCharacters() {
    var long40 = "a".repeat(40);

    assertThat(ProgramName.plain(long40)).isEqualTo(long40);
    assertThat(ProgramName.plain(long40 + "b")).isEqualTo("a".repeat(39) + "…");
    assertThat(ProgramName.plain("🙂".repeat(41))).isEqualTo("🙂".repeat(39) + "…");
    assertThat(ProgramName.plain("a".repeat(39) + " b")).isEqualTo("a".repeat(39) + "…");
  }

  @Test
  void nothingInItIsInvisibleOrTurnsOrBreaksTheLine() {
    assertThat(ProgramName.plain("  fe\u200bt\u202ech \n\t x ")).isEqualTo("fetch x");
    assertThat(ProgramName.plain("\u0301\u0301x\u0301\u0301\u0301\u0301"))
        .isEqualTo("x\u0301\u0301");
    assertThat(ProgramName.quoted("\u200b")).isEqualTo("“”");
  }

  @Test
  void lettersThatMayLookLikeOthersAreNamed() {
    assertThat(ProgramName.quoted("\u0441airn")).isEqualTo("“сairn” (Cyrillic and Latin letters)");
    assertThat(ProgramName.quoted("\u0441\u043e\u0441\u043e"))
        .isEqualTo("“сосо” (Cyrillic letters)");
    assertThat(ProgramName.quoted("ca\u0131rn")).isEqualTo("“caırn” (letters beyond a–z)");
    assertThat(ProgramName.alone("\ud835\udc02airn"))
        .isEqualTo("\ud835\udc02airn (Latin and symbolic letters)");
    assertThat(ProgramName.alone("chess 2 – the_game.v3")).isEqualTo("chess 2 – the_game.v3");
  }

  @Test
  void whateverANameIsItIsShortVisibleAndStaysInItsQuotationMarks() {
    var random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      var name = new StringBuilder();
      for (int n = random.nextInt(80); n > 0; n--)
        name.appendCodePoint(
            random.nextBoolean() ? random.nextInt(0x110000) : random.nextInt(0x3000));

      var plain = ProgramName.plain(name.toString());

      assertThat(plain.codePointCount(0, plain.length())).isLessThanOrEqualTo(ProgramName.MAX);
      assertThat(plain.codePoints())
          .allMatch(PlainText::visible)
          .noneMatch(c -> c == '”' || c == '“');
      assertThat(ProgramName.plain(plain)).isEqualTo(plain);
    }
  }
}
