/**
 * Carries messages: who answers an interface, what waits for whom, and what becomes of all of it
 * when somebody ends.
 *
 * <p>Owns: {@link cairn.kernel.ipc.Router} the interfaces and their handlers, {@link
 * cairn.kernel.ipc.Mailbox} what a process can receive, message ids, questions and their answers,
 * and the native handlers of {@code interface} and {@code process}. Threads: none; everything runs
 * on the thread that brings a message. Locks: a port's, then a mailbox's; docs/threads.md.
 *
 * <p>Promises: messages from A to B arrive in order; an accepted question is answered, by its
 * handler or with an error, or cancelled, and nothing is answered twice; an id belongs to its
 * process; no callback of a handler, of the gate or of a scheduler runs under a lock of this
 * package, but for {@link cairn.kernel.schedule.GuestThread#unpark}.
 *
 * <p>Start at {@link cairn.kernel.ipc.Router}, then {@link cairn.kernel.ipc.Mailbox}.
 */
@NullMarked
package cairn.kernel.ipc;

import org.jspecify.annotations.NullMarked;
