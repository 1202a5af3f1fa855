package cairn.kernel.process;

import cairn.kernel.ipc.Sleeper;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A loading thread of the kernel that waits for a loader, but not for ever. Made by that thread;
 * real time, because what it waits for is outside.
 */
final class LoadSleeper implements Sleeper {
  /** The loader said nothing for too long. */
  static final class Silent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Silent() {
      super(null, null, false, false);
    }
  }

  /** The process that was to be loaded has ended. */
  static final class Unwanted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unwanted() {
      super(null, null, false, false);
    }
  }

  private final Thread thread = Thread.currentThread();
  private final long deadline;
  private final BooleanSupplier unwanted;

  LoadSleeper(Duration patience, BooleanSupplier unwanted) {
    this.deadline = System.nanoTime() + patience.toNanos();
    this.unwanted = unwanted;
  }

  @Override
  public void sleep() {
    if (unwanted.getAsBoolean()) throw new Unwanted();
    long left = deadline - System.nanoTime();
    if (left <= 0) throw new Silent();
    LockSupport.parkNanos(this, left);
  }

  @Override
  public void wake() {
    LockSupport.unpark(thread);
  }
}
