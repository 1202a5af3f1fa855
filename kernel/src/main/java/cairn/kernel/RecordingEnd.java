package cairn.kernel;

import cairn.registry.Sha256;

/** How a recording ended. */
public sealed interface RecordingEnd {
  /**
   * The process is over and all of its run can be repeated.
   *
   * @param calls syscalls and growths in the log
   * @param memory of the process at its end
   */
  record Whole(long calls, long memoryBytes, Sha256 memory) implements RecordingEnd {}

  /**
   * Somebody ended the process while it computed: where that was cannot be repeated, all before
   * can.
   */
  record EndedBetween(long calls) implements RecordingEnd {}

  /** What came then cannot be repeated; the log ends there. */
  record NotRepeatable(long calls, Why why) implements RecordingEnd {}

  /** The log could not be written any further; the process goes on, or went on, without it. */
  record NotWritten(long calls, String why) implements RecordingEnd {}

  /** What cannot be repeated. */
  enum Why {
    /** The process began a second thread: in which order threads run is not recorded. */
    SECOND_THREAD,
    /** How deep calls may nest depends on what the JVM has compiled by then. */
    CALL_STACK_EXHAUSTED,
    /** This computer had no memory left. */
    NO_MEMORY_LEFT
  }
}
