package cairn.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * {@code cairn train}: what the launcher runs to make later starts fast (JEP 514). Runs a program
 * without a window, then opens the window on no screen, runs a program in it, and closes. Its
 * output is the launcher's to keep; it must end with 0, or there is no cache.
 */
final class TrainCommand implements Command {
  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Makes later starts fast; the launcher runs it after a build.");
  }

  @Override
  public int run(Invocation call) throws Exception {
    Path folder = Files.createTempDirectory("cairn-train");
    try {
      Path profile = folder.resolve("profile");
      int code = Main.run("--profile", profile.toString(), "run", "hello");
      return code == 0 ? Desktop.rehearse(Places.in(profile)) : code;
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }
}
