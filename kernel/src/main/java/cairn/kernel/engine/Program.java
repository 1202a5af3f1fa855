package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.registry.Payload;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.UninstantiableException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parsed module, shared by all instances of a program. Safe for any thread: immutable but for the
 * compiled form, which is set once, when it is there.
 */
final class Program implements Programs.Weighed {
  private final WasmModule module;
  private final ModuleScan.Findings findings;
  private final List<Engine.Import> imports;
  private final int entry;
  private final OptionalInt threadEntry;
  private final Traps traps;
  private final Frames frames;
  private final AtomicReference<@Nullable Function<Instance, Machine>> compiled =
      new AtomicReference<>();

  Program(WasmModule module, ModuleScan.Findings findings, int entry) {
    this.module = module;
    this.entry = entry;
    this.threadEntry = exported(module, "wasi_thread_start", List.of(ValType.I32, ValType.I32));
    this.imports = HostImports.list(module);
    this.traps =
        new Traps(module, new FunctionNames(Payload.owning(findings.names().toByteArray())));
    this.findings = findings.withoutNames();
    this.frames = new Frames(module);
  }

  private static final String START = "_start";

  /** The index of {@code _start}, if the module exports such a function without parameters. */
  static OptionalInt entry(WasmModule module) {
    return exported(module, START, List.of());
  }

  /** Why a module without that has no {@link #entry}. */
  static LoadFault withoutEntry(WasmModule module) {
    var exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      var export = exports.getExport(i);
      if (!export.name().equals(START)) continue;
      if (export.exportType() != ExternalType.FUNCTION)
        return new LoadFault.WrongStart(
            "it is a " + export.exportType().name().toLowerCase(Locale.ROOT));
      int own = export.index() - module.importSection().count(ExternalType.FUNCTION);
      if (own < 0) return new LoadFault.WrongStart("it is a function that the program imports");
      return new LoadFault.WrongStart(
          "it is a function of "
              + HostImports.words(
                  module.functionSection().getFunctionType(own, module.typeSection()))
              + ", and has to be one of () -> ()");
    }
    return new LoadFault.ALibrary();
  }

  /** Which segment it was that did not fit when an instance was made. */
  String misfit(UninstantiableException failure) {
    String reason = Traps.reason(failure);
    if (!reason.equals("out of bounds table access")) return reason;
    for (int i = 0; i < module.elementSection().elementCount(); i++) {
      if (!(module.elementSection().getElement(i) instanceof ActiveElement active)
          || active.tableIndex() >= module.tableSection().tableCount()) continue;
      var offset = active.offset().getFirst();
      if (offset.opcode() != OpCode.I32_CONST) continue;
      long begin = offset.operand(0) & 0xffff_ffffL;
      long entries = module.tableSection().getTable(active.tableIndex()).limits().min();
      if (begin + active.initializers().size() > entries)
        return String.format(
            Locale.ROOT,
            "element segment %d, %d entries from %d on, ends beyond its table of %d",
            i,
            active.initializers().size(),
            begin,
            entries);
    }
    return reason;
  }

  private static OptionalInt exported(WasmModule module, String name, List<ValType> parameters) {
    var exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      var export = exports.getExport(i);
      if (export.name().equals(name)
          && export.exportType() == ExternalType.FUNCTION
          && takes(module, export, parameters)) return OptionalInt.of(export.index());
    }
    return OptionalInt.empty();
  }

  private static boolean takes(WasmModule module, Export export, List<ValType> parameters) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    if (export.index() < imported) return false;
    var type =
        module.functionSection().getFunctionType(export.index() - imported, module.typeSection());
    return type.params().equals(parameters) && type.returns().isEmpty();
  }

  WasmModule module() {
    return module;
  }

  @Override
  public long heap() {
    return findings.heap();
  }

  ModuleScan.Findings findings() {
    return findings;
  }

  List<Engine.Import> imports() {
    return imports;
  }

  int entry() {
    return entry;
  }

  /** Functions below this number are not the guest's own. */
  int imported() {
    return module.importSection().count(ExternalType.FUNCTION);
  }

  /** The index of {@code wasi_thread_start}, if the module exports it with its two parameters. */
  OptionalInt threadEntry() {
    return threadEntry;
  }

  OptionalInt start() {
    var section = module.startSection();
    return section.isPresent()
        ? OptionalInt.of((int) section.get().startIndex())
        : OptionalInt.empty();
  }

  Traps traps() {
    return traps;
  }

  void compiledAs(Function<Instance, Machine> machines) {
    compiled.set(machines);
  }

  boolean isCompiled() {
    return compiled.get() != null;
  }

  /** How many globals an instance has, imported ones included. */
  int globals() {
    return module.importSection().count(ExternalType.GLOBAL) + module.globalSection().globalCount();
  }

  /** A machine for a new instance; compiled only if that form is there. */
  Machine machine(Instance instance, Traps.Unwound unwound, Charge charge, Engine.Form form) {
    var machines = form == Engine.Form.COMPILED ? compiled.get() : null;
    return machines != null
        ? machines.apply(instance)
        : new Interpreter(instance, unwound, frames, charge);
  }
}
