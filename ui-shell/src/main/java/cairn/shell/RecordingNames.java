package cairn.shell;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Names for files of recordings. Any thread. */
public final class RecordingNames {
  private static final int LONGEST = 40;
  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd-HHmmss");

  private RecordingNames() {}

  /** Such as {@code dice-2026-11-26-134501.cairnlog}; others may have named the program. */
  public static String suggest(String program, Instant now) {
    var plain = program.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^_+|_+$", "");
    var name = plain.isEmpty() ? "program" : plain.substring(0, Math.min(plain.length(), LONGEST));
    return name + "-" + MOMENT.format(now.atZone(ZoneId.systemDefault())) + Recordings.EXTENSION;
  }
}
