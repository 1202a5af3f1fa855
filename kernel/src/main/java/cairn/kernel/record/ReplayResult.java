package cairn.kernel.record;

import cairn.kernel.LoadFault;
import cairn.kernel.RecordingEnd;

/** What came of a replay. */
public sealed interface ReplayResult {
  /** It ended as recorded, in the same state. {@code calls}: syscalls and growths. */
  record Same(LogHeader header, long calls, Ending ending, FinalState state)
      implements ReplayResult {}

  /** It was the same as far as the log goes, which is not to the end of the run. */
  record SameSoFar(LogHeader header, long calls, LogEnd why) implements ReplayResult {}

  /** It was another run from there on. */
  record Diverged(LogHeader header, long calls, Divergence where) implements ReplayResult {}

  /** The log is not to be believed, or cannot be replayed here. */
  record Unreadable(LogFault why) implements ReplayResult {}

  /** Its program does not run here. */
  record Refused(LogHeader header, LoadFault why) implements ReplayResult {}

  /** Somebody stopped it before it was over. */
  record Stopped() implements ReplayResult {}

  /** Why a log does not go to the end of its run. */
  sealed interface LogEnd {
    /** The file is cut after this many bytes; whoever wrote it was ended, or its disk was full. */
    record Cut(long at) implements LogEnd {}

    /** The process was ended from outside while it computed. */
    record Killed(String by) implements LogEnd {}

    /** What came then cannot be repeated. */
    record NotRepeatable(RecordingEnd.Why why) implements LogEnd {}
  }
}
