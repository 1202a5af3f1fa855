package cairn.shell.terminal;

import cairn.registry.Payload;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a program has printed and no screen has shown yet: at most {@value #CAPACITY} bytes, then
 * the printing thread waits. Any thread may put; one takes.
 */
final class OutputQueue {
  /** The most that waits, in bytes. */
  static final int CAPACITY = 64 << 10;

  /** What a piece costs beside its bytes, so that a flood of single bytes is bounded too. */
  private static final int PIECE = 32;

  /** Bytes of one stream, in order. */
  record Piece(boolean err, Payload bytes) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  // All guarded by lock.
  private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
  private int used;
  private boolean closed;

  /**
   * Adds bytes as room allows and runs {@code arrived} after each part, holding no lock. Returns
   * when all are in, or when the queue is closed; then the rest is dropped.
   */
  void put(boolean err, Payload bytes, Runnable arrived) throws InterruptedException {
    int done = 0;
    while (done < bytes.length()) {
      lock.lockInterruptibly();
      try {
        while (!closed && used + PIECE >= CAPACITY) room.await();
        if (closed) return;
        int taken = Math.min(bytes.length() - done, CAPACITY - used - PIECE);
        pieces.add(new Piece(err, bytes.slice(done, done + taken)));
        used += taken + PIECE;
        done += taken;
      } finally {
        lock.unlock();
      }
      arrived.run();
    }
  }

  /**
   * Takes what comes next: at most about {@code most} bytes of one stream; none: an empty piece.
   */
  Piece take(int most) {
    lock.lock();
    try {
      var first = pieces.peek();
      if (first == null) return new Piece(false, Payload.EMPTY);
      int length = 0;
      int count = 0;
      for (var piece : pieces) {
        if (piece.err() != first.err() || (count > 0 && length + piece.bytes().length() > most))
          break;
        length += piece.bytes().length();
        count++;
      }
      var joined = new byte[length];
      int at = 0;
      for (int i = 0; i < count; i++) {
        var bytes = pieces.remove().bytes();
        bytes.copyTo(joined, at);
        at += bytes.length();
      }
      used -= length + count * PIECE;
      room.signalAll();
      return new Piece(first.err(), Payload.owning(joined));
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing waits. */
  boolean isEmpty() {
    lock.lock();
    try {
      return pieces.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits; whoever waits for room, or comes later, returns. */
  void close() {
    lock.lock();
    try {
      closed = true;
      pieces.clear();
      used = 0;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
