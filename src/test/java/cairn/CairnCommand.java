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

  /** Runs to the end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
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
          "not over in "
              + DEADLINE_SECONDS
              + " s: "
              + List.of(arguments)
              + "\n"
              + out.join()
              + err.join());
    }
    return new Result(process.exitValue(), out.join(), err.join());
  }

  /** Starts and leaves it to the caller. */
  Process start(String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "cairn.app.Main"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().put("CAIRN_PROFILE", profile.toString());
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
