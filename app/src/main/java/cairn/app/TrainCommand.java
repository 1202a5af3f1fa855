package cairn.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code cairn train}: what the launcher runs once to make later starts fast (JEP 514): opens the
 * window on no screen, runs a program in it, closes.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("cairn-train");
    try {
      return Desktop.rehearse(Places.in(folder.resolve("profile")));
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }
}
