package cairn.shell;

import java.nio.file.Path;
import java.util.Map;

/** The user's own folder. Any thread. */
public final class HomeFolder {
  private HomeFolder() {}

  /** Where {@code ~} leads. */
  public static Path path() {
    return path(System.getenv(), System.getProperty("user.home", "."));
  }

  /** {@code HOME} where it says a place, as for every other program; else what Java found out. */
  static Path path(Map<String, String> environment, String otherwise) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : otherwise);
  }
}
