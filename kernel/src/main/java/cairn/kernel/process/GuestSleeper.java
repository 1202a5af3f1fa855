package cairn.kernel.process;

import cairn.kernel.ipc.Sleeper;
import cairn.kernel.schedule.GuestThread;

/** A guest thread that waits in a syscall. */
record GuestSleeper(GuestThread thread) implements Sleeper {
  @Override
  public void sleep() {
    thread.park();
  }

  @Override
  public void wake() {
    thread.unpark();
  }
}
