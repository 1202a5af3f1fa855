package cairn.compiler;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Runs the specification's test suite: {@code SpecSuite DIRECTORY MODE...}. The directory holds a
 * directory per script with its test.json. Modes, which can be combined: {@code split} divides
 * every function, {@code large} compiles every one as if it were large, {@code poll} raises the
 * poll flag at every check, {@code nan} makes NaNs canonical, {@code hot} repeats the calls that
 * change no state, {@code only=NAME} runs one script. Prints a line per proposal, the failures, and
 * a closing line; ends with 1 if there was a failure.
 */
final class SpecSuite {
  /** Proposals that are not in version 3.0, and not finished. */
  private static final List<String> NOT_IN_3_0 =
      List.of("proposals/custom-descriptors", "proposals/wide-arithmetic");

  private static final int HOT_REPEATS = 300;
  private static final long STACK_BYTES = 4L << 20;

  private SpecSuite() {}

  public static void main(String[] arguments) throws Exception {
    var good = new AtomicBoolean();
    List<String> modes = List.of(arguments).subList(1, arguments.length);
    Thread thread =
        new Thread(
            null,
            () -> good.set(run(Path.of(arguments[0]), modes, System.out)),
            "suite",
            STACK_BYTES);
    thread.start();
    thread.join();
    System.exit(good.get() ? 0 : 1);
  }

  private static SpecScript.Mode mode(List<String> modes) {
    CompilerOptions options = CompilerOptions.standard().withCanonicalNans(modes.contains("nan"));
    if (modes.contains("split")) options = options.withSplitting(0, 100);
    if (modes.contains("large")) options = options.withLargeBytes(0);
    return new SpecScript.Mode(
        options, modes.contains("poll"), modes.contains("hot") ? HOT_REPEATS : 1);
  }

  /** Runs the scripts; says whether all passed. */
  static boolean run(Path directory, List<String> modes, PrintStream out) {
    Map<String, int[]> totals = new TreeMap<>();
    Map<String, Integer> skipped = new TreeMap<>();
    for (Path script : scripts(directory, modes)) {
      String folder = folder(directory.relativize(script));
      var run = new SpecScript(script, mode(modes));
      try {
        run.run();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      int[] total = totals.computeIfAbsent(folder, name -> new int[2]);
      total[0] += run.passed;
      total[1] += run.failed;
      run.skipped.forEach((why, count) -> skipped.merge(why, count, Integer::sum));
      for (String failure : run.failures) out.println("FAILED " + folder + " " + failure);
    }
    int passed = 0;
    int failed = 0;
    for (var total : totals.entrySet()) {
      passed += total.getValue()[0];
      failed += total.getValue()[1];
      out.printf(
          Locale.ROOT,
          "%-30s %6d passed %4d failed%n",
          total.getKey(),
          total.getValue()[0],
          total.getValue()[1]);
    }
    out.printf(
        Locale.ROOT,
        "spec suite %s: %d passed, %d failed, skipped %s%n",
        modes,
        passed,
        failed,
        skipped);
    return failed == 0 && passed > 0;
  }

  private static String folder(Path script) {
    Path parent = script.getParent();
    return parent == null ? "core" : parent.toString().replace('\\', '/');
  }

  private static List<Path> scripts(Path directory, List<String> modes) {
    List<Path> scripts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(file -> file.endsWith("test.json"))
          .map(file -> file.getParent())
          .filter(script -> selected(script, modes))
          .sorted()
          .forEach(scripts::add);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return scripts;
  }

  private static boolean selected(Path script, List<String> modes) {
    List<String> only = modes.stream().filter(mode -> mode.startsWith("only=")).toList();
    if (only.isEmpty()) return NOT_IN_3_0.stream().noneMatch(script.toString()::contains);
    return only.stream().anyMatch(mode -> script.toString().matches(".*/" + mode.substring(5)));
  }
}
