package cairn.kernel.engine;

import cairn.compiler.runtime.Atomics;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemoryLimiter;
import cairn.compiler.runtime.MemorySettings;
import cairn.wasm.MemoryType;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A shared memory, and places in it: more than the harness has states alive, so that each has one
 * of its own.
 */
final class Places {
  private static final int PAGES = 512;
  private static final int EACH = 128;
  private static final int COUNT = (PAGES << 16) / EACH;

  static final WaitQueues WAITS = new WaitQueues((nanos, action) -> () -> {});
  static final Memory MEMORY =
      Memory.create(
          new MemoryType(PAGES, OptionalLong.of(PAGES), false, true, 16),
          new MemorySettings(
              (long) PAGES << 16,
              MemoryLimiter.unlimited(),
              (bytes, reason) -> {},
              new QueuedWaits(WAITS)));

  private static final AtomicInteger next = new AtomicInteger();

  private Places() {}

  /** The address of 128 bytes, all 0. */
  static int place() {
    int at = Integer.remainderUnsigned(next.getAndIncrement(), COUNT) * EACH;
    for (int i = 0; i < EACH; i += 8) Atomics.i64_atomic_store(at + i, 0, 0, MEMORY);
    return at;
  }
}
