package cairn.kernel.engine;

import cairn.compiler.runtime.Instance;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestThread;
import java.util.List;
import java.util.Optional;

/** One instance of a program. Confined to its guest thread, but for what the contract says. */
final class LazyGuest implements Engine.Guest {
  private final LazyInstances family;
  private final LoadedModule program;
  private final Instance instance;
  private final GuestMemory memory;
  private final Charge charge;
  private final Begin begin;

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

    long[] words() {
      return arguments.stream().mapToLong(Long::longValue).toArray();
    }
  }

  LazyGuest(
      LazyInstances family,
      LoadedModule program,
      Instance instance,
      GuestMemory memory,
      Charge charge,
      Begin begin) {
    this.family = family;
    this.program = program;
    this.instance = instance;
    this.memory = memory;
    this.charge = charge;
    this.begin = begin;
  }

  @Override
  public Engine.Outcome run() {
    GuestThread.runGuest(() -> outcome = runToEnd(), instance::raisePoll);
    return outcome;
  }

  private Engine.Outcome runToEnd() {
    try {
      var start = program.module().start();
      if (start.isPresent()) instance.invoke(start.getAsInt());
      if (begin.returned() instanceof Engine.Outcome.Exited && program.initializer().isPresent())
        instance.invoke(program.initializer().getAsInt());
      instance.invoke(begin.function(), begin.words());
      return begin.returned();
    } catch (GuestKilled e) {
      throw e;
    } catch (GuestExit e) {
      return new Engine.Outcome.Exited(e.code());
    } catch (Throwable e) {
      // Whatever a guest makes the engine throw is the guest's own trap.
      return LazyTraps.trapped(e, program.labels(), family.fallbacks());
    }
  }

  @Override
  public GuestMemory memory() {
    return memory;
  }

  @Override
  public long[] globals() {
    return family.globals(instance);
  }

  @Override
  public long memoryBytes() {
    return charge.bytes();
  }

  @Override
  public void release() {
    try {
      family.released(instance);
    } finally {
      charge.release();
      if (begin.returned() instanceof Engine.Outcome.Exited) family.over();
    }
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
    return program.labels().of(LazyTraps.functions(frames.stream()));
  }
}
