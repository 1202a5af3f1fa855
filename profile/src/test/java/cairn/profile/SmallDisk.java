package cairn.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program of the tests on a disk of its own that is soon full: a tmpfs in a namespace that
 * ends with the process. Where the system has no such thing, the test is skipped.
 */
final class SmallDisk {
  private SmallDisk() {}

  /** What it printed, by lines. Its one argument is a folder on that disk. */
  static List<String> run(Class<?> main, String size) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("small-disk");
    try {
      assumeTrue(works(folder), "no namespaces with file systems of their own here");
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var process =
          in(
              folder,
              size,
              "exec '"
                  + java
                  + "' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
                  + System.getProperty("java.class.path")
                  + "' "
                  + main.getName()
                  + " '"
                  + folder
                  + "'");
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return said.lines().toList();
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private static boolean works(Path folder) throws InterruptedException {
    try {
      var process = in(folder, "64k", "true");
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Process in(Path folder, String size, String command) throws IOException {
    return new ProcessBuilder(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + size + " none '" + folder + "' && " + command)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
