package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
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
  void whatIsLoggedIsALineWithoutAStack() {
    var record = new LogRecord(Level.WARNING, "unused");
    record.setThrown(new IllegalStateException("the disk\u001b[2J\nis full"));

    assertThat(PlainWriter.line(record, "could not store a decision"))
        .isEqualTo(
            "cairn: could not store a decision: the disk\\u{1b}[2J\\nis full"
                + System.lineSeparator());
  }

  @Test
  void aCharacterThatComesInTwoHalvesArrivesWhole() {
    writer.write("x\ud83d");
    writer.write("\ude42y");
    writer.flush();

    assertThat(shown).hasToString("x🙂y");
  }
}
