package cairn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real command line in a JVM of its own, with a profile of its own. */
final class CairnCommand {
  private static final long DEADLINE_SECONDS = 120;

  private final Path profile;
  private String input = "";
  private String locale = "";

  CairnCommand(Path profile) {
    this.profile = profile;
  }

  /** What a run printed and returned. */
  record Result(int code, String out, String err) {}

  /** Gives the next run this standard input. */
  CairnCommand withInput(String text) {
    input = text;
    return this;
  }

  /** Gives the next runs this locale ({@code LC_ALL}). */
  CairnCommand inLocale(String name) {
    locale = name;
    return this;
  }

  /** Runs to the end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    return result(start(arguments), List.of(arguments));
  }

  /**
   * Runs a script of the shell to its end, which says {@code "$@"} for the command: so words can
   * have bytes that no String has.
   */
  Result shell(Path folder, String script) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(command());
    return result(started(new ProcessBuilder(command).directory(folder.toFile())), List.of(script));
  }

  private Result result(Process process, List<String> what)
      throws IOException, InterruptedException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The program ended without reading its input.
    }
    var out = read(process.getInputStream());
    var err = read(process.getErrorStream());
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(
          "not over in " + DEADLINE_SECONDS + " s: " + what + "\n" + out.join() + err.join());
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /** Starts and leaves it to the caller. */
  Process start(String... arguments) throws IOException {
    var command = command();
    command.addAll(List.of(arguments));
    return started(new ProcessBuilder(command));
  }

  private static List<String> command() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "cairn.app.Main"));
    return command;
  }

  private Process started(ProcessBuilder builder) throws IOException {
    builder.environment().put("CAIRN_PROFILE", profile.toString());
    if (!locale.isEmpty()) builder.environment().put("LC_ALL", locale);
    return builder.start();
  }

  private static List<String> flags() throws IOException {
    try (InputStream flags = CairnCommand.class.getResourceAsStream("/cairn/app/jvm.flags")) {
      if (flags == null) throw new AssertionError("the application has no jvm.flags");
      return List.of(new String(flags.readAllBytes(), StandardCharsets.UTF_8).trim().split("\\s+"));
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
