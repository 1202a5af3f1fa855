package cairn.kernel.record;

import cairn.kernel.Exit;
import cairn.kernel.RecordingEnd;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.MemoryLedger;

/**
 * Stands at the boundary of one process and sees all that crosses it. Used by whoever launches and
 * runs the process, in this order: around, begin, over.
 */
public interface Recorder {
  /** The process's way into the kernel, watched. */
  Syscalls around(Syscalls inner);

  /** Its ledger, watched. */
  MemoryLedger around(MemoryLedger inner);

  /** It runs from now on. On its guest thread. */
  void begin();

  /** It is about to do what a log cannot say. Any thread of it. */
  void stop(RecordingEnd.Why why);

  /**
   * Its run is over; {@code after} gives the guest's memory back, once it was looked at. On its
   * guest thread; returns at once.
   *
   * @param killed whether the run was broken off, by whoever {@code how} names
   */
  void over(Exit how, boolean killed, Engine.Guest guest, Runnable after);

  /** For a process that nobody records. */
  Recorder NONE =
      new Recorder() {
        @Override
        public Syscalls around(Syscalls inner) {
          return inner;
        }

        @Override
        public MemoryLedger around(MemoryLedger inner) {
          return inner;
        }

        @Override
        public void begin() {}

        @Override
        public void stop(RecordingEnd.Why why) {}

        @Override
        public void over(Exit how, boolean killed, Engine.Guest guest, Runnable after) {
          after.run();
        }
      };
}
