/**
 * The interfaces of redshirt, answered: each message becomes one of Cairn's own, sent in the name
 * of the program that sent it, so that the gate asks about it there and whoever answers that
 * interface answers redshirt's programs too (docs/INTERFACES.md).
 *
 * <p>Owns: what {@code redshirt-tcp} remembers of each process's sockets, and nothing else.
 * Threads: none; called on carriers and by whoever brings an answer; never blocks.
 *
 * <p>Start at {@link cairn.kernel.host.redshirt.RedshirtHandlers}.
 */
@NullMarked
package cairn.kernel.host.redshirt;

import org.jspecify.annotations.NullMarked;
