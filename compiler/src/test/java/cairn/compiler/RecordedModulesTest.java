package cairn.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Random modules of wasm-smith, which do what wasmtime made of them: {@code oracle modules 1 200 |
 * gzip -9n > recorded-modules.gz}. {@code .ci/fuzz-modules} makes as many others as it is asked
 * for.
 */
final class RecordedModulesTest {
  private static final long STACK_BYTES = 64L << 20;

  @Test
  void compiledWholeTheyDoWhatTheyDidElsewhere() throws Exception {
    assertThat(differences(CompilerOptions.standard(), false)).isEmpty();
  }

  @Test
  void dividedTheyDoWhatTheyDidElsewhere() throws Exception {
    assertThat(differences(Fixture.DIVIDED, false)).isEmpty();
  }

  @Test
  void interruptedAtEveryPollTheyDoWhatTheyDidElsewhere() throws Exception {
    assertThat(differences(Fixture.DIVIDED.withLargeBytes(0), true)).isEmpty();
  }

  @Test
  void theComparisonFindsAnotherResultAndAnotherTrap() throws Exception {
    List<RecordedModule> modules = modules();
    int found = 0;
    for (String wrong : List.of(" -> 7", " -> memory", " -> unreachable")) {
      for (RecordedModule module : modules.subList(0, 40)) {
        var lines = new ArrayList<String>();
        for (String line : module.lines()) {
          boolean call = line.startsWith("call") && !line.endsWith(wrong);
          lines.add(call ? line.substring(0, line.indexOf(" -> ")) + wrong : line);
        }
        if (lines.equals(module.lines())) continue;
        var changed = new RecordedModule(module.bytes(), lines);
        assertThat(onLargeStack(() -> replay(changed, CompilerOptions.standard(), false)))
            .isNotEmpty();
        found++;
      }
    }
    assertThat(found).isGreaterThan(40);
  }

  private static List<String> differences(CompilerOptions options, boolean polls) throws Exception {
    return onLargeStack(
        () -> {
          var differences = new ArrayList<String>();
          for (RecordedModule module : modules()) {
            differences.addAll(replay(module, options, polls));
          }
          return differences;
        });
  }

  private static List<String> replay(RecordedModule module, CompilerOptions options, boolean polls)
      throws Exception {
    var replay = new ModuleReplay(module, options.withCanonicalNans(true), polls);
    List<String> differences = new ArrayList<>();
    replay.difference().ifPresent(what -> differences.add(module.name() + ": " + what));
    if (replay.exhausted > 0) differences.add(module.name() + ": the stack ended");
    return differences;
  }

  private static List<RecordedModule> modules() throws IOException {
    var file =
        Objects.requireNonNull(
            RecordedModulesTest.class.getResourceAsStream("recorded-modules.gz"));
    var modules = new ArrayList<RecordedModule>();
    try (var in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(file)))) {
      for (var next = RecordedModule.read(in); next.isPresent(); next = RecordedModule.read(in)) {
        modules.add(next.get());
      }
    }
    assertThat(modules).hasSizeGreaterThan(150);
    return modules;
  }

  private static <T> T onLargeStack(Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    new Thread(null, task, "recorded modules", STACK_BYTES).start();
    return task.get();
  }
}
