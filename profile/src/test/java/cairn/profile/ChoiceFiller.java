package cairn.profile;

import cairn.kernel.KeptChoice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** A process that keeps choices until the disk is full, and says what became of them. */
final class ChoiceFiller {
  private static final int MOST = 200_000;

  private ChoiceFiller() {}

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var disk = Path.of(arguments[0]);
    var folder = disk.resolve("profile");
    Path ballast = Files.write(disk.resolve("ballast"), new byte[200_000]);
    // So that there are few: a page and more beside the choices.
    Files.write(disk.resolve("stone"), new byte[700_000]);
    List<KeptChoice> kept = new ArrayList<>();
    try (var profile = Rows.open(folder)) {
      try {
        while (kept.size() < MOST) {
          var choice = ChoiceWriter.numbered(kept.size());
          profile.choices().keep(choice, Instant.EPOCH);
          kept.add(choice);
        }
        out.println("never full");
      } catch (RuntimeException full) {
        out.println("full");
      }
      out.println("some were kept: " + !kept.isEmpty());
      Files.delete(ballast);
      profile.choices().forget(kept.removeFirst().where());
      out.println("forgotten when there was room");
    }
    try (var profile = Rows.open(folder)) {
      var loaded = profile.choices().load().choices();
      out.println(
          "kept exactly what was said: "
              + (loaded.size() == kept.size()
                  && new HashSet<>(loaded).equals(new HashSet<>(kept))));
    }
  }
}
