package cairn.kernel.engine;

import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestThread;
import com.dylibso.chicory.runtime.Instance;
import java.util.List;
import java.util.Optional;

/** One instance of a program. Confined to its guest thread, but for what the contract says. */
final class ChicoryGuest implements Engine.Guest {
  private final Instances family;
  private final Program program;
  private final Instance instance;
  private final StartGate gate;
  private final Begin begin;
  private final int globals;
  private final GuestMemory memory;
  private final Charge charge;
  private final Traps.Unwound unwound;

  /** Set by {@link #run}, on its own thread. */
  private Engine.Outcome outcome = new Engine.Outcome.Exited(0);

  /** What it calls after the start function, and what it means when that returns. */
  record Begin(int function, List<Long> arguments, Engine.Outcome returned) {
    static Begin ofProcess(int entry) {
      return new Begin(entry, List.of(), new Engine.Outcome.Exited(0));
    }

    static Begin ofThread(int entry, Engine.ThreadStart start) {
      return new Begin(
          entry,
          switch (start) {
            case Engine.ThreadStart.Wasi(int tid, int argument) ->
                List.of((long) tid, (long) argument);
            case Engine.ThreadStart.OfTable(int _, int argument) -> List.of((long) argument);
          },
          new Engine.Outcome.Returned());
    }
  }

  ChicoryGuest(
      Instances family,
      Program program,
      Instance instance,
      StartGate gate,
      Begin begin,
      int globals,
      GuestMemory memory,
      Charge charge,
      Traps.Unwound unwound) {
    this.family = family;
    this.program = program;
    this.instance = instance;
    this.gate = gate;
    this.begin = begin;
    this.globals = globals;
    this.memory = memory;
    this.charge = charge;
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
      var start = program.start();
      if (start.isPresent()) instance.getMachine().call(start.getAsInt(), new long[0]);
      instance
          .getMachine()
          .call(begin.function(), begin.arguments().stream().mapToLong(Long::longValue).toArray());
      return begin.returned();
    } catch (GuestKilled e) {
      throw e;
    } catch (GuestExit e) {
      return new Engine.Outcome.Exited(e.code());
    } catch (Throwable e) {
      // Whatever a guest makes the engine throw is the guest's own trap.
      return program.traps().trapped(e, unwound.functions());
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
    if (begin.returned() instanceof Engine.Outcome.Exited) family.over();
  }

  @Override
  public Engine.Sibling thread(Engine.ThreadStart start) {
    return family.further(start);
  }

  @Override
  public Optional<WaitQueues> waits() {
    return family.waits();
  }

  @Override
  public List<String> functions(List<String> frames) {
    return program.traps().functions(frames, unwound);
  }
}
