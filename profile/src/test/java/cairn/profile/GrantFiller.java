package cairn.profile;

import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A process that stores grants until the disk is full, and says what became of them. */
final class GrantFiller {
  private static final int MOST = 200_000;

  private GrantFiller() {}

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var disk = Path.of(arguments[0]);
    var folder = disk.resolve("profile");
    Path ballast = Files.write(disk.resolve("ballast"), new byte[200_000]);
    List<GrantId> stored = new ArrayList<>();
    try (var profile = Rows.open(folder)) {
      try {
        while (stored.size() < MOST) {
          String host = "a-name-that-is-not-short.".repeat(100) + stored.size();
          stored.add(
              profile.grants().store(Rows.FETCH, Rows.connect(host, 80, true), Instant.EPOCH).id());
        }
        out.println("never full");
      } catch (RuntimeException full) {
        out.println("full");
      }
      out.println("some were stored: " + !stored.isEmpty());
      Files.delete(ballast);
      profile.grants().revoke(stored.removeFirst());
      out.println("revoked when there was room");
    }
    try (var profile = Rows.open(folder)) {
      var kept = profile.grants().load().stream().map(Grant::id).toList();
      out.println("kept exactly what was said: " + kept.equals(stored));
    }
  }
}
