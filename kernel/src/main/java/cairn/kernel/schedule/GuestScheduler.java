package cairn.kernel.schedule;

/**
 * Runs guest threads on a few carriers, a slice at a time. There are two: continuations on the
 * JDK's internal API, and pooled platform threads as the fallback. Tests have a third.
 */
public interface GuestScheduler extends AutoCloseable {
  /**
   * Makes a guest thread that will run {@code body} once {@link GuestThread#start} is called. Once
   * started the body always runs, a killed thread's too, so that its clean-up does. It is host code
   * except inside {@link GuestThread#runGuest}; what it throws is logged and harms nobody else.
   * {@code name}: for stacks and logs.
   *
   * @param ifLost runs in the body's place if the JVM cannot run that to its end, for want of
   *     memory or stack. On a carrier, which goes on
   */
  GuestThread create(String name, Runnable body, Runnable ifLost, StackLedger stacks);

  /** The same, where nobody would miss it and nobody counts its stack. */
  default GuestThread create(String name, Runnable body) {
    return create(name, body, () -> {}, StackLedger.ENDLESS);
  }

  /** For people: "continuations on 2 cores". */
  String description();

  /** Kills all guest threads and ends the carriers; waits at most 2 s. */
  @Override
  void close();
}
