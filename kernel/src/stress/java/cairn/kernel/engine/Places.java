package cairn.kernel.engine;

import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shared memory, seen by two threads, and places in it: more than the harness has states alive,
 * so that each has one of its own.
 */
final class Places {
  private static final int PAGES = 512;
  private static final int EACH = 128;
  private static final int COUNT = (PAGES << 16) / EACH;

  static final SharedBytes SHARED;
  static final SharedPages ONE;
  static final SharedPages OTHER;

  static {
    MemoryLedger endless =
        new MemoryLedger() {
          @Override
          public boolean take(long more) {
            return true;
          }

          @Override
          public void giveBack(long less) {}
        };
    var charge = new Charge(endless);
    SHARED =
        SharedBytes.reserve(
            new MemoryLimits(PAGES, PAGES, true), charge, (nanos, action) -> () -> {});
    ONE = new SharedPages(SHARED, charge, true);
    OTHER = new SharedPages(SHARED, charge, false);
  }

  private static final AtomicInteger next = new AtomicInteger();

  private Places() {}

  /** The address of 128 bytes, all 0. */
  static int place() {
    int at = Integer.remainderUnsigned(next.getAndIncrement(), COUNT) * EACH;
    for (int i = 0; i < EACH; i += 8) ONE.atomicWriteLong(at + i, 0);
    return at;
  }
}
