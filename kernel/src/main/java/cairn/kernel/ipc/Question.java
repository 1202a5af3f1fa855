package cairn.kernel.ipc;

import cairn.kernel.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A message whose answer is wanted, from the moment it has an id until its answer is taken.
 *
 * <p>It is open while it stands in its asker's mailbox; whoever answers or cancels does so under
 * that mailbox's monitor, so there is one first.
 */
final class Question {
  /** What became of the wish for an answer. */
  enum Fate {
    WANTED,
    CANCELLED,
    /** The asker ended: the message is still delivered, as a one-way. */
    ASKER_ENDED
  }

  private static final AtomicLongFieldUpdater<Question> ASKED =
      AtomicLongFieldUpdater.newUpdater(Question.class, "askedNanos");

  final long id;
  final Message message;
  final long sinceNanos;

  /** Written under the asker's mailbox monitor, read by anybody. */
  volatile Fate fate = Fate.WANTED;

  /** Arrived, not taken. Guarded by the asker's mailbox monitor, as the next two. */
  @Nullable Answer answer;

  long arrival;
  @Nullable Runnable onCancel;

  /** Where the message came from that is its answer, if that is one. Guarded by the same. */
  @Nullable Port pulledFrom;

  /** The threads that wait for its answer, in that order. Guarded by the same. */
  private List<Waiter> waiters = List.of();

  /** Who gets the answer in the asker's place: a native handler that asks in its name. */
  final @Nullable Consumer<Answer> courier;

  /**
   * How long the user was asked about it, in nanoseconds: that is no time of its handler's. Written
   * by name.
   */
  private volatile long askedNanos;

  /** What a native handler asks in the asker's name to answer this one, the last of it. */
  volatile @Nullable Message onward;

  Question(long id, Message message, long sinceNanos, Optional<Consumer<Answer>> courier) {
    this.id = id;
    this.message = message;
    this.sinceNanos = sinceNanos;
    this.courier = courier.orElse(null);
  }

  void addAsked(long nanos) {
    ASKED.addAndGet(this, Math.max(0, nanos));
  }

  long askedNanos() {
    return askedNanos;
  }

  /** Who waits for its answer. Under the asker's mailbox monitor, as the next three. */
  List<Waiter> waiters() {
    return waiters;
  }

  /** One more waits for it; false: it does already. The last that came, or none yet. */
  boolean enlist(Waiter waiter) {
    if (waiters.isEmpty()) {
      waiters = List.of(waiter);
      return true;
    }
    if (waiters.getLast() == waiter) return false;
    if (waiters.size() == 1) waiters = new ArrayList<>(waiters);
    waiters.add(waiter);
    return true;
  }

  /** It waits no more. Idempotent. */
  void delist(Waiter waiter) {
    if (waiters.size() > 1) waiters.remove(waiter);
    else if (waiters.contains(waiter)) waiters = List.of();
  }

  /** Nobody waits for it any more. */
  void forgetWaiters() {
    waiters = List.of();
  }

  Mailbox asker() {
    return message.from.mailbox;
  }
}
