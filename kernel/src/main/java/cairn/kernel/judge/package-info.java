/**
 * The gate itself: the decision every message passes before it is queued.
 *
 * <p>Owns: the rules of this run, the user's grants in memory, and messages parked until the user
 * has decided. Threads: {@code cairn-grants} calls the store; every class says who may call it.
 *
 * <p>Promises: first match wins, in the order flags - this run - stored - class of the deed; an
 * unknown interface is asked about as a whole; nothing here performs I/O while a message waits for
 * a free deed.
 *
 * <p>Start at {@link cairn.kernel.judge.Rules}, then {@link cairn.kernel.judge.Gate}; the words are
 * those of {@link cairn.kernel.gate}.
 */
@NullMarked
package cairn.kernel.judge;

import org.jspecify.annotations.NullMarked;
