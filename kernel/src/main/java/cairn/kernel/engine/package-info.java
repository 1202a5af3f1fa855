/**
 * The only package that sees the WASM engine: scanning, parsing, instantiating, compiling, memory,
 * interruption.
 *
 * <p>Promises: no module makes anything here throw past {@link cairn.kernel.engine.Engine}; memory
 * is asked for at the process's {@link cairn.kernel.engine.MemoryLedger} before it is used; the
 * poll of the engine is the scheduler's hook.
 */
@NullMarked
package cairn.kernel.engine;

import org.jspecify.annotations.NullMarked;
