/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.themes;

import org.jspecify.annotations.NullMarked;
