package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One TCP connection. State is confined to the turns of its {@link Sockets}; at most one virtual
 * thread reads and one writes at a time, each only while the program wants it to.
 */
final class Connection {
  /** How long the writes of a closed connection may still take. */
  static final int LINGER_SECONDS = 5;

  private static final int SMALLEST_READ = 4 << 10;
  private static final int LARGEST_READ = 64 << 10;
  private static final int WRITE = 64 << 10;

  /** Bytes of writes that wait; a program that does not wait for its answers fails here. */
  private static final long WAITING = 32L << 20;

  private static final System.Logger LOG = System.getLogger(Connection.class.getName());

  private enum State {
    OPEN,
    /** Closed by the program; its last writes are on their way. */
    LEAVING,
    REVOKED,
    GONE
  }

  private final Turns turns;
  private final SocketChannel channel;
  private final Opening what;
  private State state = State.OPEN;
  private Runnable whenGone = () -> {};

  private final Deque<NativeCall> reads = new ArrayDeque<>();

  /** Read and not taken: more than was asked for, or for a call that was cancelled. */
  private Payload kept = Payload.EMPTY;

  private boolean reading;
  private boolean finished;
  private boolean broken;

  /** Grows while reads fill it, so that an idle connection costs little. */
  private int readSize = SMALLEST_READ;

  private final Deque<Sending> writes = new ArrayDeque<>();
  private long waitingBytes;
  private boolean writing;
  private boolean shut;

  /**
   * In the order of the program: bytes, or the end of them. {@code kept} runs when the bytes are
   * not needed any more.
   */
  private record Sending(NativeCall call, Payload bytes, Runnable kept, boolean last) {}

  Connection(Turns turns, SocketChannel channel, Opening what) {
    this.turns = turns;
    this.channel = channel;
    this.what = what;
  }

  boolean isOf(Opening opening) {
    return what.equals(opening);
  }

  Opening opening() {
    return what;
  }

  void read(NativeCall call, long most) {
    if (state == State.REVOKED) {
      call.answer(Value.err("permission-denied"));
    } else if (most == 0) {
      call.answer(Sockets.bytes(Payload.EMPTY));
    } else {
      reads.add(call);
      call.onCancel(() -> turns.run(() -> reads.remove(call)));
      serveReads();
    }
  }

  private void serveReads() {
    while (!reads.isEmpty()) {
      if (!kept.isEmpty()) {
        NativeCall call = reads.remove();
        long most = ((Value.Unsigned) call.arguments().get(1)).value();
        int length = (int) Math.min(most, kept.length());
        if (call.tryAnswer(Sockets.bytes(kept.slice(0, length)))) {
          kept = kept.slice(length, kept.length());
        }
      } else if (finished) {
        reads.remove().answer(Sockets.bytes(Payload.EMPTY));
      } else if (broken) {
        reads.remove().answer(Value.err("reset"));
      } else {
        if (!reading) {
          reading = true;
          int size = readSize;
          if (!began("tcp-read", () -> readOnce(size))) {
            reading = false;
            reads.remove().fail();
            continue;
          }
        }
        return;
      }
    }
  }

  /** False: there is no memory for another thread, and nothing will be done. */
  static boolean began(String name, Runnable work) {
    try {
      Thread.ofVirtual().name(name).start(work);
      return true;
    } catch (OutOfMemoryError noThread) {
      LOG.log(System.Logger.Level.WARNING, name + " could not begin", noThread);
      return false;
    }
  }

  /** On its virtual thread. */
  private void readOnce(int size) {
    Payload bytes = Payload.EMPTY;
    int length = -1;
    boolean failed = false;
    boolean unread = false;
    try {
      ByteBuffer buffer = ByteBuffer.allocate(size);
      length = channel.read(buffer);
      if (length > 0) bytes = Payload.owning(Arrays.copyOf(buffer.array(), length));
    } catch (IOException resetOrClosed) {
      failed = true;
    } catch (OutOfMemoryError noRoom) {
      // Without a buffer nothing was read; what was read and could not be kept is a gap.
      unread = length < 0;
      failed = !unread;
      LOG.log(System.Logger.Level.WARNING, "a connection had no memory to read", noRoom);
    }
    int read = length;
    boolean isBroken = failed;
    boolean isUnread = unread;
    Payload came = bytes;
    turns.run(
        () -> {
          reading = false;
          if (isBroken) broken = true;
          else if (isUnread && !reads.isEmpty()) reads.remove().fail();
          else if (read < 0) finished = !isUnread;
          else kept = came;
          if (read == size) readSize = Math.min(2 * size, LARGEST_READ);
          else if (read < size / 4) readSize = Math.max(size / 2, SMALLEST_READ);
          serveReads();
        });
  }

