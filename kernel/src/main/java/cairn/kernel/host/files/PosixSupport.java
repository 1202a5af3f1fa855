package cairn.kernel.host.files;

import java.util.Locale;

/**
 * Whether this is a system whose calls {@link Posix} knows. Apart from it, since to ask that class
 * is to look up all of its calls, which other systems lack and which takes longer than the rest of
 * a start. Any thread.
 */
final class PosixSupport {
  private static volatile boolean found;

  private PosixSupport() {}

  /** Looks the calls up, the first time. */
  static boolean isHere() {
    return Found.YES;
  }

  /** The same without looking: false until somebody has. */
  static boolean isKnownToBeHere() {
    return found;
  }

  private static final class Found {
    static final boolean YES = find();

    static {
      found = YES;
    }

    private static boolean find() {
      String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      if (!system.equals("linux")) return false;
      try {
        return Posix.isWide();
      } catch (LinkageError missing) {
        System.getLogger("cairn.kernel")
            .log(
                System.Logger.Level.WARNING,
                "there are no files for programs, since this system lacks a call: "
                    + missing.getMessage());
        return false;
      }
    }
  }
}
