package cairn.app;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Map;

/** Whether a window can be opened here, before JavaFX is asked, whose words are for programmers. */
final class Screen {
  private static final String GTK = "libgtk-3.so.0";

  private Screen() {}

  /** Throws a sentence where there is no display or no GTK. */
  static void require(Map<String, String> environment, String operatingSystem) throws Sentence {
    if (!operatingSystem.equals("Linux")) return;
    if (environment.getOrDefault("DISPLAY", "").isEmpty())
      throw new Sentence(
          ExitCodes.UNAVAILABLE,
          "there is no display (DISPLAY is not set); log in to a desktop, or use './cairn run"
              + " ADDRESS' without a window");
    if (!has(GTK))
      throw new Sentence(
          ExitCodes.UNAVAILABLE,
          "the window needs GTK 3; install it (Debian, Ubuntu: 'apt install libgtk-3-0', Fedora:"
              + " 'dnf install gtk3')");
  }

  @SuppressWarnings("restricted") // The launcher allows it: --enable-native-access.
  private static boolean has(String library) {
    try {
      return SymbolLookup.libraryLookup(library, Arena.global()) != null;
    } catch (IllegalArgumentException missing) {
      return false;
    }
  }
}
