package cairn.kernel.ipc;

import cairn.kernel.abi.Syscalls.Next;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thread that sleeps in next until something matches. */
final class Waiter {
  /** The slots, as the guest gave them. */
  final List<Long> wanted;

  final int room;
  final Sleeper sleeper;
  final long sinceNanos;

  /** Who came before has the smaller number. Guarded by the mailbox's monitor, as the next two. */
  long order;

  /** Whether one of its slots takes whatever comes. */
  boolean forAnything;

  /** Open questions that it waits for, and one more if it is for anything; 0: nothing can come. */
  int hopes;

  /** What it is given; written once, under the mailbox's monitor. */
  volatile @Nullable Next outcome;

  /** Nothing can match any more; written under the mailbox's monitor. */
  volatile boolean hopeless;

  Waiter(List<Long> wanted, int room, Sleeper sleeper, long sinceNanos) {
    this.wanted = wanted;
    this.room = room;
    this.sleeper = sleeper;
    this.sinceNanos = sinceNanos;
  }
}
