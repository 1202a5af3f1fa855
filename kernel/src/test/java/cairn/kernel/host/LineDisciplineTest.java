package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.host.LineDiscipline.Outcome;
import cairn.registry.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDisciplineTest {
  private final LineDiscipline discipline = new LineDiscipline();
  private final StringBuilder echo = new StringBuilder();
  private final List<String> input = new ArrayList<>();
  private int interrupts;

  private void type(String text) {
    gather(discipline.typed(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void gather(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Echo(Payload bytes) -> echo.append(bytes.utf8());
        case Outcome.Input(Payload bytes) -> input.add(bytes.utf8());
        case Outcome.EndOfInput() -> input.add("<end>");
        case Outcome.Interrupt() -> interrupts++;
      }
    }
  }

  @Test
  void aLineIsEchoedAndHandedOverAtItsEnd() {
    type("hello");
    assertThat(input).isEmpty();

    type("\r");
    assertThat(input).containsExactly("hello\n");
    assertThat(echo.toString()).isEqualTo("hello\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "ab, '\b \b', a",
    "aé, '\b \b', a",
    "a世, '\b \b\b \b', a",
    "a🎲, '\b \b\b \b', a",
    "ae\u0301, '\b \b', a",
    "'a\u0001', '\b \b\b \b', a",
    "'a\t', '\b \b\b \b\b \b\b \b\b \b\b \b\b \b', a"
  })
  void backspaceTakesBackOneCharacterAndItsColumns(String typed, String erased, String left) {
    type(typed);
    echo.setLength(0);

    type("\u007f");
    assertThat(echo.toString()).isEqualTo(erased);

    type("\n");
    assertThat(input).containsExactly(left + "\n");
  }

  @Test
  void backspaceAtTheBeginningDoesNothing() {
    type("\b\u007fx\n");

    assertThat(input).containsExactly("x\n");
    assertThat(echo.toString()).isEqualTo("x\r\n");
  }

  @Test
  void controlUTakesBackTheLineAndControlWAWord() {
    type("one two  \u0017x\n");
    type("gone\u0015here\n");

    assertThat(input).containsExactly("one x\n", "here\n");
  }

  @Test
  void controlDHandsOverWhatThereIsOrEndsTheInput() {
    type("abc\u0004");
    type("\u0004");

    assertThat(input).containsExactly("abc", "<end>");
  }

  @Test
  void controlCThrowsTheLineAwayAndInterrupts() {
    type("abc\u0003def\n");

    assertThat(interrupts).isEqualTo(1);
    assertThat(input).containsExactly("def\n");
    assertThat(echo.toString()).isEqualTo("abc^C\r\ndef\r\n");
  }

  @Test
  void keysThatSendSequencesAreNotText() {
    type("a\u001b[A\u001bOP\u001b[1;5C\u001b[200~b\u001b[201~c\n");

    assertThat(input).containsExactly("abc\n");
    assertThat(echo.toString()).isEqualTo("abc\r\n");
  }

  @Test
  void otherControlsAreShownAsNamesAndKept() {
    type("a\u0001\n");

    assertThat(input).containsExactly("a\u0001\n");
    assertThat(echo.toString()).isEqualTo("a^A\r\n");
  }

  @Test
  void aCharacterInPiecesIsOne() {
    byte[] bytes = "世\n".getBytes(StandardCharsets.UTF_8);

    for (byte b : bytes) gather(discipline.typed(new byte[] {b}));

    assertThat(input).containsExactly("世\n");
    assertThat(echo.toString()).isEqualTo("世\r\n");
  }

  @Test
  void aLineThatIsTooLongIsRefusedWithABell() {
    type("x".repeat(LineDiscipline.LONGEST));
    echo.setLength(0);

    type("y\n");

    assertThat(echo.toString()).isEqualTo("\u0007\r\n");
    assertThat(input).containsExactly("x".repeat(LineDiscipline.LONGEST) + "\n");
  }

  @Test
  void rawPassesEverythingWithoutEcho() {
    type("ab");
    echo.setLength(0);

    gather(discipline.raw(true));
    type("\u0003\u001b[A\r");
    gather(discipline.raw(false));
    type("c\n");

    assertThat(input).containsExactly("ab", "\u0003\u001b[A\r", "c\n");
    assertThat(echo.toString()).isEqualTo("c\r\n");
    assertThat(interrupts).isZero();
  }

  @Test
  void whateverIsTypedTheEchoIsHarmless() {
    Random random = new Random(1003);
    for (int round = 0; round < 2_000; round++) {
      LineDiscipline any = new LineDiscipline();
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);

      for (Outcome outcome : any.typed(bytes)) {
        if (!(outcome instanceof Outcome.Echo(Payload shown))) continue;
        byte[] once = shown.toByteArray();
        assertThat(new ConsoleFilter().filter(once)).isEqualTo(once);
        assertThat(shown.utf8()).doesNotContain("\u001b");
      }
    }
  }
}
