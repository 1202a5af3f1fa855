package cairn.kernel.engine;

import cairn.kernel.process.GuestKilled;
import cairn.kernel.process.GuestThread;
import com.dylibso.chicory.runtime.Instance;
import java.util.OptionalInt;

/** One instance of a program. Confined to its guest thread, but for what the contract says. */
final class ChicoryGuest implements Engine.Guest {
  private final Instance instance;
  private final StartGate gate;
  private final OptionalInt start;
  private final int entry;
  private final int globals;
  private final GuestMemory memory;
  private final Charge charge;
  private final Traps traps;
  private final Traps.Unwound unwound;

  /** Set by {@link #run}, on its own thread. */
  private Engine.Outcome outcome = new Engine.Outcome.Exited(0);

  ChicoryGuest(
      Instance instance,
      StartGate gate,
      OptionalInt start,
      int entry,
      int globals,
      GuestMemory memory,
      Charge charge,
      Traps traps,
      Traps.Unwound unwound) {
    this.instance = instance;
    this.gate = gate;
    this.start = start;
    this.entry = entry;
    this.globals = globals;
    this.memory = memory;
    this.charge = charge;
    this.traps = traps;
    this.unwound = unwound;
  }

  @Override
  public Engine.Outcome run() {
    gate.open();
    GuestThread.runGuest(() -> outcome = runToEnd());
    return outcome;
  }

  private Engine.Outcome runToEnd() {
    try {
      if (start.isPresent()) instance.getMachine().call(start.getAsInt(), new long[0]);
      instance.getMachine().call(entry, new long[0]);
      return new Engine.Outcome.Exited(0);
    } catch (GuestKilled e) {
      throw e;
    } catch (GuestExit e) {
      return new Engine.Outcome.Exited(e.code());
    } catch (Throwable e) {
      // Whatever a guest makes the engine throw is the guest's own trap.
      return traps.trapped(e, unwound.functions());
    }
  }

  @Override
  public GuestMemory memory() {
    return memory;
  }

  @Override
  public long[] globals() {
    var values = new long[globals];
    for (int i = 0; i < globals; i++) values[i] = instance.global(i).getValue();
    return values;
  }

  @Override
  public long memoryBytes() {
    return charge.bytes();
  }

  @Override
  public void release() {
    charge.release();
  }
}
