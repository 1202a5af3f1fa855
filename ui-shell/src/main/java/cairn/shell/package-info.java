/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.shell;

import org.jspecify.annotations.NullMarked;
