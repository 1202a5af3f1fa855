package cairn.kernel.schedule;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * One thread of a guest. Except for {@link #park} and {@link #releaseStack}, its methods may be
 * called from any thread and return at once.
 */
public interface GuestThread {
  /** Makes it runnable; once. */
  void start();

  /**
   * Sleeps until {@link #unpark}; returns at once if that came first. May return early, so callers
   * loop on their condition. Called only on this guest thread, holding no lock and no monitor,
   * inside a host call or outside. Throws {@link GuestKilled} when the thread is killed, {@link
   * NotPutDown} when it cannot sleep for want of stack or memory, and what its {@link StackLedger}
   * refuses with.
   */
  void park();

  /** Wakes it from {@link #park}, or makes its next park return at once. */
  void unpark();

  /**
   * Ends it: {@link GuestKilled} is thrown in it at its next guest poll, park, or return from a
   * host call. Effective while paused too.
   */
  void kill();

  /** Stops it at its next guest poll or park; uses no CPU until {@link #resume}. */
  void pause();

  /** Lets it go on. */
  void resume();

  /** Time it has run on carriers, in nanoseconds. */
  long cpuNanos();

  /** Whether its body has returned or thrown. */
  boolean isDone();

  /**
   * Gives back to its {@link StackLedger} what its stack took when it was put down, and counts it
   * no more: its body is about to return, and who waits for its end is told before it has. Called
   * only on this guest thread.
   */
  void releaseStack();

  /**
   * Bytes of heap that its parked stack keeps; 0 while it runs, and where stacks are not on the
   * heap.
   */
  long stackBytes();

  /**
   * Names of frames of the parked stack, innermost first; empty while it runs or where the
   * scheduler cannot tell.
   */
  List<String> stack();

  /**
   * The guest thread that runs the calling code. Throws IllegalStateException when there is none.
   */
  static GuestThread current() {
    return GuestThreads.current();
  }

  /**
   * Runs what may wait for a disk, if the calling thread is a guest's: while it waits and others
   * want its carrier, another one takes over. To be called in a host call; what it runs does not
   * park.
   *
   * @return what it says; false: this is no guest thread, and nothing was run
   */
  static boolean block(BooleanSupplier work) {
    return GuestThreads.block(work);
  }

  /**
   * Marks the beginning of a host call: until the matching {@link #leaveHost} the thread is neither
   * preempted nor killed by polls, so host code may hold locks. {@link #park} and {@link
   * #pollInHost} are still allowed where none is held. Cheap.
   *
   * <p>Throws StackOverflowError where too little of the stack is left for host code, before
   * anything has changed: as {@link #requireStack}.
   */
  static void enterHost() {
    GuestThreads.enterHost();
  }

  /**
   * Throws StackOverflowError where too little of the calling thread's stack is left for host code:
   * to be called before anything is changed, where guest code calls host code without {@link
   * #enterHost}.
   */
  static void requireStack() {
    GuestThreads.requireStack();
  }

  /**
   * Marks the end of a host call, in a finally. A kill or preemption that came due happens here, if
   * the host calls since the last poll have cost much, or at the next guest poll.
   */
  static void leaveHost() {
    GuestThreads.leaveHost();
  }

  /**
   * A poll in a host call that goes on for as long as the guest wishes, made where {@link #park}
   * could be: may preempt, pause and kill. No effect off guest threads.
   */
  static void pollInHost() {
    GuestThreads.pollInHost();
  }

  /**
   * Bills a host call for the bytes it has copied: the clock is looked at the sooner. No effect off
   * guest threads.
   */
  static void copied(long bytes) {
    GuestThreads.copied(bytes);
  }

  /**
   * Has the clock looked at when the host call ends: host code has done something that may have
   * taken long. No effect off guest threads.
   */
  static void lookSoon() {
    GuestThreads.lookSoon();
  }

  /**
   * Runs guest code, which reads a flag at its polls and calls {@link #poll} where it is raised:
   * only in here may polls preempt and kill. The body of a guest thread is host code until it calls
   * this, and again afterwards. The engine does so around a run. The flag is raised whenever the
   * scheduler wants to be asked.
   */
  static void runGuest(Runnable code, PollFlag flag) {
    GuestThreads.runGuest(code, flag);
  }

  /**
   * The poll of guest code that has found its flag raised: lowers it, and may preempt, pause and
   * kill. May return on another carrier thread, so the caller holds no monitor and keeps nothing of
   * its thread. No effect off guest threads and in host calls.
   */
  static void poll() {
    GuestThreads.poll();
  }
}
