/** placeholder, written by the owner of this module. */
@NullMarked
package cairn.ipfs.format;

import org.jspecify.annotations.NullMarked;
