package cairn.kernel.schedule;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Guests that can run, in the order in which they came. Any thread.
 *
 * <p>It never refuses one: a guest that is in no queue is never missed, and its process would not
 * end. Where there is no memory for a link, the guest itself is the link.
 */
final class RunQueue {
  private final Queue<ScheduledThread> queue;

  /** The last of those for which there was no memory. Guarded by this. */
  private @Nullable ScheduledThread spilled;

  /** Whether there are such; written under the monitor, read by anybody. */
  private volatile boolean hasSpilled;

  /** Empty. */
  RunQueue() {
    this(new ConcurrentLinkedQueue<>());
  }

  /** On this queue, which is safe for any thread. */
  RunQueue(Queue<ScheduledThread> queue) {
    this.queue = queue;
  }

  void add(ScheduledThread guest) {
    try {
      queue.add(guest);
    } catch (OutOfMemoryError noLink) {
      spill(guest);
    }
  }

  private synchronized void spill(ScheduledThread guest) {
    guest.spilledBefore = spilled;
    spilled = guest;
    hasSpilled = true;
  }

  /** The next one; null: there is none. */
  @Nullable ScheduledThread poll() {
    var guest = queue.poll();
    return guest == null && hasSpilled ? pollSpilled() : guest;
  }

  private synchronized @Nullable ScheduledThread pollSpilled() {
    var guest = spilled;
    if (guest == null) return null;
    spilled = guest.spilledBefore;
    guest.spilledBefore = null;
    hasSpilled = spilled != null;
    return guest;
  }

  boolean isEmpty() {
    return queue.isEmpty() && !hasSpilled;
  }
}
