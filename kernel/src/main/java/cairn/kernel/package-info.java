/**
 * Runs WASM programs and carries their messages. Knows neither where programs come from nor any
 * screen.
 *
 * <p>Owns: the process table, mailboxes, message ids (never reused). Threads: its carriers; guests
 * are scheduled on them. docs/threads.md names all of them.
 *
 * <p>Promises: messages from A to B arrive in order; a dead process answers nothing; no call here
 * blocks the JavaFX thread.
 *
 * <p>Start at {@link Kernel}, then {@link Syscall}.
 */
@NullMarked
package cairn.kernel;

import org.jspecify.annotations.NullMarked;
