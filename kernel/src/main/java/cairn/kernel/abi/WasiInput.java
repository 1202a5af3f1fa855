package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.registry.Payload;
import java.util.Optional;

/** Bytes that come in: standard input, or a connection. Any guest thread; see the base. */
final class WasiInput extends WasiArrivals {
  private static final int MOST = 64 << 10;

  private final Source source;

  // Guarded by this.
  private Payload kept = Payload.EMPTY;
  private State state = State.QUIET;
  private WasiErrno failure = WasiErrno.IO;
  private boolean closed;

  /** Where they come from. */
  interface Source {
    /** Asks for at most this many and does not wait. */
    Optional<MessageId> start(int most);

    /** What an answer brought; nothing is the end. */
    WasiReply<Payload> bytes(Answer answer);
  }

  WasiInput(WasiMessages messages, Source source) {
    super(messages);
    this.source = source;
  }

  /** What came of a read. */
  sealed interface Got {
    /** Some; empty is the end. */
    record Bytes(Payload bytes) implements Got {}

    /** None yet, and the caller does not wait. */
    record Nothing() implements Got {}

    /** It could not be read. */
    record Failed(WasiErrno error) implements Got {}
  }

  /**
   * Takes at most this many bytes, at least one, waiting for them or not.
   *
   * @param peek leaves them for the next read
   */
  Got read(long most, boolean wait, boolean peek) {
    while (true) {
      State seen = look(wait);
      Got got = taken(most, peek);
      // Another thread may have taken what this one waited for.
      boolean again = wait && seen != State.QUIET && got instanceof Got.Nothing;
      if (!again) return got;
    }
  }

  private synchronized Got taken(long most, boolean peek) {
    State now = known();
    if (!peek && now != State.READY) state = State.QUIET;
    return switch (now) {
      case QUIET -> new Got.Nothing();
      case FAILED -> new Got.Failed(failure);
      case ENDED -> new Got.Bytes(Payload.EMPTY);
      case READY -> {
        int length = (int) Math.min(most, kept.length());
        Payload bytes = kept.slice(0, length);
        if (!peek) {
          kept = kept.slice(length, kept.length());
          if (kept.isEmpty()) state = State.QUIET;
        }
        yield new Got.Bytes(bytes);
      }
    };
  }

  /** Nothing more is to be read. */
  synchronized void close() {
    closed = true;
    kept = Payload.EMPTY;
  }

  @Override
  Optional<MessageId> ask() {
    return source.start(MOST);
  }

  @Override
  State known() {
    return closed ? State.ENDED : state;
  }

  @Override
  WasiErrno failure() {
    return failure;
  }

  @Override
  void arrived(Answer answer) {
    switch (source.bytes(answer)) {
      case WasiReply.No<Payload>(WasiErrno error) -> {
        failure = error;
        if (kept.isEmpty()) state = State.FAILED;
      }
      case WasiReply.Ok<Payload>(Payload bytes) -> {
        if (!bytes.isEmpty()) {
          kept = joined(kept, bytes);
          state = State.READY;
        } else if (kept.isEmpty()) state = State.ENDED;
      }
    }
  }

  /** Two threads may each have asked. */
  private static Payload joined(Payload first, Payload second) {
    if (first.isEmpty()) return second;
    byte[] both = new byte[first.length() + second.length()];
    first.copyTo(both, 0);
    second.copyTo(both, first.length());
    return Payload.owning(both);
  }

  @Override
  void unreachable() {
    failure = WasiErrno.IO;
    if (kept.isEmpty()) state = State.FAILED;
  }

  @Override
  synchronized int available() {
    return kept.length();
  }
}
