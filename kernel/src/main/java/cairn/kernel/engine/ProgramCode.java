package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A program ready to be instantiated, with the memory limit under which it was prepared. */
final class ProgramCode implements Engine.Code {
  private final Program program;
  private final long memoryLimit;

  /** As which all instances run; empty: each as the program is when it is made. */
  private final Optional<Engine.Form> pinned;

  ProgramCode(Program program, long memoryLimit, Optional<Engine.Form> pinned) {
    this.program = program;
    this.memoryLimit = memoryLimit;
    this.pinned = pinned;
  }

  @Override
  public Engine.Form form() {
    return pinned.orElse(program.isCompiled() ? Engine.Form.COMPILED : Engine.Form.INTERPRETED);
  }

  /** Whether new instances run compiled; for tests. */
  boolean isCompiled() {
    return program.isCompiled();
  }

  @Override
  public List<Engine.Import> imports() {
    return program.imports();
  }

  @Override
  public Engine.Instantiated instantiate(List<HostFunction> functions, MemoryLedger ledger) {
    var charge = new Charge(ledger);
    var memory = new AtomicReference<@Nullable GuestMemory>();
    var bound =
        HostImports.bind(
            program.module(),
            functions,
            () -> {
              var known = memory.get();
              if (known == null) throw new IllegalStateException("called before it was made");
              return known;
            });
    if (bound.fault() != null) return new Engine.Instantiated.Failed(bound.fault());
    if (!charge.take(program.findings().minimum()))
      return new Engine.Instantiated.Failed(new LoadFault.LimitReached("memory"));
    try {
      return new Engine.Instantiated.Ok(make(bound, charge, memory));
    } catch (ChicoryException e) {
      charge.release();
      return failed("it cannot be set up: " + Traps.reason(e));
    } catch (Throwable e) {
      // Hostile bytes: whatever the engine makes of them is a value here.
      charge.release();
      return failed("it cannot be set up");
    }
  }

  private static Engine.Instantiated failed(String what) {
    return new Engine.Instantiated.Failed(new LoadFault.NotAProgram(what));
  }

  private ChicoryGuest make(
      HostImports.Bound bound, Charge charge, AtomicReference<@Nullable GuestMemory> memory) {
    var unwound = new Traps.Unwound();
    var gate = new AtomicReference<@Nullable StartGate>();
    var builder =
        Instance.builder(program.module())
            .withImportValues(bound.values())
            .withMemoryFactory(limits -> new Pages(clamped(limits), charge))
            .withTableFactory((table, initial) -> new ChargedTable(table, initial, charge))
            .withStart(false)
            .withMachineFactory(
                instance -> {
                  var shut = new StartGate(program.machine(instance, unwound, charge, form()));
                  gate.set(shut);
                  return shut;
                });
    var instance = builder.build();
    var view = new PagesView(pages(instance, charge));
    memory.set(view);
    var made = gate.get();
    if (made == null) throw new IllegalStateException("the engine made no machine");
    return new ChicoryGuest(
        instance,
        made,
        program.start(),
        program.entry(),
        program.globals(),
        view,
        charge,
        program.traps(),
        unwound);
  }

  private static Pages pages(Instance instance, Charge charge) {
    return instance.memory() instanceof Pages pages
        ? pages
        : new Pages(new MemoryLimits(0, 0), charge);
  }

  private MemoryLimits clamped(MemoryLimits declared) {
    long allowed = Math.min(memoryLimit / ModuleScan.PAGE, ModuleScan.MAX_PAGES);
    int most = (int) Math.min(declared.maximumPages(), allowed);
    return new MemoryLimits(
        declared.initialPages(), Math.max(most, declared.initialPages()), declared.shared());
  }
}
