/**
 * Processes: how one is loaded and started, what its threads may use, and how everything ends.
 *
 * <p>Owns: the process table, each process's life and threads, memory accounting. Threads: {@code
 * cairn-prepare-1} and {@code -2}, which scan, compile and instantiate; one virtual thread per
 * load. docs/threads.md names them all.
 *
 * <p>Promises: a process ends once, whatever its state, and then nobody waits for it; its memory is
 * given back when its last thread is done; bytes run only after they were checked against the
 * address.
 *
 * <p>Start at {@link cairn.kernel.process.ProcessTable}, then {@code Launcher}.
 */
@NullMarked
package cairn.kernel.process;

import org.jspecify.annotations.NullMarked;
