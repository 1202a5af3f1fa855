/** The functions of the C library that the kernel's handlers call. */
@NullMarked
package cairn.kernel.system;

import org.jspecify.annotations.NullMarked;
