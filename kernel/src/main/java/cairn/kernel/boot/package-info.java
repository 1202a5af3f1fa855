/**
 * Puts the kernel together: the only package that sees all of its rooms.
 *
 * <p>Owns: nothing but the parts of each kernel, which it closes with it. Threads: none of its own;
 * the kernel's methods run on whoever calls them.
 *
 * <p>Start at {@link cairn.kernel.boot.KernelBuilder}.
 */
@NullMarked
package cairn.kernel.boot;

import org.jspecify.annotations.NullMarked;
