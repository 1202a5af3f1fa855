/**
 * Reads and validates WebAssembly modules: version 3.0 of the core specification with the threads
 * proposal, custom page sizes and the legacy exceptions. Knows nothing of running them.
 *
 * <p>Owns: the binary format ({@link WasmModule}, {@link InstructionReader}) and the rules of
 * validation ({@link FunctionValidator}). Threads: none; a module that was read does not change and
 * may be used by any thread.
 *
 * <p>Promises: bytes of any kind yield a module or an {@link InvalidModuleException}, in time and
 * heap proportional to the bytes there are, and without recursion that follows them; function
 * bodies are not copied and are validated one at a time, when asked for. Limits are those of V8.
 *
 * <p>Start at {@link WasmModule#read}.
 *
 * @see <a href="https://webassembly.github.io/spec/core/">WebAssembly Core Specification</a>
 */
@NullMarked
package cairn.wasm;

import org.jspecify.annotations.NullMarked;
