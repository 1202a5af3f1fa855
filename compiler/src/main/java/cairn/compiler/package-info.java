/**
 * Compiles each function of a WebAssembly module to JVM bytecode when it is first called.
 *
 * <p>Owns: a class loader per module, whose classes hold no state of an instance. Threads: a module
 * may be used by any; an instance belongs to the one that runs it, whose continuation may yield
 * wherever the embedder is called. Promises: nothing is compiled that is not called; a function of
 * any size is compiled; no function runs that is not valid; a guest's loops and calls look at the
 * poll flag; classes are unloaded with their module.
 *
 * <p>How it is used:
 *
 * {@snippet :
 * WasmModule module = WasmModule.read(bytes, () -> false);
 * LazyModule compiled = LazyModule.of(module, CompilerOptions.standard());
 * Imports imports = wanted -> Optional.of(new External.Host((caller, arguments) -> 0));
 * Instance instance = compiled.instantiate(imports, InstanceOptions.standard());
 * instance.invoke(instance.exportedFunction("_start").orElseThrow());
 * }
 *
 * <p>Start at {@link cairn.compiler.LazyModule}, then {@link cairn.compiler.runtime.Instance}; of
 * the compiler at ModuleClassLoader, FunctionCompiler and BodyTranslator.
 */
@NullMarked
package cairn.compiler;

import org.jspecify.annotations.NullMarked;
