package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * The sockets of one process. All state, that of its connections and listeners too, is confined to
 * {@link #turns}; channels are touched on virtual threads only, because on a carrier they would see
 * the scheduler's interrupts.
 */
final class Sockets {
  /** Names looked up at once, so that one program cannot take all threads for it. */
  private static final int LOOKUPS = 4;

  private final Turns turns = new Turns();
  private final Clocks clocks;
  private final NameLookup names;
  private final Duration connectTime;
  private final Semaphore lookups = new Semaphore(LOOKUPS, true);

  private final Map<Integer, Connection> connections = new HashMap<>();
  private final Map<Integer, Listener> listeners = new HashMap<>();

  /** Connections that the program has closed and whose last writes are on their way. */
  private final Set<Connection> leaving = new HashSet<>();

  private final Set<Opening> opening = new HashSet<>();
  private int last;

  /** Handles in use or promised, and connections that leave. */
  private int used;

  private int limit;
  private boolean over;

  Sockets(Clocks clocks, NameLookup names, Duration connectTime) {
    this.clocks = clocks;
    this.names = names;
    this.connectTime = connectTime;
  }

  void handle(NativeCall call) {
    // Only connecting to a name and writing carry much.
    Runnable kept = call.keep();
    turns.run(
        () -> {
          boolean taken = false;
          try {
            take(call, kept);
            taken = true;
          } finally {
            if (!taken) {
              kept.run();
              call.fail();
            }
          }
        });
  }

  /** Closes everything; nothing is answered any more. */
  void close() {
    turns.run(
        () -> {
          over = true;
          opening.forEach(Opening::interrupt);
          connections.values().forEach(Connection::drop);
          List.copyOf(leaving).forEach(Connection::drop);
          listeners.values().forEach(Listener::drop);
          connections.clear();
          leaving.clear();
          listeners.clear();
        });
  }

  /** Closes a channel, which may take a moment. */
  static void close(Channel channel) {
    Thread.ofVirtual()
        .name("tcp-close")
        .start(
            () -> {
              try {
                channel.close();
              } catch (IOException alreadyBroken) {
                // What it was for is over either way.
              }
            });
  }

  private void take(NativeCall call, Runnable kept) {
    if (over) {
      kept.run();
      call.fail();
      return;
    }
    limit = call.limits().handles();
    Value argument = call.arguments().get(0);
    switch (call.message().name()) {
      case "connect" -> connect(call, kept, (Value.Case) argument);
      case "listen" -> listen(call, kept, argument);
      case "accept" -> {
        Listener listener = listeners.get(number(argument));
        if (listener == null) invalid(call);
        else listener.accept(call);
      }
      case "read" ->
          connection(call).ifPresent(c -> c.read(call, unsigned(call.arguments().get(1))));
      case "write" ->
          connection(call)
              .ifPresentOrElse(
                  c -> c.write(call, ((Value.Bytes) call.arguments().get(1)).value(), kept), kept);
      case "shutdown" -> connection(call).ifPresent(c -> c.shutdown(call));
      case "close" -> closeSocket(number(argument));
      default -> call.fail();
    }
  }

  private static long unsigned(Value value) {
    return ((Value.Unsigned) value).value();
  }

  private static int number(Value value) {
    return (int) unsigned(value);
  }

  private static void invalid(NativeCall call) {
    call.answer(Value.err("invalid-socket"));
  }

  /** The connection that the first argument names; if there is none, that is answered. */
  private Optional<Connection> connection(NativeCall call) {
    Optional<Connection> found =
        Optional.ofNullable(connections.get(number(call.arguments().get(0))));
    if (found.isEmpty()) invalid(call);
    return found;
  }

  /** A handle is free again: listeners may have connections that waited for one. */
  private void giveBack() {
    used--;
    List.copyOf(listeners.values()).forEach(Listener::serve);
  }

  private int nextHandle() {
    do {
      last++;
    } while (last == 0 || connections.containsKey(last) || listeners.containsKey(last));
    return last;
  }

  /** Starts an attempt on a virtual thread; the end of the call or of the process interrupts it. */
  private void open(NativeCall call, Runnable kept, Consumer<Opening> attempt) {
    if (used >= limit) {
      kept.run();
      call.answer(Value.err("too-many"));
      return;
    }
    used++;
    var self = new CompletableFuture<Opening>();
    Thread thread =
        Thread.ofVirtual().name("tcp-open").unstarted(() -> attempt.accept(self.join()));
    Opening what = new Opening(call, kept, thread);
    self.complete(what);
    opening.add(what);
    what.start();
  }

  /** Has what is opened closed when its grant is taken back. Any thread. */
  private void watch(Opening what) {
    what.call().onRevoke(() -> turns.run(() -> revoke(what)));
  }

  private void revoke(Opening what) {
    if (what.isRevoked()) return;
    what.revoke();
    for (Connection c : connections.values()) if (c.isOf(what)) c.revoke();
    for (Connection c : List.copyOf(leaving)) if (c.isOf(what)) c.drop();
    for (Listener l : listeners.values()) if (l.isOf(what)) l.revoke();
  }

  private void connect(NativeCall call, Runnable kept, Value.Case target) {
    open(
        call,
        kept,
        what -> {
          Dial dial = new Dial(call, target, names, lookups, connectTime, () -> watch(what));
          Dial.Outcome outcome = new Dial.Outcome.Failed("unreachable");
          try {
            outcome = dial.run();
          } finally {
            Dial.Outcome came = outcome;
            turns.run(() -> dialled(what, came));
          }
        });
  }

  private void dialled(Opening what, Dial.Outcome outcome) {
    switch (outcome) {
      case Dial.Outcome.Connected(SocketChannel channel, var local, var remote) -> {
        boolean wanted = !over && !what.isRevoked();
        if (!wanted || !connected(what.call(), what, channel, local, remote)) {
          close(channel);
          failed(what, "permission-denied");
        }
      }
      case Dial.Outcome.Failed(String error) -> failed(what, error);
    }
    attempted(what);
  }

  private void failed(Opening what, String error) {
    giveBack();
    what.call().answer(Value.err(what.isRevoked() ? "permission-denied" : error));
  }

  private void attempted(Opening what) {
    opening.remove(what);
    what.attempted();
    what.release();
  }

  /** Gives a connection its number; false: nobody wants it any more. */
  private boolean connected(
      NativeCall call,
      Opening what,
      SocketChannel channel,
      InetSocketAddress local,
      InetSocketAddress remote) {
    int handle = nextHandle();
    if (!call.tryAnswer(Value.ok(TcpWords.connection(handle, local, remote)))) return false;
    connections.put(handle, new Connection(turns, channel, what));
    what.hold();
    return true;
  }

  private void listen(NativeCall call, Runnable kept, Value at) {
    InetSocketAddress address = TcpWords.address(at);
    open(
        call,
        kept,
        what -> {
          watch(what);
          Listener.Bound bound = new Listener.Bound.Failed("unreachable");
          try {
            bound = Listener.bind(address);
          } finally {
            Listener.Bound came = bound;
            turns.run(() -> bound(what, came));
          }
        });
  }

  private void bound(Opening what, Listener.Bound outcome) {
    switch (outcome) {
      case Listener.Bound.Ok(ServerSocketChannel channel, var local) -> {
        int handle = nextHandle();
        Value answer = Value.ok(TcpWords.listener(handle, local));
        if (!over && !what.isRevoked() && what.call().tryAnswer(answer)) {
          listeners.put(handle, new Listener(turns, channel, what, this::accepted));
          what.hold();
        } else {
          close(channel);
          failed(what, "permission-denied");
        }
      }
      case Listener.Bound.Failed(String error) -> failed(what, error);
    }
    attempted(what);
  }

  /** Hands an accepted connection to a call that waits for one. */
  private Listener.Handed accepted(NativeCall call, Opening what, Listener.Arrived arrived) {
    if (used >= limit) return Listener.Handed.NO_ROOM;
    used++;
    if (connected(call, what, arrived.channel(), arrived.local(), arrived.remote())) {
      return Listener.Handed.TAKEN;
    }
    used--;
    return Listener.Handed.NOT_WANTED;
  }

  private void closeSocket(int handle) {
    Listener listener = listeners.remove(handle);
    if (listener != null) {
      listener.close();
      listener.opening().release();
      giveBack();
    }
    Connection connection = connections.remove(handle);
    if (connection == null) return;
    leaving.add(connection);
    connection.close(
        () -> {
          if (!leaving.remove(connection)) return;
          connection.opening().release();
          giveBack();
        });
    if (!leaving.contains(connection)) return;
    long linger = Duration.ofSeconds(Connection.LINGER_SECONDS).toNanos();
    clocks.after(linger, () -> turns.run(connection::drop));
  }

  /** An answer to a read. */
  static Value bytes(Payload bytes) {
    return Value.ok(Value.bytes(bytes));
  }
}
