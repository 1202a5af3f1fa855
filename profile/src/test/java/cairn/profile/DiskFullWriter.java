package cairn.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A process whose disk is full for a while, and that says what becomes of what it wants kept. */
final class DiskFullWriter {
  private static final int BLOCK = 4096;

  private DiskFullWriter() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var disk = Path.of(arguments[0]);
    var folder = disk.resolve("profile");
    var decision = Rows.connect("a-name-that-is-not-short.".repeat(4000), 80, false);
    try (var profile = Rows.open(folder)) {
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      profile.settings().set("note", "n".repeat(200_000));
      profile.history().opened("/ipfs/a", "a", Optional.empty(), Instant.EPOCH, "OPENED");
      profile.settings().set("theme", "dark");
      try {
        profile.grants().store(Rows.FETCH, decision, Instant.EPOCH);
        out.println("stored on a full disk");
      } catch (ProfileException e) {
        out.println("refused: " + e.getMessage());
      }
      out.println("said: " + profile.fault().orElse("nothing"));
      Files.delete(ballast);
      profile.grants().store(Rows.FETCH, decision, Instant.EPOCH);
      out.println("when there is room: " + profile.fault().orElse("nothing to say"));
    }
    try (var profile = Rows.open(folder)) {
      out.println(
          "kept: "
              + profile.settings().get("note").orElse("").length()
              + " "
              + profile.settings().get("theme").orElse("")
              + " "
              + profile.history().entries().size()
              + " "
              + profile.grants().load().size());
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) out.write(new byte[BLOCK]);
    } catch (IOException full) {
      if (!Files.exists(ballast)) throw full;
    }
  }
}
