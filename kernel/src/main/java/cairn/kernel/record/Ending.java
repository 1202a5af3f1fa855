package cairn.kernel.record;

import cairn.kernel.RecordingEnd;

/** How a recorded run ended. */
public sealed interface Ending {
  /** By itself. */
  record Exited(int code) implements Ending {}

  /** It did what cannot be done. */
  record Trapped(String reason) implements Ending {}

  /** Somebody ended it. */
  record Killed(String by) implements Ending {}

  /** The run went on, or ended, in a way that cannot be repeated. */
  record NotRepeatable(RecordingEnd.Why why) implements Ending {}
}
