package cairn.kernel.schedule;

/** What a scheduler is to its guest threads. Safe for any thread unless said otherwise. */
interface RunQueues {
  /** This thread lives from now on. Comes before its first {@link #ready}. */
  void started(ScheduledThread guest);

  /** This thread has become able to run: it was started, woken, resumed or killed. */
  void ready(ScheduledThread guest);

  /** This thread was stopped because its slice was used up. Called by the one who ran it. */
  void spent(ScheduledThread guest);

  /** This thread is over. Called by the one who ran it. */
  void ended(ScheduledThread guest);

  /** Whether the running guest has to make way now. Called on it. */
  boolean sliceIsOver(ScheduledThread guest);

  /**
   * The running guest has polled. False: slices are numbers of polls, and there are more in this
   * one, so its flag stays raised. Called on it.
   */
  boolean isLastPoll();

  /** Its body threw what nobody had expected. Called on it. */
  void uncaught(ScheduledThread guest, Throwable failure);
}
