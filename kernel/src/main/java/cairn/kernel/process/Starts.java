package cairn.kernel.process;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Counts how many processes were started by processes in this second. Safe for any thread. */
final class Starts {
  static final int A_SECOND = 100;

  private final LongSupplier nanos;
  private long since; // guarded by this
  private int count; // guarded by this

  Starts(LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** False: there were enough. */
  synchronized boolean take() {
    long now = nanos.getAsLong();
    if (now - since >= TimeUnit.SECONDS.toNanos(1)) {
      since = now;
      count = 0;
    }
    if (count >= A_SECOND) return false;
    count++;
    return true;
  }
}
