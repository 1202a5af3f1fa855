package cairn.app;

import cairn.programs.ShippedPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * {@code cairn train commands} and {@code cairn train window}: what the launcher runs to make later
 * starts fast (JEP 514). The one runs two programs without a window, of which the second copies its
 * input; the other opens the window on no screen, runs a program in it, and closes. It must end
 * with 0, or there is no cache.
 */
final class TrainCommand implements Command {
  private static final Parameter STARTS =
      new Parameter("STARTS", Parameter.Takes.ONE, "commands or window.");

  /** So many that the JIT compiles the way of a message, of a read and of a write. */
  private static final String ROUNDS = "1000";

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Makes later starts fast; the launcher runs it after a build.")
        .with(STARTS);
  }

  @Override
  public int run(Invocation call) throws Exception {
    Path folder = Files.createTempDirectory("cairn-train");
    try {
      Path profile = folder.resolve("profile");
      return switch (call.words().word(STARTS)) {
        case "commands" -> {
          int hello = Main.run("--profile", profile.toString(), "run", "hello");
          yield hello == 0 ? work(folder, profile) : hello;
        }
        case "window" -> Desktop.rehearse(Places.in(profile));
        case String other ->
            throw new Sentence(ExitCodes.USAGE, "there is nothing to train for " + other);
      };
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  /** An ordinary program with a folder, which copies the input that the launcher gives. */
  private static int work(Path folder, Path profile) throws Exception {
    Path program = Files.write(folder.resolve("train.wasm"), ShippedPrograms.training());
    Path data = Files.createDirectory(folder.resolve("data"));
    return Main.run(
        "--profile",
        profile.toString(),
        "run",
        "--dir",
        data + ":/train",
        program.toString(),
        "--",
        ROUNDS);
  }
}
