/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.profile;

import org.jspecify.annotations.NullMarked;
