package cairn.kernel.engine;

import cairn.kernel.Fallbacks;
import cairn.kernel.LoadFault;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import com.dylibso.chicory.wasm.Version;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine on Chicory 1.7.5.
 *
 * <p>A module goes through four gates: {@link ModuleScan} validates it within our limits, the entry
 * point, the memory limit, the heap that its parsed form takes. Then Chicory's parser makes its
 * objects. A small one is compiled before it is handed out, a larger one runs interpreted at first
 * and compiled the next time, a very large one interpreted always.
 */
public final class ChicoryEngine implements Engine {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

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
  private final Fallbacks fallbacks = new Fallbacks();
  private final Programs<ProgramId, Program> programs;
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
    this(mode, cacheFolder, Runtime.getRuntime().maxMemory());
  }

  /** {@code heap}: bytes of which one program may take a quarter, and unused ones an eighth. */
  ChicoryEngine(Mode mode, @Nullable Path cacheFolder, long heap) {
    this.mode = mode;
    heapForOne = heap / 4;
    programs = new Programs<>(heap / 8);
    compilation =
        new Compilation(
            cacheFolder == null ? null : CompiledCache.open(cacheFolder, fallbacks), fallbacks);
  }

  @Override
  public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
    return contained(
        () ->
            switch (found(id, module, memoryLimit, by)) {
              case Found.Not(var why) -> new Prepared.Refused(why);
              case Found.Known(var use) -> ready(use, memoryLimit, Optional.empty());
              case Found.Fresh(var use) -> {
                compile(id, module, use, by);
                yield ready(use, memoryLimit, Optional.empty());
              }
            });
  }

  @Override
  public Prepared prepareRepeatable(
      ProgramId id, Payload module, long memoryLimit, Optional<Form> form, Preparation by) {
    return contained(
        () -> {
          // What the rewriting may read has to be scanned first, and has limits of its own after.
          var scan = ModuleScan.scan(module, heapForOne, by.unwanted());
          if (scan.fault() != null) return new Prepared.Refused(scan.fault());
          var rewritten = CanonicalNans.in(module, by.unwanted());
          var own = rewritten.equals(module) ? id : new ProgramId(Sha256.of(rewritten));
          return switch (found(own, rewritten, memoryLimit, by)) {
            case Found.Not(var why) -> new Prepared.Refused(why);
            case Found.Known(var use) -> repeatable(own, use, memoryLimit, form, by);
            case Found.Fresh(var use) -> repeatable(own, use, memoryLimit, form, by);
          };
        });
  }

  private Prepared repeatable(
      ProgramId id,
      Programs.Use<Program> use,
      long memoryLimit,
      Optional<Form> wanted,
      Preparation by) {
    var program = use.program();
    boolean mayCompile = program.findings().compilable() && mode != Mode.INTERPRETED;
    if (wanted.orElse(Form.COMPILED) == Form.COMPILED && mayCompile && !program.isCompiled())
      compiled(id, use, PATIENCE_MILLIS, by);
    Form best = program.isCompiled() ? Form.COMPILED : Form.INTERPRETED;
    if (wanted.isPresent() && wanted.get() == Form.COMPILED && best != Form.COMPILED) {
      use.close();
      return refused("it was compiled when it was recorded, and cannot be here");
    }
    return ready(use, memoryLimit, Optional.of(wanted.orElse(best)));
  }

  private static Prepared contained(Supplier<Prepared> preparing) {
    try {
      return preparing.get();
    } catch (Unwanted e) {
      return new Prepared.Unwanted();
    } catch (OutOfMemoryError e) {
      LOG.log(System.Logger.Level.WARNING, "there was no memory left to prepare a program");
      return new Prepared.Refused(new LoadFault.NoMemoryLeft());
    } catch (Throwable e) {
      // Hostile bytes: the parser throws whatever the JDK throws under it, errors included.
      LOG.log(System.Logger.Level.WARNING, "the engine cannot read a valid module", e);
      return refused("Cairn's engine cannot read it: " + e.getClass().getSimpleName());
    }
  }

  /** A program, by its bytes. */
  private sealed interface Found {
    record Known(Programs.Use<Program> use) implements Found {}

    record Fresh(Programs.Use<Program> use) implements Found {}

    record Not(LoadFault why) implements Found {}
  }

  private Found found(ProgramId id, Payload bytes, long memoryLimit, Preparation by) {
    return switch (programs.find(id, by.programs())) {
      case Programs.Found.Known<Program>(var use) -> new Found.Known(use);
      case Programs.Found.NoMemory<Program>(long heap) -> new Found.Not(noRoom(heap, by));
      case Programs.Found.Unknown<Program> _ -> fresh(id, bytes, memoryLimit, by);
    };
  }

  private Found fresh(ProgramId id, Payload bytes, long memoryLimit, Preparation by) {
    var scan = ModuleScan.scan(bytes, heapForOne, by.unwanted());
    if (scan.fault() != null) return new Found.Not(scan.fault());
    var findings = scan.findings();
    if (findings == null) throw new IllegalStateException("a scan without a result");
    if (findings.minimum() > usable(memoryLimit))
      return new Found.Not(tooMuch(findings, memoryLimit));
    long charged = findings.peak();
    if (!by.programs().take(charged)) return new Found.Not(noRoom(charged, by));
    try {
      var module = ModuleParser.parse(id, bytes, by.unwanted());
      var entry = Program.entry(module);
      if (entry.isEmpty()) return new Found.Not(Program.withoutEntry(module));
      var program = new Program(module, findings, entry.getAsInt());
      by.programs().giveBack(charged - findings.heap());
      charged = 0;
      return new Found.Fresh(programs.add(id, program, by.programs()));
    } finally {
      by.programs().giveBack(charged);
    }
  }

  private static LoadFault noRoom(long heap, Preparation by) {
    return new LoadFault.HeapFull(heap, by.programs().free(), by.programs().most());
  }

  private void compile(ProgramId id, Payload bytes, Programs.Use<Program> use, Preparation by) {
    if (mode == Mode.INTERPRETED || !use.program().findings().compilable()) return;
    boolean soon = bytes.length() < SMALL || compilation.mayHave(id);
    compiled(id, use, mode == Mode.COMPILED ? PATIENCE_MILLIS : soon ? WAIT_MILLIS : 0, by);
  }

  private void compiled(ProgramId id, Programs.Use<Program> use, long waitMillis, Preparation by) {
    compilation.begin(id, use.program(), waitMillis, by.unwanted());
    if (by.unwanted().getAsBoolean()) {
      use.close();
      throw new Unwanted();
    }
  }

  private static Prepared ready(
      Programs.Use<Program> use, long memoryLimit, Optional<Form> pinned) {
    var findings = use.program().findings();
    if (findings.minimum() <= usable(memoryLimit))
      return new Prepared.Ready(new ProgramCode(use, memoryLimit, pinned));
    use.close();
    return new Prepared.Refused(tooMuch(findings, memoryLimit));
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

  @Override
  public Fallbacks fallbacks() {
    return fallbacks;
  }

  /**
   * Whether this JVM lets the threads of a program share a memory; if not, such programs are
   * refused.
   */
  public static boolean hasSharedMemory() {
    return SharedPages.WORKS;
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
