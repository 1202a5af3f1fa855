/**
 * Remembers the last messages: a bounded ring of their heads, always on, and their bodies where
 * somebody asked for them.
 *
 * <p>Owns: {@link cairn.kernel.trace.TraceRing} the rows, {@link cairn.kernel.trace.RecordedBodies}
 * the bodies. Threads: none; whoever brings, takes or answers a message notes it here, on the
 * thread it does it on. Locks: none for heads; one for bodies, taken last.
 *
 * <p>Promises: noting a head allocates nothing but a new piece of the ring the first time it is
 * reached, waits for nobody and can be done under any lock; what is read of a row belongs to that
 * row; all of it together is at most {@value cairn.kernel.trace.TraceRing#BYTES} bytes.
 *
 * <p>Start at {@link cairn.kernel.MessageTrace}, then {@link cairn.kernel.trace.TraceRing}.
 */
@NullMarked
package cairn.kernel.trace;

import org.jspecify.annotations.NullMarked;
