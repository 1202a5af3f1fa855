package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a command prints, where it cannot be written. */
@EnabledOnOs(OS.LINUX)
final class CommandOutputTest {
  @TempDir Path folder;

  @Test
  void whatCouldNotBePrintedWasNotDone() throws Exception {
    var cairn = new CairnCommand(folder.resolve("profile"));
    for (String words : new String[] {"version", "--help", "help run", "--version"}) {
      var result = cairn.shell(folder, "\"$@\" " + words + " >/dev/full");

      assertThat(result.code()).as(words).isEqualTo(74);
      assertThat(result.err()).contains("what was to be printed could not be written");
    }
  }
}
