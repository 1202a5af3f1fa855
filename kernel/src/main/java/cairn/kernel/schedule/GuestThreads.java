package cairn.kernel.schedule;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the guest thread that runs the calling code, whatever kind of scheduler runs it. */
final class GuestThreads {
  /** Whether this JVM lets us use its continuations. */
  static final boolean CONTINUATIONS = continuationsWork();

  /** Bytes that are copied in about the time between two polls of a guest that computes. */
  private static final int BYTES_A_POLL = 32;

  /** Bytes below which what is copied is in the price of every host call. */
  private static final int SMALL = 1024;

  private GuestThreads() {}

  private static boolean continuationsWork() {
    try {
      return ContinuationFiber.works();
    } catch (LinkageError e) {
      return false;
    }
  }

  static @Nullable ScheduledThread running() {
    if (CONTINUATIONS) {
      var guest = ContinuationFiber.current();
      if (guest != null) return guest;
    }
    // Not a continuation, so the calling code has always been on this thread.
    return ThreadFiber.current();
  }

  static boolean block(BooleanSupplier work) {
    var guest = running();
    var core = guest == null ? null : guest.core();
    if (core == null) return false;
    core.mayBlock(true);
    try {
      return work.getAsBoolean();
    } finally {
      core.mayBlock(false);
    }
  }

  static GuestThread current() {
    var guest = running();
    if (guest == null) throw new IllegalStateException("this is no guest thread");
    return guest;
  }

  static void requireStack() {
    Headroom.require(Headroom.HOST);
  }

  static void enterHost() {
    requireStack();
    var guest = running();
    if (guest != null) guest.enterHost();
  }

  static void leaveHost() {
    var guest = running();
    if (guest != null) guest.leaveHost();
  }

  static void pollInHost() {
    var guest = running();
    if (guest != null) guest.pollInHost();
  }

  static void copied(long bytes) {
    if (bytes < SMALL) return;
    var guest = running();
    if (guest != null) guest.owe(bytes / BYTES_A_POLL);
  }

  static void lookSoon() {
    var guest = running();
    if (guest != null) guest.owe(CarrierScheduler.POLLS);
  }

  static void runGuest(Runnable code, PollFlag flag) {
    var guest = running();
    if (guest == null) code.run();
    else guest.runGuest(code, flag);
  }

  static void poll() {
    // Before anything changes: others are woken and queues filled here, at the guest's depth.
    Headroom.require(Headroom.POLL);
    var guest = running();
    if (guest != null) guest.flagged();
  }
}
