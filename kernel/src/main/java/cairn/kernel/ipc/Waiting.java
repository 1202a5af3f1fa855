package cairn.kernel.ipc;

import org.jspecify.annotations.Nullable;

/**
 * A message that waits for a handler or for room.
 *
 * <p>With a sleeper, its emitter sleeps inside emit and the message is not sent yet; without, emit
 * has returned long ago.
 */
final class Waiting {
  final Message message;
  final @Nullable Sleeper sleeper;
  final long sinceNanos;

  /** The place's era when it came. Guarded by the place's monitor. */
  int era;

  /** Its emitter has given up waiting. */
  volatile boolean abandoned;

  /** Set once it has been handed over; written under the place's monitor. */
  volatile boolean accepted;

  /** Who got it. Written under the place's monitor. */
  @Nullable Party servedBy;

  Waiting(Message message, @Nullable Sleeper sleeper, long sinceNanos) {
    this.message = message;
    this.sleeper = sleeper;
    this.sinceNanos = sinceNanos;
  }

  /** Whether nobody wants it delivered any more. */
  boolean isGone() {
    return abandoned || message.isCancelled() || (sleeper != null && message.from.isOver());
  }
}
