package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Connections that come in. Any guest thread; see the base. */
final class WasiListener extends WasiArrivals {
  private final WasiTcp tcp;
  private final int socket;

  /** Guarded by this. */
  private final Deque<WasiReply<Integer>> kept = new ArrayDeque<>();

  WasiListener(WasiMessages messages, WasiTcp tcp, int socket) {
    super(messages);
    this.tcp = tcp;
    this.socket = socket;
  }

  int socket() {
    return socket;
  }

  /** The number of the next connection; empty: there is none, and the caller does not wait. */
  Optional<WasiReply<Integer>> next(boolean wait) {
    while (true) {
      State seen = look(wait);
      Optional<WasiReply<Integer>> next = taken();
      // Another thread may have taken what this one waited for.
      if (next.isPresent() || !wait || seen == State.QUIET) return next;
    }
  }

  private synchronized Optional<WasiReply<Integer>> taken() {
    return Optional.ofNullable(kept.poll());
  }

  @Override
  Optional<MessageId> ask() {
    return tcp.startAccept(socket);
  }

  @Override
  State known() {
    if (kept.isEmpty()) return State.QUIET;
    return kept.peek() instanceof WasiReply.Ok ? State.READY : State.FAILED;
  }

  @Override
  WasiErrno failure() {
    WasiReply<Integer> first = kept.peek();
    return first == null ? WasiErrno.IO : first.errno();
  }

  @Override
  void arrived(Answer answer) {
    kept.add(tcp.accepted(answer));
  }

  @Override
  void unreachable() {
    kept.add(new WasiReply.No<>(WasiErrno.IO));
  }

  @Override
  synchronized int available() {
    return kept.size();
  }
}
