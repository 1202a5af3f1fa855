package cairn.kernel.schedule;

/**
 * Runs guest threads on a few carriers, a slice at a time. There are three: continuations on the
 * JDK's internal API, pooled platform threads as the fallback, and {@link Stepper} for tests.
 */
public interface GuestScheduler extends AutoCloseable {
  /**
   * Makes a guest thread that will run {@code body} once {@link GuestThread#start} is called. Once
   * started the body always runs, a killed thread's too, so that its clean-up does. It is host code
   * except inside {@link GuestThread#runGuest}; what it throws is logged and harms nobody else.
   * {@code name}: for stacks and logs.
   */
  default GuestThread create(String name, Runnable body) {
    return create(name, body, StackLedger.ENDLESS);
  }

  /**
   * The same, with the stack counted: each time it is put down larger than ever before, {@code
   * stacks} is asked, and when that refuses the thread goes on at once, with the refusal thrown
   * where it had stopped. What was counted stays so, while it runs too, until the thread has ended.
   * Stacks that are not on the heap are not counted.
   */
  GuestThread create(String name, Runnable body, StackLedger stacks);

  /** For people: "continuations on 2 cores". */
  String description();

  /** Kills all guest threads and ends the carriers; waits at most 2 s. */
  @Override
  void close();
}
