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
import java.util.concurrent.Semaphore;

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

  private final Set<Thread> opening = new HashSet<>();
  private int last;

  /** Handles in use or promised, and connections that leave. */
  private int used;

  private int limit;
  private boolean over;

  /** What one allowed message opened: taken back together. */
  static final class Opening {
    // Confined to the turns.
    private boolean revoked;
  }

  Sockets(Clocks clocks, NameLookup names, Duration connectTime) {
    this.clocks = clocks;
    this.names = names;
    this.connectTime = connectTime;
  }

  void handle(NativeCall call) {
    turns.run(() -> take(call));
  }

  /** Closes everything; nothing is answered any more. */
  void close() {
    turns.run(
        () -> {
          over = true;
          opening.forEach(Thread::interrupt);
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

  private void take(NativeCall call) {
    if (over) {
      call.fail();
      return;
    }
    limit = call.limits().handles();
    Value argument = call.arguments().get(0);
    switch (call.message().name()) {
      case "connect" -> connect(call, (Value.Case) argument);
      case "listen" -> listen(call, argument);
      case "accept" -> {
        Listener listener = listeners.get(number(argument));
        if (listener == null) invalid(call);
        else listener.accept(call);
      }
      case "read" ->
          connection(call).ifPresent(c -> c.read(call, unsigned(call.arguments().get(1))));
      case "write" ->
          connection(call)
              .ifPresent(c -> c.write(call, ((Value.Bytes) call.arguments().get(1)).value()));
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

  private boolean promise(NativeCall call) {
    if (used >= limit) {
      call.answer(Value.err("too-many"));
      return false;
    }
    used++;
    return true;
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

  /** Runs something that blocks and that the end of the call or of the process interrupts. */
  private void open(NativeCall call, Opening what, Runnable work) {
    Thread thread = Thread.ofVirtual().name("tcp-open").unstarted(work);
    opening.add(thread);
    call.onCancel(thread::interrupt);
    call.onRevoke(() -> turns.run(() -> revoke(what, thread)));
    thread.start();
  }

  private void revoke(Opening what, Thread thread) {
    if (what.revoked) return;
    what.revoked = true;
    if (opening.contains(thread)) thread.interrupt();
    for (Connection c : connections.values()) if (c.isOf(what)) c.revoke();
    for (Connection c : List.copyOf(leaving)) if (c.isOf(what)) c.drop();
    for (Listener l : listeners.values()) if (l.isOf(what)) l.revoke();
  }

  private void connect(NativeCall call, Value.Case target) {
    if (!promise(call)) return;
    Dial dial = new Dial(call, target, names, lookups, connectTime);
    Opening what = new Opening();
    open(
        call,
        what,
        () -> {
          Dial.Outcome outcome = dial.run();
          Thread self = Thread.currentThread();
          turns.run(() -> dialled(call, what, self, outcome));
        });
  }

  private void dialled(NativeCall call, Opening what, Thread thread, Dial.Outcome outcome) {
    opening.remove(thread);
    switch (outcome) {
      case Dial.Outcome.Connected(SocketChannel channel, var local, var remote) -> {
        if (over || what.revoked) {
          close(channel);
          giveBack();
          call.answer(Value.err("permission-denied"));
        } else {
          if (!connected(call, what, channel, local, remote)) {
            close(channel);
            giveBack();
          }
        }
      }
      case Dial.Outcome.Failed(String error) -> {
        giveBack();
        call.answer(Value.err(what.revoked ? "permission-denied" : error));
      }
    }
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
    return true;
  }

  private void listen(NativeCall call, Value at) {
    if (!promise(call)) return;
    InetSocketAddress address = TcpWords.address(at);
    Opening what = new Opening();
    open(
        call,
        what,
        () -> {
          Listener.Bound bound = Listener.bind(address);
          Thread self = Thread.currentThread();
          turns.run(() -> bound(call, what, self, bound));
        });
  }

  private void bound(NativeCall call, Opening what, Thread thread, Listener.Bound outcome) {
    opening.remove(thread);
    switch (outcome) {
      case Listener.Bound.Ok(ServerSocketChannel channel, var local) -> {
        int handle = nextHandle();
        if (over || what.revoked || !call.tryAnswer(Value.ok(TcpWords.listener(handle, local)))) {
          close(channel);
          giveBack();
          call.answer(Value.err("permission-denied"));
        } else {
          listeners.put(handle, new Listener(turns, channel, what, this::accepted));
        }
      }
      case Listener.Bound.Failed(String error) -> {
        giveBack();
        call.answer(Value.err(error));
      }
    }
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
      giveBack();
    }
    Connection connection = connections.remove(handle);
    if (connection != null) {
      leaving.add(connection);
      connection.close(
          () -> {
            if (leaving.remove(connection)) giveBack();
          });
      Runnable hurry = () -> turns.run(connection::drop);
      clocks.after(Duration.ofSeconds(Connection.LINGER_SECONDS).toNanos(), hurry);
    }
  }

  /** An answer to a read. */
  static Value bytes(Payload bytes) {
    return Value.ok(Value.bytes(bytes));
  }
}
