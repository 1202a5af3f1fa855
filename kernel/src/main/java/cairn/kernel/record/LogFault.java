package cairn.kernel.record;

import cairn.kernel.ProgramId;

/** Why a log cannot be replayed. */
public sealed interface LogFault {
  /** It does not begin like one. */
  record NotALog() implements LogFault {}

  /** It is of another version of the format. */
  record OtherVersion(int version) implements LogFault {
    /** The version that can be replayed. */
    public static final int READ = LogWriter.VERSION;
  }

  /** It was changed since it was written. {@code at}: where that shows, in bytes. */
  record Damaged(long at, String what) implements LogFault {}

  /** It ends before its program is whole. */
  record NoProgram() implements LogFault {}

  /** The program in it is not the one it says. */
  record OtherProgram(ProgramId said) implements LogFault {}

  /** It was recorded with more stack than guests have here. */
  record SmallerStack(int recorded, int here) implements LogFault {}

  /** It could not be read. */
  record NotRead(String why) implements LogFault {}
}
