package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class PlainWriterTest {
  private final StringWriter shown = new StringWriter();
  private final PrintWriter writer = PlainWriter.before(shown);

  @Test
  void nothingThatSteersATerminalPasses() {
    writer.println("a\u001b[2Jb\u009b1mc\u202ed\re");
    writer.printf("%s%n", "f\u0007g");
    writer.write('\u001b');
    writer.flush();

    assertThat(shown.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo("a[2Jb1mcde\nfg\n");
  }

  @Test
  void aCharacterThatComesInTwoHalvesArrivesWhole() {
    writer.write("x\ud83d");
    writer.write("\ude42y");
    writer.flush();

    assertThat(shown).hasToString("x🙂y");
  }
}
