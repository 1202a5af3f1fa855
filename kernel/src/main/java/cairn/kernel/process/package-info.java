/**
 * Processes and the threads under them: who runs, for how long, and how everything ends.
 *
 * <p>Owns: the process table, guest threads, time slices, CPU accounting. Start at {@link
 * cairn.kernel.process.GuestScheduler}.
 */
@NullMarked
package cairn.kernel.process;

import org.jspecify.annotations.NullMarked;
