package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.Version;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine on Chicory 1.7.5.
 *
 * <p>A module goes through four gates: {@link ModuleScan} with our limits, Chicory's parser and
 * validator, the entry point, the memory limit. A small one is compiled before it is handed out, a
 * larger one runs interpreted at first and compiled the next time, a very large one interpreted
 * always.
 */
public final class ChicoryEngine implements Engine {
  /** Below this many bytes compiling takes less time than anybody notices. */
  private static final int SMALL = 64 << 10;

  private static final long WAIT_MILLIS = 1_000;

  /** How long is waited for a compiled form that is wanted. */
  private static final long PATIENCE_MILLIS = 60_000;

  /** How programs are run. */
  enum Mode {
    /** As the class says. */
    BEST,
    /** Always interpreted. */
    INTERPRETED,
    /** Compiled before they are handed out, however long it takes; for tests. */
    COMPILED
  }

  private final Mode mode;
  private final Programs programs;
  private final Compilation compilation;
  private final long heapForOne;

  /** Without a cache on disk. */
  public ChicoryEngine() {
    this(Mode.BEST, null);
  }

  /** With compiled programs kept in this folder, which is made private to the user. */
  public ChicoryEngine(Path cacheFolder) {
    this(Mode.BEST, cacheFolder);
  }

  /** One that compiles nothing: for looking whether a program behaves the same without. */
  public static ChicoryEngine interpreting() {
    return new ChicoryEngine(Mode.INTERPRETED, null);
  }

  ChicoryEngine(Mode mode, @Nullable Path cacheFolder) {
    this.mode = mode;
    long heap = Runtime.getRuntime().maxMemory();
    heapForOne = heap / 4;
    programs = new Programs(heap / 8);
    compilation = new Compilation(cacheFolder == null ? null : CompiledCache.open(cacheFolder));
  }

  @Override
  public Prepared prepare(ProgramId id, Payload module, long memoryLimit) {
    return contained(
        () ->
            switch (found(id, module, memoryLimit)) {
              case Found.Not(var why) -> new Prepared.Refused(why);
              case Found.Known(var program) -> ready(program, memoryLimit, Optional.empty());
              case Found.Fresh(var program) -> {
                compile(id, module, program);
                yield ready(program, memoryLimit, Optional.empty());
              }
            });
  }

  @Override
  public Prepared prepareRepeatable(
      ProgramId id, Payload module, long memoryLimit, Optional<Form> form) {
    return contained(
        () -> {
          // What the rewriting may read has to be scanned first, and has limits of its own after.
          var scan = ModuleScan.scan(module, heapForOne);
          if (scan.fault() != null) return new Prepared.Refused(scan.fault());
          var rewritten = CanonicalNans.in(module);
          var own = rewritten.equals(module) ? id : new ProgramId(Sha256.of(rewritten));
          return switch (found(own, rewritten, memoryLimit)) {
            case Found.Not(var why) -> new Prepared.Refused(why);
            case Found.Known(var program) -> repeatable(own, program, memoryLimit, form);
            case Found.Fresh(var program) -> repeatable(own, program, memoryLimit, form);
          };
        });
  }

  private Prepared repeatable(
      ProgramId id, Program program, long memoryLimit, Optional<Form> wanted) {
    boolean mayCompile = program.findings().compilable() && mode != Mode.INTERPRETED;
    if (wanted.orElse(Form.COMPILED) == Form.COMPILED && mayCompile && !program.isCompiled())
      compilation.begin(id, program, PATIENCE_MILLIS);
    Form best = program.isCompiled() ? Form.COMPILED : Form.INTERPRETED;
    if (wanted.isPresent() && wanted.get() == Form.COMPILED && best != Form.COMPILED)
      return refused("it was compiled when it was recorded, and cannot be here");
    return ready(program, memoryLimit, Optional.of(wanted.orElse(best)));
  }

  private static Prepared contained(Supplier<Prepared> preparing) {
    try {
      return preparing.get();
    } catch (ChicoryException e) {
      return refused(ofParser(e));
    } catch (Throwable e) {
      // Hostile bytes: the parser throws whatever the JDK throws under it, errors included.
      return refused("it is not a valid WebAssembly module");
    }
  }

  /** A program, by its bytes. */
  private sealed interface Found {
    record Known(Program program) implements Found {}

    record Fresh(Program program) implements Found {}

    record Not(LoadFault why) implements Found {}
  }

  private Found found(ProgramId id, Payload bytes, long memoryLimit) {
    var known = programs.get(id);
    if (known != null) return new Found.Known(known);
    var scan = ModuleScan.scan(bytes, heapForOne);
    if (scan.fault() != null) return new Found.Not(scan.fault());
    var findings = scan.findings();
    if (findings == null) throw new IllegalStateException("a scan without a result");
    if (findings.minimum() > usable(memoryLimit))
      return new Found.Not(tooMuch(findings, memoryLimit));
    var module = Parser.parse(bytes.toByteArray());
    var entry = Program.entry(module);
    if (entry.isEmpty()) return new Found.Not(new LoadFault.ALibrary());
    return new Found.Fresh(programs.add(id, new Program(module, findings, entry.getAsInt())));
  }

  private void compile(ProgramId id, Payload bytes, Program program) {
    if (mode == Mode.INTERPRETED || !program.findings().compilable()) return;
    boolean soon = bytes.length() < SMALL || compilation.mayHave(id);
    compilation.begin(
        id, program, mode == Mode.COMPILED ? PATIENCE_MILLIS : soon ? WAIT_MILLIS : 0);
  }

  private static Prepared ready(Program program, long memoryLimit, Optional<Form> pinned) {
    return program.findings().minimum() > usable(memoryLimit)
        ? new Prepared.Refused(tooMuch(program.findings(), memoryLimit))
        : new Prepared.Ready(new ProgramCode(program, memoryLimit, pinned));
  }

  private static LoadFault tooMuch(ModuleScan.Findings findings, long memoryLimit) {
    return new LoadFault.TooMuchMemory(findings.minimum(), usable(memoryLimit));
  }

  @Override
  public String name() {
    return "Chicory " + Version.version();
  }

  private static long usable(long memoryLimit) {
    return Math.min(memoryLimit, (long) ModuleScan.MAX_PAGES * ModuleScan.PAGE);
  }

  private static Prepared refused(String what) {
    return new Prepared.Refused(new LoadFault.NotAProgram(what));
  }

  private static String ofParser(ChicoryException e) {
    var message = e.getMessage();
    if (message == null || message.isBlank()) return "it is not a valid WebAssembly module";
    String line = message.lines().findFirst().orElse("");
    return "it is not valid: " + line.substring(0, Math.min(line.length(), 200));
  }

  /** How many programs are kept ready; for tests. */
  int kept() {
    return programs.size();
  }

  @Override
  public void close() {
    compilation.close();
    programs.clear();
  }
}
