/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.permissions;

import org.jspecify.annotations.NullMarked;
