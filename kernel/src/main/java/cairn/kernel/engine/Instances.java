package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the instances of one process: the first, and one for each further thread. They share the
 * memory if it is shared, and nothing else. Any thread; the first comes first.
 */
final class Instances {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private final Program program;
  private final Engine.Form form;
  private final long memoryLimit;
  private final List<HostFunction> functions;
  private final MemoryLedger ledger;
  private final Alarms alarms;
  private final Programs.Use<Program> use;

  /** Set once, while the first instance is made. */
  private final AtomicReference<@Nullable SharedBytes> shared = new AtomicReference<>();

  Instances(
      Program program,
      Engine.Form form,
      long memoryLimit,
      List<HostFunction> functions,
      MemoryLedger ledger,
      Alarms alarms,
      Programs.Use<Program> use) {
    this.program = program;
    this.form = form;
    this.memoryLimit = memoryLimit;
    this.functions = List.copyOf(functions);
    this.ledger = ledger;
    this.alarms = alarms;
    this.use = use;
  }

  /** The process is over: it does not use the program any more. */
  void over() {
    use.close();
  }

  /** The instance that runs {@code _start}. Its charge is that of the memory, too. */
  Engine.Instantiated first() {
    var charge = new Charge(ledger);
    var findings = program.findings();
    if (!charge.take(findings.minimum() - findings.tables())
        || !charge.takeHeap(findings.tables())) {
      charge.release();
      return new Engine.Instantiated.Failed(new LoadFault.LimitReached("memory"));
    }
    try {
      var making = new Making(charge);
      if (making.bound.fault() != null) {
        charge.release();
        return new Engine.Instantiated.Failed(making.bound.fault());
      }
      var instance = making.instance();
      return new Engine.Instantiated.Ok(
          making.guest(instance, ChicoryGuest.Begin.ofProcess(program.entry())));
    } catch (UninstantiableException e) {
      charge.release();
      return ProgramCode.failed("it cannot be set up: " + program.misfit(e));
    } catch (OutOfMemoryError e) {
      charge.release();
      return new Engine.Instantiated.Failed(new LoadFault.NoMemoryLeft());
    } catch (Throwable e) {
      // Hostile bytes: whatever the engine makes of them is a value here.
      charge.release();
      LOG.log(System.Logger.Level.WARNING, "a valid module could not be set up", e);
      return ProgramCode.failed("it cannot be set up: " + Traps.reason(e));
    }
  }

  /** An instance for a further thread, on the memory of the first. */
  Engine.Sibling further(Engine.ThreadStart begin) {
    if (shared.get() == null) return new Engine.Sibling.NotShared();
    if (begin instanceof Engine.ThreadStart.Wasi && program.threadEntry().isEmpty())
      return new Engine.Sibling.NoFunction();
    var charge = new Charge(ledger);
    if (!charge.takeHeap(program.findings().tables())) return new Engine.Sibling.NoMemory();
    try {
      var making = new Making(charge);
      var instance = making.instance();
      var entry = entry(instance, begin);
      if (entry.isPresent())
        return new Engine.Sibling.Ok(
            making.guest(instance, ChicoryGuest.Begin.ofThread(entry.getAsInt(), begin)));
    } catch (OutOfMemoryError e) {
      charge.release();
      return new Engine.Sibling.NoMemory();
    } catch (Throwable e) {
      // It could be set up once, so this is what its tables have become: nothing to begin with.
    }
    charge.release();
    return new Engine.Sibling.NoFunction();
  }

  private OptionalInt entry(Instance instance, Engine.ThreadStart begin) {
    return switch (begin) {
      case Engine.ThreadStart.Wasi _ -> program.threadEntry();
      case Engine.ThreadStart.OfTable(int index, int _) -> inTable(instance, index);
    };
  }

  /** The function of the guest's own at this index, if it takes one i32 and answers nothing. */
  private OptionalInt inTable(Instance instance, int index) {
    if (instance.tableCount() == 0) return OptionalInt.empty();
    var table = instance.table(0);
    if (!table.elementType().equals(ValType.FuncRef)
        || Integer.compareUnsigned(index, table.size()) >= 0) return OptionalInt.empty();
    int function = table.ref(index);
    if (function < program.imported()) return OptionalInt.empty();
    var type = instance.type(instance.functionType(function));
    return type.params().equals(List.of(ValType.I32)) && type.returns().isEmpty()
        ? OptionalInt.of(function)
        : OptionalInt.empty();
  }

  private MemoryLimits clamped(MemoryLimits declared) {
    // Shared ones are allocated whole, and all of them are on the heap.
    long heap = Runtime.getRuntime().maxMemory() / 4;
    long allowed = Math.min(Math.min(memoryLimit, heap) / ModuleScan.PAGE, ModuleScan.MAX_PAGES);
    int most = (int) Math.min(declared.maximumPages(), allowed);
    return new MemoryLimits(
        declared.initialPages(), Math.max(most, declared.initialPages()), declared.shared());
  }

  /** One instance on its way. Used by one thread. */
  private final class Making {
    private final Charge charge;
    final HostImports.Bound bound;
    private final AtomicReference<@Nullable GuestMemory> memory = new AtomicReference<>();
    private final Traps.Unwound unwound = new Traps.Unwound();
    private @Nullable StartGate gate;

    Making(Charge charge) {
      this.charge = charge;
      this.bound =
          HostImports.bind(
              program.module(),
              functions,
              () -> {
                var known = memory.get();
                if (known == null) throw new IllegalStateException("called before it was made");
                return known;
              },
              this::memory);
    }

    private Memory memory(MemoryLimits declared) {
      if (!declared.shared()) return new Pages(clamped(declared), charge);
      var known = shared.get();
      if (known != null) return new SharedPages(known, charge, false);
      var made = SharedBytes.reserve(clamped(declared), charge, alarms);
      shared.set(made);
      return new SharedPages(made, charge, true);
    }

    Instance instance() {
      var instance =
          Instance.builder(program.module())
              .withImportValues(bound.values())
              .withMemoryFactory(this::memory)
              .withTableFactory((table, initial) -> new ChargedTable(table, initial, charge))
              .withStart(false)
              .withUnsafeExecutionListener(Interpreter::pollAtBranches)
              .withMachineFactory(
                  made -> {
                    var shut = new StartGate(program.machine(made, unwound, charge, form));
                    gate = shut;
                    return shut;
                  })
              .build();
      memory.set(new PagesView(pages(instance)));
      return instance;
    }

    private Pages pages(Instance instance) {
      return instance.memory() instanceof Pages pages
          ? pages
          : new Pages(new MemoryLimits(0, 0), charge);
    }

    ChicoryGuest guest(Instance instance, ChicoryGuest.Begin begin) {
      var view = memory.get();
      if (gate == null || view == null) throw new IllegalStateException("nothing was made");
      return new ChicoryGuest(
          Instances.this, program, instance, gate, begin, program.globals(), view, charge, unwound);
    }
  }

  /** Who waits for whom in the shared memory. */
  Optional<WaitQueues> waits() {
    return Optional.ofNullable(shared.get()).map(bytes -> bytes.waits);
  }
}
