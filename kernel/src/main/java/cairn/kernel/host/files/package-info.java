/**
 * Answers {@code files}: each program's own folder, and folders that the user gave.
 *
 * <p>Owns: open files and folders of processes, and how full the own folders are. A handle means
 * something only to the process that opened it, and is closed when that process ends.
 *
 * <p>Promises: no path leads out of the folder where it begins. A path is walked one name at a time
 * from an open folder to the next, the host system never follows a link for a program, and what is
 * made, moved or removed is named relative to the open folder in which it is. So it does not matter
 * what anybody changes meanwhile. Only ordinary files and folders are opened: no device, no pipe,
 * and nothing of {@code /proc} and {@code /sys}, wherever they are mounted.
 *
 * <p>Threads: what a program asks for is done in order, one thing at a time, for all its processes
 * together ({@link cairn.kernel.host.files.Lane}), so nothing here has a lock. The calls of the
 * host system would hold a virtual thread's carrier, so they run on platform threads, {@code
 * cairn-files-N}.
 *
 * <p>Start at {@link cairn.kernel.host.files.FilesHandler}, then {@code Walk}.
 */
@NullMarked
package cairn.kernel.host.files;

import org.jspecify.annotations.NullMarked;
