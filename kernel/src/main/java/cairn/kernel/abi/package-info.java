/** placeholder, written by the owner of this package. */
@NullMarked
package cairn.kernel.abi;

import org.jspecify.annotations.NullMarked;
