/**
 * Personalities: what a guest may import, and how its raw arguments become {@link
 * cairn.kernel.Syscall} values.
 *
 * <p>Owns: no state beyond a process's own. Threads: guest threads, inside host calls. Promises:
 * nothing in guest memory is read twice; a pointer out of bounds, an unknown flag or a body that is
 * too large ends the process with a sentence.
 *
 * <p>Start at {@link cairn.kernel.abi.Syscalls}, then {@link cairn.kernel.abi.CairnPersonality}.
 */
@NullMarked
package cairn.kernel.abi;

import org.jspecify.annotations.NullMarked;
