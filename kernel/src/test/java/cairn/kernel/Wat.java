package cairn.kernel;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Turns WebAssembly text into a module, so that a test can carry its guest. It is wabt's own {@code
 * wat2wasm}, itself a WASI program, run by Chicory: nothing to install. The first call in a JVM
 * takes about two seconds, later ones milliseconds. Safe for any thread.
 */
public final class Wat {
  private static final ConcurrentHashMap<String, byte[]> KNOWN = new ConcurrentHashMap<>();

  private Wat() {}

  /** The module that this text describes. Throws IllegalArgumentException with wabt's complaint. */
  public static byte[] compile(String wat) {
    return KNOWN.computeIfAbsent(wat, Wat::run).clone();
  }

  private static byte[] run(String wat) {
    var out = new ByteArrayOutputStream();
    var complaint = new ByteArrayOutputStream();
    var options =
        WasiOptions.builder()
            .withStdin(new ByteArrayInputStream(wat.getBytes(StandardCharsets.UTF_8)))
            .withStdout(out)
            .withStderr(complaint)
            .withArguments(List.of("wat2wasm", "--enable-all", "--debug-names", "-", "--output=-"))
            .build();
    var wasi = WasiPreview1.builder().withOptions(options).build();
    try {
      Instance.builder(Tool.MODULE)
          .withMachineFactory(Tool.MACHINES)
          .withImportValues(ImportValues.builder().addFunction(wasi.toHostFunctions()).build())
          .build();
    } catch (WasiExitException e) {
      throw new IllegalArgumentException(complaint.toString(StandardCharsets.UTF_8), e);
    }
    if (out.size() == 0)
      throw new IllegalArgumentException(complaint.toString(StandardCharsets.UTF_8));
    return out.toByteArray();
  }

  /** The compiled tool: loaded by the first use. */
  private static final class Tool {
    static final WasmModule MODULE = parse();
    static final Function<Instance, Machine> MACHINES =
        MachineFactoryCompiler.builder(MODULE)
            .withInterpreterFallback(InterpreterFallback.SILENT)
            .compile();

    private static WasmModule parse() {
      try (var in = Wat.class.getResourceAsStream("/wat2wasm")) {
        if (in == null) throw new IllegalStateException("wat2wasm is not on the class path");
        return Parser.parse(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
