package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.registry.Value;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A socket that waits for connections; only while the program does. State is confined to the turns
 * of its {@link Sockets}.
 */
final class Listener {
  private static final int BACKLOG = 128;

  /** What came of binding. */
  sealed interface Bound {
    /** It listens. */
    record Ok(ServerSocketChannel channel, InetSocketAddress local) implements Bound {}

    /** It does not. {@code error}: a case of open-error. */
    record Failed(String error) implements Bound {}
  }

  /** A connection that came. */
  record Arrived(SocketChannel channel, InetSocketAddress local, InetSocketAddress remote) {}

  /** What became of an arrived connection that was offered to a call. */
  enum Handed {
    TAKEN,
    /** The call was cancelled. */
    NOT_WANTED,
    /** The process has too many sockets. */
    NO_ROOM
  }

  /** Gives connections their numbers. */
  @FunctionalInterface
  interface Receiver {
    Handed receive(NativeCall call, Opening what, Arrived arrived);
  }

  private final Turns turns;
  private final ServerSocketChannel channel;
  private final Opening what;
  private final Receiver receiver;
  private final Deque<NativeCall> waiting = new ArrayDeque<>();

  /** Came for a call that was cancelled, or for which there is no room: the next one's. */
  private Optional<Arrived> kept = Optional.empty();

  private boolean accepting;
  private boolean revoked;
  private boolean closed;

  Listener(Turns turns, ServerSocketChannel channel, Opening what, Receiver receiver) {
    this.turns = turns;
    this.channel = channel;
    this.what = what;
    this.receiver = receiver;
  }

  /** Blocks for a moment: on a virtual thread. */
  static Bound bind(InetSocketAddress at) {
    ServerSocketChannel channel;
    try {
      channel =
          ServerSocketChannel.open(
              at.getAddress() instanceof Inet4Address
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6);
    } catch (IOException | UnsupportedOperationException noSuchProtocol) {
      return new Bound.Failed("address-invalid");
    }
    try {
      channel.bind(at, BACKLOG);
      return new Bound.Ok(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException failure) {
      Sockets.close(channel);
      return new Bound.Failed(TcpWords.openError(failure));
    } catch (IllegalArgumentException addressOfAnotherKind) {
      Sockets.close(channel);
      return new Bound.Failed("address-invalid");
    }
  }

  boolean isOf(Opening opening) {
    return what.equals(opening);
  }

  Opening opening() {
    return what;
  }

  void accept(NativeCall call) {
    if (revoked) {
      call.answer(Value.err("permission-denied"));
      return;
    }
    waiting.add(call);
    call.onCancel(() -> turns.run(() -> waiting.remove(call)));
    serve();
  }

  /** Hands over what has come, and waits for more if somebody wants it. */
  void serve() {
    while (!closed && !revoked && !waiting.isEmpty()) {
      if (kept.isEmpty()) {
        acceptNext();
        return;
      }
      switch (receiver.receive(waiting.element(), what, kept.get())) {
        case TAKEN -> {
          waiting.remove();
          kept = Optional.empty();
        }
        case NOT_WANTED -> waiting.remove();
        case NO_ROOM -> {
          return;
        }
      }
    }
  }

  private void acceptNext() {
    if (accepting) return;
    accepting = Connection.began("tcp-accept", this::acceptOne);
    if (accepting) return;
    NativeCall first = waiting.poll();
    if (first != null) first.answer(Value.err("reset"));
  }

  /** On its virtual thread. */
  private void acceptOne() {
    Optional<Arrived> arrived;
    try {
      SocketChannel came = channel.accept();
      arrived = greet(came);
    } catch (IOException | OutOfMemoryError closedOrOutOfDescriptors) {
      turns.run(
          () -> {
            accepting = false;
            NativeCall first = waiting.poll();
            if (first != null) first.answer(Value.err("reset"));
            serve();
          });
      return;
    }
    turns.run(
        () -> {
          accepting = false;
          if (closed || revoked) arrived.ifPresent(one -> Sockets.close(one.channel()));
          else kept = arrived;
          serve();
        });
  }

  /** Empty if it is gone already. */
  private static Optional<Arrived> greet(SocketChannel came) {
    try {
      came.setOption(StandardSocketOptions.TCP_NODELAY, true);
      return Optional.of(
          new Arrived(
              came,
              (InetSocketAddress) came.getLocalAddress(),
              (InetSocketAddress) came.getRemoteAddress()));
    } catch (IOException gone) {
      Sockets.close(came);
      return Optional.empty();
    }
  }

  /** The program closes it. */
  void close() {
    waiting.forEach(call -> call.answer(Value.err("invalid-socket")));
    drop();
  }

  /** The grant is taken back. */
  void revoke() {
    revoked = true;
    waiting.forEach(call -> call.answer(Value.err("permission-denied")));
    drop();
  }

  /** Closes without a word. */
  void drop() {
    closed = true;
    waiting.clear();
    kept.ifPresent(one -> Sockets.close(one.channel()));
    kept = Optional.empty();
    Sockets.close(channel);
  }
}
