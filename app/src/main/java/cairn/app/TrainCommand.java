package cairn.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * {@code cairn train commands} and {@code cairn train window}: what the launcher runs to make later
 * starts fast (JEP 514). The one runs a program without a window; the other opens the window on no
 * screen, runs a program in it, and closes. Its output is the launcher's to keep; it must end with
 * 0, or there is no cache.
 */
final class TrainCommand implements Command {
  private static final Parameter STARTS =
      new Parameter("STARTS", Parameter.Takes.ONE, "commands or window.");

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
        case "commands" -> Main.run("--profile", profile.toString(), "run", "hello");
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
}
