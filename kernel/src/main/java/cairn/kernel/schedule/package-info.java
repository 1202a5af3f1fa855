/**
 * Guest threads: stacks that are run a slice at a time on a few carriers, parked, woken, stopped
 * and killed. Knows neither what a process is nor what code runs.
 *
 * <p>Owns: carriers, run queues, time slices and the CPU time of each guest thread. Threads: {@code
 * cairn-carrier-N}, {@code cairn-slice-timer}, and {@code cairn-guest} where the JVM has no
 * continuations for us; docs/threads.md.
 *
 * <p>Promises: guest code is taken off its carrier at its next poll once its slice is over, host
 * code only where it parks; a thread that was started runs its clean-up, whoever killed it; a wake
 * that comes before the park is not lost.
 *
 * <p>Start at {@link cairn.kernel.schedule.GuestThread}, then {@link
 * cairn.kernel.schedule.GuestScheduler}; how code that reads a flag is preempted: {@link
 * cairn.kernel.schedule.PollFlag}.
 */
@NullMarked
package cairn.kernel.schedule;

import org.jspecify.annotations.NullMarked;
