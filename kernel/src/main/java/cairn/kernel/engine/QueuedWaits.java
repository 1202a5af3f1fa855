package cairn.kernel.engine;

import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.WaitingThreads;
import cairn.kernel.schedule.GuestThread;
import java.util.function.BooleanSupplier;

/** Parks guest threads that wait in one shared memory in its queues. Guest threads call it. */
record QueuedWaits(WaitQueues queues) implements WaitingThreads {
  @Override
  public int await(Memory memory, long address, BooleanSupplier unchanged, long nanoseconds) {
    GuestThread.enterHost();
    try {
      return queues.await(address, unchanged, nanoseconds);
    } finally {
      GuestThread.leaveHost();
    }
  }

  @Override
  public int wake(Memory memory, long address, int most) {
    GuestThread.enterHost();
    try {
      return queues.wake(address, most, GuestThread::pollInHost);
    } finally {
      GuestThread.leaveHost();
    }
  }
}
