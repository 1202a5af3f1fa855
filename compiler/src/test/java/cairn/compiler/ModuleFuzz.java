package cairn.compiler;

import cairn.wasm.FunctionValidator;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.WasmModule;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Compares with another engine: {@code ModuleFuzz FOLDER [hot]} reads the records of {@code
 * .ci/oracle} from the standard input. Every module is run twice, as the options are and in another
 * way that changes from one to the next; with {@code hot} it is run so often that the JIT compiler
 * has its functions, if the JVM was started with low thresholds. Modules that are not run alike are
 * written to the folder. Prints a line for each of them and a closing line; ends with 1 if there
 * was one.
 */
final class ModuleFuzz {
  private static final int HOT_RUNS = 60;

  /** A run that takes longer is a failure. */
  private static final long SLOW_NANOS = 60_000_000_000L;

  private static final long STACK_BYTES = 512L << 20;

  private final Path folder;
  private final PrintStream out;
  private final boolean hot;

  private int modules;
  private int runs;
  private long calls;
  private int exhausted;
  private int valid;
  private int refused;
  private int otherNans;
  int failed;

  ModuleFuzz(Path folder, PrintStream out, boolean hot) {
    this.folder = folder;
    this.out = out;
    this.hot = hot;
  }

  public static void main(String[] arguments) throws Exception {
    var good = new AtomicBoolean();
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    boolean hot = List.of(arguments).contains("hot");
    var fuzz = new ModuleFuzz(folder, System.out, hot);
    Thread thread = new Thread(null, () -> good.set(fuzz.run(System.in)), "modules", STACK_BYTES);
    thread.start();
    thread.join();
    System.exit(good.get() ? 0 : 1);
  }

  /** Compares all; says whether there was one and all were alike. */
  boolean run(InputStream from) {
    try (var in = new DataInputStream(new BufferedInputStream(from, 1 << 20))) {
      for (var next = RecordedModule.read(in); next.isPresent(); next = RecordedModule.read(in)) {
        compare(next.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.printf(
        Locale.ROOT,
        "modules: %d (valid %d), runs %d, calls %d; ended by the stack %d, refused by name %d,"
            + " other NaNs %d; failed %d%n",
        modules,
        valid,
        runs,
        calls,
        exhausted,
        refused,
        otherNans,
        failed);
    return failed == 0 && modules > 0;
  }

  private void compare(RecordedModule module) {
    modules++;
    String verdict = module.lines().getLast();
    if (!verdict.equals("end")) {
      judge(module, verdict);
      return;
    }
    valid++;
    CompilerOptions options = CompilerOptions.standard();
    CompilerOptions canonical = options.withCanonicalNans(true);
    CompilerOptions first = module.isPlain() ? options : canonical;
    replay(module, "standard", first, false, hot ? HOT_RUNS : 1);
    switch (modules % 5) {
      case 0 -> replay(module, "split", first.withSplitting(0, 100), false, 1);
      case 1 -> replay(module, "split poll", first.withSplitting(0, 100), true, 1);
      case 2 -> replay(module, "small parts", first.withSplitting(0, 1), false, 1);
      case 3 -> replay(module, "poll", canonical, true, 1);
      default ->
          replay(
              module, "split large", canonical.withSplitting(0, 100).withLargeBytes(0), false, 1);
    }
  }

  private void replay(
      RecordedModule module, String way, CompilerOptions options, boolean polls, int times) {
    long begun = System.nanoTime();
    Optional<String> difference;
    try {
      difference = difference(module, options, polls, times);
      if (difference.isPresent() && !options.canonicalNans()) {
        // wasm-smith leaves NaNs of some instructions as they are, which any engine may change.
        Optional<String> again = difference(module, options.withCanonicalNans(true), polls, times);
        if (again.isEmpty()) otherNans++;
        difference = again;
      }
    } catch (UnsupportedFeatureException e) {
      refused++;
      difference = Optional.empty();
    } catch (InvalidModuleException e) {
      difference = Optional.of("refused: " + e);
    } catch (RuntimeException | Error e) {
      difference = Optional.of(e.toString());
      e.printStackTrace(out);
    }
    if (System.nanoTime() - begun > SLOW_NANOS) difference = Optional.of("slow");
    difference.ifPresent(what -> fail(module, way, what));
  }

  private Optional<String> difference(
      RecordedModule module, CompilerOptions options, boolean polls, int times)
      throws InvalidModuleException {
    var replay = new ModuleReplay(module, options, polls);
    Optional<String> difference = Optional.empty();
    for (int i = 0; i < times && difference.isEmpty(); i++) difference = replay.difference();
    runs += times;
    calls += replay.calls;
    exhausted += replay.exhausted;
    return difference;
  }

  /** Damaged modules: the same are valid, and nothing else than the one exception is thrown. */
  private void judge(RecordedModule module, String verdict) {
    String seen = "valid";
    try {
      WasmModule read = WasmModule.read(module.bytes(), () -> false);
      for (int i = read.importedFunctions(); i < read.functions(); i++) {
        FunctionValidator.validate(read, i, () -> false);
      }
      valid++;
    } catch (InvalidModuleException e) {
      seen = "invalid " + e.getMessage();
    } catch (RuntimeException | Error e) {
      seen = "thrown " + e;
      e.printStackTrace(out);
    }
    if (!seen.split(" ")[0].equals(verdict.split(" ")[0])) {
      fail(module, "validation", verdict + " | here: " + seen);
    }
  }

  private void fail(RecordedModule module, String way, String what) {
    failed++;
    out.println("FAILED " + module.lines().getFirst() + " [" + way + "] " + what);
    try {
      Files.write(folder.resolve(module.name() + ".wasm"), module.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
