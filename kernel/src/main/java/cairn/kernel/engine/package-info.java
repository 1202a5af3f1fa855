/**
 * The only package that sees the modules {@code wasm} and {@code compiler}: loading, instantiating,
 * memory, interruption.
 *
 * <p>Owns: loaded programs (those in use, and the ones used last within a number and a weight), and
 * each guest's memory and tables. Threads: two compilers, daemons; everything else runs on its
 * caller's thread. Preparing and instantiating take long and never happen on a carrier; a guest's
 * code runs on its guest thread only.
 *
 * <p>Promises: no module makes anything here throw past {@link cairn.kernel.engine.Engine}; memory
 * is asked for at the process's {@link cairn.kernel.engine.MemoryLedger} before it is used; the
 * poll of the engine is the scheduler's hook; no lock is ever held while guest code runs.
 *
 * <p>Start at {@link cairn.kernel.engine.Engine}, then {@link cairn.kernel.engine.LazyEngine}; what
 * hostile bytes meet first is {@link cairn.wasm.WasmModule}.
 */
@NullMarked
package cairn.kernel.engine;

import org.jspecify.annotations.NullMarked;
