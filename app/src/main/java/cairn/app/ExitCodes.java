package cairn.app;

/**
 * What the command line returns when the program's own code is not the answer. After sysexits.h,
 * and the shell's 128 + signal.
 */
final class ExitCodes {
  /** The words of the command line make no sense. */
  static final int USAGE = 64;

  /** The program's bytes are not a program, or not what the hash says. */
  static final int BAD_DATA = 65;

  /** No source had it, or none answered. */
  static final int NOT_FOUND = 66;

  /** Something outside is missing: a display, a folder that can be written. */
  static final int UNAVAILABLE = 69;

  /** Cairn itself is wrong. */
  static final int DEFECT = 70;

  /** A file could not be written or read. */
  static final int IO = 74;

  /** The program trapped. */
  static final int TRAPPED = 134;

  /** Somebody ended the program. */
  static final int KILLED = 137;

  private ExitCodes() {}
}
