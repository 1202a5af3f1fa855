package cairn.kernel.ipc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all bodies that were accepted and not taken, against the kernel's limit. Small
 * bodies are not counted: the numbers of messages bound them well enough, and counting them would
 * make all processes meet at one counter. Safe for any thread.
 */
public final class InFlight {
  private static final int SMALL = 1024;

  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  /** With the most bytes there may be. */
  public InFlight(long limit) {
    this.limit = limit;
  }

  static boolean counts(int length) {
    return length > SMALL;
  }

  /** Charges a body of this length; false: there is too much already, and nothing is charged. */
  boolean take(int length) {
    if (!counts(length)) return true;
    if (bytes.addAndGet(length) <= limit) return true;
    bytes.addAndGet(-length);
    return false;
  }

  /** Charges a body that stands in the place of one just given back. */
  void takeAnyway(int length) {
    if (counts(length)) bytes.addAndGet(length);
  }

  void giveBack(int length) {
    if (counts(length)) bytes.addAndGet(-length);
  }

  /** Bytes now. */
  public long bytes() {
    return bytes.get();
  }
}
