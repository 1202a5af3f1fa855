/** placeholder, written by the owner of this package. */
@NullMarked
package cairn.kernel.host;

import org.jspecify.annotations.NullMarked;
