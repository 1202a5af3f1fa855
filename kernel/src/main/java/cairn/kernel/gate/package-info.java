/**
 * Who may do what: the decision every message passes before it is queued.
 *
 * <p>Owns: the rules of this run, the user's grants in memory, and messages parked until the user
 * has decided. Threads: none of its own; every class says who may call it.
 *
 * <p>Promises: first match wins, in the order flags - this run - stored - class of the deed; an
 * unknown interface is asked about as a whole; nothing here performs I/O while a message waits for
 * a free deed.
 *
 * <p>Start at {@link Scope}, then {@link Rule} and {@link Decision}.
 */
@NullMarked
package cairn.kernel.gate;

import org.jspecify.annotations.NullMarked;
