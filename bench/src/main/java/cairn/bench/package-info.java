/**
 * Measures Cairn beside its peers, both sides in one run and in turns. Owns no production code.
 * Threads: the main thread measures. Start at {@link cairn.bench.PingPong} for messages, {@link
 * cairn.bench.Frames} for the window.
 */
@NullMarked
package cairn.bench;

import org.jspecify.annotations.NullMarked;
