/**
 * The recording boundary: all that a process learns of the world comes as the result of a syscall
 * or of a growth of its memory, so a log of these results is enough to run it again.
 *
 * <p>Owns: the format of logs (docs/RECORDING.md), the queues between guests and logs. Threads: one
 * virtual thread per recording, {@code record-PID}, and two per replay; guests park when these are
 * behind, and never wait for a disk on a carrier. Promises: a log that was changed in one byte is
 * not believed; a hostile log costs no more memory than it has bytes; a replay sends nothing to
 * anybody.
 *
 * <p>Start at {@link cairn.kernel.record.Recorder}, then {@link cairn.kernel.record.Replay}.
 */
@NullMarked
package cairn.kernel.record;

import org.jspecify.annotations.NullMarked;
