package cairn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import jdk.internal.misc.CDS;

/**
 * Whether this JVM started from the cache that the launcher makes (JEP 483, 514), which saves most
 * of the time of a start. The launcher says in system properties what it gave; the JVM knows
 * whether it took that.
 */
sealed interface StartCache {
  /** The JVM took it. */
  record Used() implements StartCache {}

  /**
   * The JVM did not take it: the JVM or a jar is another one than when it was made, say.
   *
   * @param otherFlags whether the user gave this start flags of its own, which may be why
   */
  record Rejected(Path file, boolean otherFlags) implements StartCache {}

  /** There was none. */
  record None(String why) implements StartCache {}

  /** The file that the launcher gave to the JVM. */
  String GIVEN = "cairn.start.cache";

  /** Why the launcher gave none. */
  String NONE = "cairn.start.cache.none";

  /** As this JVM was started. */
  static StartCache ofThisStart() {
    return of(System.getProperties(), System.getenv(), CDS.isUsingArchive());
  }

  /** The same from what it is told. */
  static StartCache of(Properties properties, Map<String, String> environment, boolean taken) {
    String file = properties.getProperty(GIVEN, "");
    if (file.isEmpty())
      return new None(properties.getProperty(NONE, "not started by the launcher"));
    return taken
        ? new Used()
        : new Rejected(Path.of(file), !environment.getOrDefault("CAIRN_JVM_FLAGS", "").isEmpty());
  }

  /** What became of it, in a few words. */
  default String words() {
    return switch (this) {
      case Used() -> "used";
      case Rejected(Path file, var _) -> "the JVM rejected " + file;
      case None(String why) -> "none, " + why;
    };
  }

  /**
   * The sentence about a rejected cache; empty for another. Leaves a note beside the file, for
   * which the launcher makes it again at the next start.
   */
  default Optional<String> complaint() {
    return switch (this) {
      case Used(), None(var _) -> Optional.empty();
      case Rejected(Path file, boolean otherFlags) -> {
        String said = "the JVM rejected the start cache " + file + ", so this start took longer; ";
        if (otherFlags) yield Optional.of(said + "the flags in CAIRN_JVM_FLAGS may be why");
        try {
          Files.write(file.resolveSibling(file.getFileName() + ".rejected"), new byte[0]);
          yield Optional.of(said + "it will be made again at the next one");
        } catch (IOException e) {
          yield Optional.of(said + "to have it made again, remove it");
        }
      }
    };
  }
}
