package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher and the JVM's start cache: made once, used, and nothing is silent when it is not.
 * Runs after the jars are made, on a copy of what the launcher needs of a build.
 */
@EnabledOnOs(OS.LINUX)
final class StartCacheIT {
  private static final Path BUILT = Path.of("target").toAbsolutePath();
  private static final String FLAGS = "classes/cairn/app/jvm.flags";
  private static final long DEADLINE_MINUTES = 10;

  @TempDir Path folder;
  private Path target = Path.of("unused");

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void copyTheBuild() throws IOException {
    target = Files.createDirectories(folder.resolve("app/target"));
    Files.copy(BUILT.resolve("../../cairn").normalize(), folder.resolve("cairn"));
    Files.copy(BUILT.resolve("app.jar"), target.resolve("app.jar"));
    Path lib = Files.createDirectory(target.resolve("lib"));
    try (var jars = Files.list(BUILT.resolve("lib"))) {
      for (Path jar : jars.toList()) Files.copy(jar, lib.resolve(jar.getFileName()));
    }
    Files.createDirectories(target.resolve(FLAGS).getParent());
    Files.copy(BUILT.resolve(FLAGS), target.resolve(FLAGS));
    Files.createFile(target.resolve("cairn.stamp"));
  }

  @Test
  void theCacheIsMadeOnceUsedFromThenOnAndMissedAloudWhenItIsDamaged() throws Exception {
    var made = start(Map.of(), "version", "-v");
    assertThat(made.err())
        .contains("making the start cache of the commands")
        .doesNotContain("could not");
    assertThat(made.out()).contains("start cache: used");

    Path loaded = folder.resolve("loaded.txt");
    var used =
        start(
            Map.of("CAIRN_JVM_FLAGS", "-Xlog:class+load:file=" + loaded),
            "run",
            "--dir",
            folder + ":/folder",
            "hello");
    assertThat(used).isEqualTo(new Result(0, used.out(), ""));
    assertThat(used.out()).contains("Hello!");
    assertThat(Files.readString(loaded))
        .contains("cairn.kernel.boot.RunningKernel source: shared objects file")
        .contains("cairn.app.RunCommand source: shared objects file")
        .contains("cairn.kernel.host.files.Posix source: shared objects file")
        .doesNotContain("cairn.shell.view.ShellWindow");

    var compiled = start(Map.of("CAIRN_JVM_FLAGS", "-XX:+PrintCompilation"), "run", "hello");
    assertThat(compiledAtLevel(2, compiled.err()))
        .isGreaterThan(compiledAtLevel(3, compiled.err()));

    Path cache = target.resolve("commands.aot");
    try (var file = Files.newByteChannel(cache, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    var damaged = start(Map.of(), "run", "hello");
    assertThat(damaged.code()).isZero();
    assertThat(damaged.out()).isEqualTo(used.out());
    assertThat(damaged.err()).contains("the JVM rejected the start cache", "made again");
    assertThat(target.resolve("commands.aot.rejected")).exists();
  }

  /** Trained again with its own cache, since no other start of the window ends by itself. */
  @Test
  void theWindowHasACacheOfItsOwn() throws Exception {
    Path loaded = folder.resolve("loaded.txt");
    var flags =
        "-Dglass.platform=Headless -Dprism.order=sw -Djava.awt.headless=true -Xlog:class+load:file="
            + loaded;

    var started = start(Map.of("CAIRN_JVM_FLAGS", flags), "train", "window");

    assertThat(started.code()).as(started.err()).isZero();
    assertThat(started.err())
        .contains("making the start cache of the window")
        .doesNotContain("could not", "rejected");
    assertThat(target.resolve("window.aot")).exists();
    assertThat(target.resolve("commands.aot")).doesNotExist();
    assertThat(Files.readString(loaded))
        .contains("cairn.kernel.boot.RunningKernel source: shared objects file")
        .contains("cairn.shell.view.ShellWindow source: shared objects file");
  }

  @Test
  void aCacheThatCannotBeMadeIsSaidOnceAndTheStartGoesOn() throws Exception {
    // The JVM refuses this beside the making of a cache.
    Files.writeString(
        target.resolve(FLAGS), Files.readString(target.resolve(FLAGS)) + " -Xshare:auto");

    var first = start(Map.of(), "version", "-v");
    var second = start(Map.of(), "version", "-v");

    assertThat(first.err()).contains("could not be made", "commands.aot.log");
    assertThat(Files.readString(target.resolve("commands.aot.log"))).contains("AOTCacheOutput");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).contains("start cache: none, it could not be made");
    assertThat(second.code()).isZero();
  }

  /** Methods of Cairn that the JIT compiled at a level, by what the JVM prints of each. */
  private static long compiledAtLevel(int level, String printed) {
    return printed.lines().filter(line -> line.matches(".* " + level + " +cairn\\..*")).count();
  }

  private Result start(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ProcessBuilder("sh", folder.resolve("cairn").toString());
    command.command().addAll(List.of(arguments));
    command.environment().remove("CAIRN_NO_AOT");
    command.environment().remove("CAIRN_JVM_FLAGS");
    command.environment().put("CAIRN_JDK", System.getProperty("java.home"));
    command.environment().put("CAIRN_PROFILE", folder.resolve("profile").toString());
    command.environment().putAll(environment);
    Path out = folder.resolve("out"), err = folder.resolve("err");
    Process process = command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("not over in time: " + Files.readString(err));
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
