package cairn.permissions;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock that stands still until it is told to go on. */
public final class FakeTime implements LongSupplier {
  // Below zero, as System.nanoTime may be.
  private final AtomicLong nanos = new AtomicLong(-1_000_000_000);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  public void advanceMillis(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }
}
