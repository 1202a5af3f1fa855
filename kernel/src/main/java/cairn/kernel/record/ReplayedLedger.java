package cairn.kernel.record;

import cairn.kernel.engine.MemoryLedger;
import java.util.concurrent.atomic.AtomicLong;

/** Grows as the log says. Growing is confined to the guest thread; the rest is for any. */
final class ReplayedLedger implements MemoryLedger {
  private final Tape tape;
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /** The result that the growth in progress had. */
  private int expected;

  /** {@code most}: bytes that a replay may take of this computer. */
  ReplayedLedger(Tape tape, long most) {
    this.tape = tape;
    this.most = most;
  }

  @Override
  public boolean take(long bytes) {
    while (true) {
      long now = taken.get();
      if (bytes < 0 || bytes > most - now) return false;
      if (taken.compareAndSet(now, now + bytes)) return true;
    }
  }

  @Override
  public void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  @Override
  public boolean mayGrow(Growing what, int by) {
    expected =
        switch (tape.next(Asked.grow(what, by))) {
          case Result.Grown(int before) -> before;
          case Result.Emitted _,
              Result.Found _,
              Result.Said _,
              Result.Answered _,
              Result.Faulted _,
              Result.Interrupted _ ->
              throw Tape.stopped();
        };
    return expected != -1;
  }

  @Override
  public void grew(Growing what, int by, int result) {
    if (result != expected)
      throw tape.diverged(new Happening.Grew(expected), new Happening.Grew(result));
  }
}
