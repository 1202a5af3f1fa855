package cairn.compiler;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.PollHandler;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.WasmModule;

/** Modules and instances for tests. */
final class Fixture {
  /** Divides every function. */
  static final CompilerOptions DIVIDED = CompilerOptions.standard().withSplitting(0, 100);

  private Fixture() {}

  static LazyModule compile(byte[] module, CompilerOptions options) {
    try {
      return LazyModule.of(WasmModule.read(module, () -> false), options);
    } catch (InvalidModuleException e) {
      throw new AssertionError(e);
    }
  }

  static LazyModule compile(byte[] module) {
    return compile(module, CompilerOptions.standard());
  }

  static Instance instantiate(LazyModule module, PollHandler handler) {
    try {
      return module.instantiate(
          Imports.none(), new InstanceOptions(MemorySettings.upTo(1 << 24), handler));
    } catch (LinkException e) {
      throw new AssertionError(e);
    }
  }

  static Instance instantiate(LazyModule module) {
    return instantiate(module, instance -> {});
  }

  /** The result of f0 in a new instance. */
  static long run(byte[] module, CompilerOptions options, long... arguments) {
    return instantiate(compile(module, options)).invoke(0, arguments);
  }
}
