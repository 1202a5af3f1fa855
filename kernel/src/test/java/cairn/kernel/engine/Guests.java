package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.kernel.Wat;
import cairn.kernel.engine.HostFunction.WasmType;
import cairn.kernel.process.KernelTimer;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests of the engine share: an engine, a scheduler, and guests given as text. */
final class Guests implements AutoCloseable {
  static final long MIB = 1 << 20;
  static final long LIMIT = 256 * MIB;

  final Engine engine;
  final GuestScheduler scheduler = GuestSchedulers.best(2);
  final List<HostFunction> functions = new ArrayList<>();
  final KernelTimer timer = new KernelTimer();
  Purse purse = new Purse(LIMIT);
  Engine.Preparation by = Engine.Preparation.of(1024 * MIB);

  Guests(Engine engine) {
    this.engine = engine;
  }

  Guests() {
    this(new LazyEngine());
  }

  /** A ledger with so many bytes. */
  static final class Purse implements MemoryLedger {
    final long limit;
    final AtomicLong taken = new AtomicLong();
    final AtomicLong most = new AtomicLong();

    Purse(long limit) {
      this.limit = limit;
    }

    @Override
    public boolean take(long bytes) {
      long now = taken.addAndGet(bytes);
      if (now <= limit) {
        most.accumulateAndGet(now, Math::max);
        return true;
      }
      taken.addAndGet(-bytes);
      return false;
    }

    @Override
    public void giveBack(long bytes) {
      taken.addAndGet(-bytes);
    }
  }

  static ProgramId id(byte[] module) {
    return new ProgramId(Sha256.of(module));
  }

  /** Offers an import without parameters and results. */
  void offer(String module, String name, HostFunction.Body body) {
    functions.add(new HostFunction(module, name, List.of(), List.of(), body));
  }

  /** Offers {@code test.seen}, which stores its i64. */
  AtomicLong seen() {
    var seen = new AtomicLong(Long.MIN_VALUE);
    functions.add(
        new HostFunction(
            "test",
            "seen",
            List.of(WasmType.I64),
            List.of(),
            (memory, arguments) -> {
              seen.set(arguments[0]);
              return 0;
            }));
    return seen;
  }

  Engine.Prepared prepare(byte[] module) {
    return engine.prepare(id(module), Payload.copyOf(module), LIMIT, by);
  }

  LoadFault refused(byte[] module) {
    var prepared = prepare(module);
    assertThat(prepared).isInstanceOf(Engine.Prepared.Refused.class);
    return ((Engine.Prepared.Refused) prepared).why();
  }

  String notAProgram(byte[] module) {
    var why = refused(module);
    assertThat(why).isInstanceOf(LoadFault.NotAProgram.class);
    return ((LoadFault.NotAProgram) why).what();
  }

  Engine.Code ready(byte[] module) {
    var prepared = prepare(module);
    assertThat(prepared).isInstanceOf(Engine.Prepared.Ready.class);
    return ((Engine.Prepared.Ready) prepared).code();
  }

  Engine.Instantiated instantiated(String wat) {
    return ready(Wat.compile(wat)).instantiate(functions, purse, timer);
  }

  Engine.Guest guest(String wat) {
    var made = instantiated(wat);
    assertThat(made).isInstanceOf(Engine.Instantiated.Ok.class);
    return ((Engine.Instantiated.Ok) made).guest();
  }

  /** A guest on its way. */
  record Running(GuestThread thread, AtomicReference<Engine.@Nullable Outcome> outcome) {}

  Running start(Engine.Guest guest) {
    var outcome = new AtomicReference<Engine.@Nullable Outcome>();
    var thread = scheduler.create("guest", () -> outcome.set(guest.run()));
    thread.start();
    return new Running(thread, outcome);
  }

  Engine.Outcome run(Engine.Guest guest) {
    var running = start(guest);
    until(running.thread()::isDone);
    var outcome = running.outcome().get();
    if (outcome == null) throw new AssertionError("the guest was killed");
    return outcome;
  }

  Engine.Outcome run(String wat) {
    return run(guest(wat));
  }

  Engine.Outcome.Trapped trap(String wat) {
    var outcome = run(wat);
    assertThat(outcome).isInstanceOf(Engine.Outcome.Trapped.class);
    return (Engine.Outcome.Trapped) outcome;
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public void close() {
    timer.close();
    scheduler.close();
    engine.close();
  }
}
