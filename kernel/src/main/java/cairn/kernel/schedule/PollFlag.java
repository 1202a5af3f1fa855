package cairn.kernel.schedule;

/**
 * The flag that a guest's generated code reads at each loop and function entry: when it is raised,
 * the code calls {@link GuestThread#poll}. One guest's own, so that reading it costs a load from a
 * line of the cache that nobody else writes.
 *
 * <p>Both methods are for any thread and never block. What is written before {@link #raise} is seen
 * by the poll that finds the flag raised.
 */
public interface PollFlag {
  /** The next poll is to call the scheduler. */
  void raise();

  /** Polls cost a load only, until it is raised again. Called by the guest's own thread. */
  void lower();
}
