package cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does about what it is started with, with a JDK that only tells. */
final class LauncherSurroundingsTest {
  /** Says what it was given, and whether anything is in the place of each stream. */
  private static final String JAVA =
      """
      #!/bin/sh
      { echo "$*"; for n in 0 1 2; do [ -e /dev/fd/$n ] && echo "$n is open"; done; } >"$TOLD"
      """;

  @TempDir Path folder;

  @BeforeEach
  void fakeJdk() throws IOException {
    assumeTrue(Files.isDirectory(Path.of("/dev/fd")), "open descriptors are seen in /dev/fd");
    Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
    executable(bin.resolve("java"), JAVA);
    executable(bin.resolve("javac"), JAVA);
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    Path target = Files.createDirectories(folder.resolve("app/target/classes/cairn/app"));
    Files.writeString(target.resolve("jvm.flags"), "-Dflags=yes");
    Files.writeString(folder.resolve("pom.xml"), "");
    Files.createDirectories(folder.resolve(".mvn"));
    Files.copy(Path.of("../cairn"), folder.resolve("cairn"));
    Files.writeString(folder.resolve("app/target/cairn.stamp"), "");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs the launcher with redirections, and says what its java was told. */
  private String told(String redirections) throws Exception {
    Path told = folder.resolve("told");
    var builder =
        new ProcessBuilder("/bin/sh", "-c", "exec /bin/sh ./cairn run x " + redirections)
            .directory(folder.toFile());
    builder.environment().put("CAIRN_JDK", folder.resolve("jdk").toString());
    builder.environment().put("CAIRN_NO_AOT", "1");
    builder.environment().put("TOLD", told.toString());
    Process launcher = builder.start();
    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isZero();
    return Files.readString(told);
  }

  /** Runs commands of the shell that end in the launcher, and says what it says itself. */
  private String refused(String commands) throws Exception {
    var builder = new ProcessBuilder("/bin/sh", "-c", commands).directory(folder.toFile());
    builder.environment().put("CAIRN_JDK", folder.resolve("jdk").toString());
    builder.environment().put("CAIRN_NO_AOT", "1");
    Path told = folder.resolve("told");
    builder.environment().put("TOLD", told.toString());
    Process launcher = builder.start();
    String said = new String(launcher.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(69);
    assertThat(told).doesNotExist();
    return said;
  }

  @Test
  void aWorkingFolderThatWasRemovedIsSaidToBe() throws Exception {
    assertThat(refused("mkdir gone; cd gone; rmdir ../gone; exec ../cairn run x"))
        .contains("cairn: the working folder was removed");
  }

  @Test
  void tooFewFilesAreSaidToBeTooFew() throws Exception {
    assertThat(refused("ulimit -n 40; exec ./cairn run x"))
        .contains("cairn: only 40 files may be open at once (ulimit -n), and Cairn needs 256");
  }

  @Test
  void ofOpenStreamsNothingIsSaid() throws Exception {
    assertThat(told("</dev/null")).doesNotContain("cairn.closed").contains("run x", "-Dflags=yes");
  }

  @Test
  void eachStreamThatIsNotOpenIsToldOfAndItsNumberIsTaken() throws Exception {
    assertThat(told("<&-")).contains("-Dcairn.closed=0 ", "0 is open", "1 is open", "2 is open");
    assertThat(told(">&-")).contains("-Dcairn.closed=1 ", "0 is open", "1 is open", "2 is open");
    assertThat(told("2>&-")).contains("-Dcairn.closed=2 ", "0 is open", "1 is open", "2 is open");
    assertThat(told("<&- >&- 2>&-"))
        .contains("-Dcairn.closed=012 ", "0 is open", "1 is open", "2 is open");
  }
}
