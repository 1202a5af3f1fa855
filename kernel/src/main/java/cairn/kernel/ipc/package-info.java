/** placeholder, written by the owner of this package. */
@NullMarked
package cairn.kernel.ipc;

import org.jspecify.annotations.NullMarked;
