package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;

/**
 * A process's standard input. There is at most one open read; one that a poll began and whose time
 * ran out stays open, and the next read or poll goes on with it. So nothing that was typed is lost
 * between an answer and a cancel. Confined to the process's guest thread.
 */
final class WasiInput {
  private static final int MOST = 64 << 10;

  private final WasiMessages messages;
  private Optional<MessageId> open = Optional.empty();
  private Payload kept = Payload.EMPTY;
  private State state = State.QUIET;

  /** What is known beyond the bytes that are kept. */
  enum State {
    QUIET,
    /** There are bytes. */
    READY,
    /** A read would say that the input ends; once. */
    ENDED,
    /** A read would fail; once. */
    FAILED
  }

  WasiInput(WasiMessages messages) {
    this.messages = messages;
  }

  /** What came of a read. */
  sealed interface Got {
    /** Some; empty is the end. */
    record Bytes(Payload bytes) implements Got {}

    /** None yet, and the caller does not wait. */
    record Nothing() implements Got {}

    /** It could not be read. */
    record Failed() implements Got {}
  }

  /** Takes at most this many bytes, at least one, waiting for them or not. */
  Got read(long most, boolean wait) {
    look(wait);
    return switch (state) {
      case QUIET -> new Got.Nothing();
      case FAILED -> {
        state = State.QUIET;
        yield new Got.Failed();
      }
      case ENDED -> {
        state = State.QUIET;
        yield new Got.Bytes(Payload.EMPTY);
      }
      case READY -> {
        int length = (int) Math.min(most, kept.length());
        Payload bytes = kept.slice(0, length);
        kept = kept.slice(length, kept.length());
        if (kept.isEmpty()) state = State.QUIET;
        yield new Got.Bytes(bytes);
      }
    };
  }

  /** Begins a read if nothing is known, takes its answer if it is there, and says what is known. */
  State look(boolean wait) {
    if (state != State.QUIET) return state;
    if (open.isEmpty()) open = messages.startRead(MOST);
    if (open.isEmpty()) state = State.FAILED;
    else messages.next(List.of(open.get()), wait).ifPresent(it -> take(it.answer()));
    return state;
  }

  /** How many bytes are kept. */
  int available() {
    return kept.length();
  }

  /** The open read, for whoever waits for several things. */
  Optional<MessageId> open() {
    return open;
  }

  /** The open read is answered. */
  void take(Answer answer) {
    open = Optional.empty();
    Optional<Payload> input = messages.input(answer);
    if (input.isEmpty()) state = State.FAILED;
    else if (input.get().isEmpty()) state = State.ENDED;
    else {
      kept = input.get();
      state = State.READY;
    }
  }
}
