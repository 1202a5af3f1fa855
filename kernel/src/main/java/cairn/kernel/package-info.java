/**
 * Runs WASM programs and carries their messages. Knows neither where programs come from nor any
 * screen. This package holds the words that its rooms and its users speak: the kernel as others see
 * it, ids, syscalls and answers, snapshots, and the ports that others implement. With the words of
 * {@link cairn.kernel.gate} it is one vocabulary, and sees none of the rooms.
 *
 * <p>Promises of the whole: messages from A to B arrive in order; ids are never reused; a dead
 * process answers nothing; no call of {@link Kernel} blocks the JavaFX thread. Threads: none here;
 * docs/threads.md names the kernel's.
 *
 * <p>Start at {@link Kernel}, then {@link Syscall}.
 */
@NullMarked
package cairn.kernel;

import org.jspecify.annotations.NullMarked;
