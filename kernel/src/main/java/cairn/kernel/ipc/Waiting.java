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

  /** Set once it has been handed over; written under the port's monitor. */
  volatile boolean accepted;

  /** Who got it. Written under the port's monitor. */
  @Nullable Party servedBy;

  Waiting(Message message, @Nullable Sleeper sleeper, long sinceNanos) {
    this.message = message;
    this.sleeper = sleeper;
    this.sinceNanos = sinceNanos;
  }

  /** Whether nobody wants it delivered any more. */
  boolean isGone() {
    return message.isCancelled() || (sleeper != null && message.from.isOver());
  }
}
