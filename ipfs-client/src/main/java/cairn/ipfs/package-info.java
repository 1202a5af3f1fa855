/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.ipfs;

import org.jspecify.annotations.NullMarked;
