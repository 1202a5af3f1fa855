package cairn.kernel.schedule;

/**
 * The flag that a guest's generated code reads at each loop and function entry: when it is raised,
 * the code calls {@link GuestThread#poll}. One guest's own, so that reading it costs a load from a
 * line of the cache that nobody else writes. The code lowers it before that call.
 */
@FunctionalInterface
public interface PollFlag {
  /**
   * The next poll is to call the scheduler, and sees what was written before this. Any thread;
   * never blocks.
   */
  void raise();
}