  void write(NativeCall call, Payload bytes, Runnable kept) {
    if (state == State.OPEN && !shut && waitingBytes + bytes.length() <= WAITING) {
      send(new Sending(call, bytes, kept, false));
      return;
    }
    kept.run();
    if (state == State.REVOKED) call.answer(Value.err("permission-denied"));
    else if (shut) call.answer(Value.err("shut-down"));
    else call.fail();
  }

  void shutdown(NativeCall call) {
    if (state == State.REVOKED) {
      call.answer(Value.err("permission-denied"));
    } else if (shut) {
      call.answer(Value.err("shut-down"));
    } else {
      shut = true;
      send(new Sending(call, Payload.EMPTY, () -> {}, true));
    }
  }

  private void send(Sending what) {
    writes.add(what);
    waitingBytes += what.bytes().length();
    // What has begun cannot be unsent, and the end of the bytes is decided when it is said.
    if (!what.last()) {
      what.call()
          .onCancel(
              () ->
                  turns.run(
                      () -> {
                        if (!writes.remove(what)) return;
                        waitingBytes -= what.bytes().length();
                        what.kept().run();
                      }));
    }
    sendNext();
  }

  private void sendNext() {
    if (writing) return;
    if (writes.isEmpty()) {
      if (state == State.LEAVING) drop();
      return;
    }
    if (broken) {
      refuseWrites("reset");
      if (state == State.LEAVING) drop();
      return;
    }
    writing = true;
    Sending next = writes.remove();
    if (began("tcp-write", () -> sendOne(next))) return;
    writing = false;
    next.kept().run();
    waitingBytes = Math.max(0, waitingBytes - next.bytes().length());
    next.call().fail();
    // A gap in what was sent: nothing of the program may follow it.
    broken = true;
    refuseWrites("reset");
    if (state == State.LEAVING) drop();
  }

  /** What has begun is not among them. */
  private List<Sending> forgetWrites() {
    var forgotten = List.copyOf(writes);
    writes.clear();
    waitingBytes = 0;
    forgotten.forEach(one -> one.kept().run());
    return forgotten;
  }

  private void refuseWrites(String error) {
    forgetWrites().forEach(one -> one.call().answer(Value.err(error)));
  }

  /** On its virtual thread. */
  private void sendOne(Sending what) {
    boolean failed = false;
    boolean gap = false;
    try {
      // By the piece: the JDK copies what it is given outside the heap.
      for (int at = 0; at < what.bytes().length(); at += WRITE) {
        int end = Math.min(at + WRITE, what.bytes().length());
        ByteBuffer piece = ByteBuffer.wrap(what.bytes().slice(at, end).toByteArray());
        while (piece.hasRemaining()) channel.write(piece);
      }
      if (what.last()) channel.shutdownOutput();
    } catch (IOException resetOrClosed) {
      failed = true;
    } catch (OutOfMemoryError noRoom) {
      // Nobody can say how much of it was sent, so nothing may follow it.
      failed = true;
      gap = true;
      LOG.log(System.Logger.Level.WARNING, "a connection had no memory to write", noRoom);
    } finally {
      what.kept().run();
    }
    boolean isBroken = failed;
    boolean isGap = gap;
    turns.run(
        () -> {
          writing = false;
          broken |= isGap;
          waitingBytes = Math.max(0, waitingBytes - what.bytes().length());
          if (state == State.REVOKED) {
            what.call().answer(Value.err("permission-denied"));
          } else if (isBroken) {
            // Reads go on to what has arrived before, and find out by themselves.
            what.call().answer(Value.err("reset"));
            refuseWrites("reset");
          } else {
            what.call().answer(Value.ok(Value.UNIT));
          }
          sendNext();
        });
  }

  /** The program closes it; {@code gone} runs, in a turn, when the channel is closed. */
  void close(Runnable gone) {
    whenGone = gone;
    reads.forEach(call -> call.answer(Value.err("invalid-socket")));
    reads.clear();
    if (state == State.OPEN && (writing || !writes.isEmpty())) state = State.LEAVING;
    else drop();
  }

  /** The grant is taken back. The number stays taken until the program closes it. */
  void revoke() {
    if (state == State.GONE) return;
    state = State.REVOKED;
    reads.forEach(call -> call.answer(Value.err("permission-denied")));
    reads.clear();
    refuseWrites("permission-denied");
    kept = Payload.EMPTY;
    Sockets.close(channel);
  }

  /** Closes at once and without a word. Idempotent. */
  void drop() {
    if (state == State.GONE) return;
    state = State.GONE;
    reads.clear();
    var _ = forgetWrites();
    kept = Payload.EMPTY;
    Sockets.close(channel);
    whenGone.run();
  }
}
