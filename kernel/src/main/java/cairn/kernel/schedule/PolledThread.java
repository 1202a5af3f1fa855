package cairn.kernel.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A thread on which guest code may run. The engine asks {@code Thread.currentThread()
 * .isInterrupted()} at every call and backward branch of a guest, interpreted or compiled; here
 * that question is the scheduler's hook. It counts fuel down, and only when that is used up looks
 * whether the guest has to stop.
 *
 * <p>The answer is always false: guests are stopped by a yield or by {@link GuestKilled}, never by
 * the engine's own interruption.
 */
abstract class PolledThread extends Thread {
  /**
   * Bytes of stack: for guest code, whose frames take one to three times what is counted and twice
   * that while they are put down, and for the compiler and the host code that it calls. Pages that
   * are not touched cost nothing.
   */
  static final int STACK = 5 * GuestSchedulers.STACK + (2 << 20);

  private final int polls;

  /**
   * Polls until the next look. Racy on purpose: a compiled guest that has moved to another carrier
   * may go on to count down the one it came from. Lost or doubled counts only shift the next look.
   */
  private int fuel;

  /** {@code polls}: how many polls pass between two looks. */
  PolledThread(String name, int polls) {
    super(null, null, name, STACK, false);
    this.polls = polls;
    this.fuel = polls;
    setDaemon(true);
    // Its class is to be ready before somebody with little stack asks.
    Headroom.require(Headroom.HOST);
  }

  @Override
  public final boolean isInterrupted() {
    return --fuel < 0 && look(this);
  }

  /** The guest thread that owns this thread as a whole; null where guests come and go. */
  abstract @Nullable ScheduledThread tenant();

  /** Lets the guest run the full number of polls. */
  final void refuel() {
    fuel = polls;
  }

  /** Makes the next poll look. */
  final void lookSoon() {
    fuel = 0;
  }

  /** Charges an instruction like this many polls, so that large ones do not stretch a slice. */
  final void charge(int amount) {
    fuel -= amount;
  }

  private static boolean look(PolledThread polled) {
    // Before anything changes: others are woken and queues filled here, at the guest's depth.
    Headroom.require(Headroom.POLL);
    polled.refuel();
    var guest = GuestThreads.running();
    if (guest != null) guest.poll();
    return false;
  }
}
