package cairn.kernel.engine;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be taken until there are no more. Safe for any thread, never blocks. */
public interface Budget {
  /** Asks for more bytes; false: no, and nothing is charged. */
  boolean take(long bytes);

  /** Gives bytes back. */
  void giveBack(long bytes);

  /** How many there are, taken or not, for people. */
  default long most() {
    return 0;
  }

  /** How many can be taken now, for people: others may take them meanwhile. */
  default long free() {
    return 0;
  }

  /** So many bytes. */
  static Budget of(long limit) {
    var taken = new AtomicLong();
    return new Budget() {
      @Override
      public boolean take(long bytes) {
        while (true) {
          long now = taken.get();
          if (bytes < 0 || bytes > limit - now) return false;
          if (taken.compareAndSet(now, now + bytes)) return true;
        }
      }

      @Override
      public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
      }

      @Override
      public long most() {
        return limit;
      }

      @Override
      public long free() {
        return Math.max(0, limit - taken.get());
      }
    };
  }
}
