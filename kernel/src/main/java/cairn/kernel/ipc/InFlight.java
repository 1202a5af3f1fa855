package cairn.kernel.ipc;

import cairn.registry.Payload;
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

  static boolean counts(Payload body) {
    return body.length() > SMALL;
  }

  /** Charges a body; false: there is too much already, and nothing is charged. */
  boolean take(Payload body) {
    if (!counts(body)) return true;
    if (bytes.addAndGet(body.length()) <= limit) return true;
    bytes.addAndGet(-body.length());
    return false;
  }

  void giveBack(Payload body) {
    if (counts(body)) bytes.addAndGet(-body.length());
  }

  /** Bytes now. */
  public long bytes() {
    return bytes.get();
  }
}
