/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.app;

import org.jspecify.annotations.NullMarked;
