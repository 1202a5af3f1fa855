/**
 * The programs that ship with Cairn: their bytes, and what is said about them.
 *
 * <p>Owns: the built modules and {@code programs.json}, both made by {@code programs/build.sh} from
 * the C sources beside them. Threads: none; everything is immutable. Promises: the bytes of a
 * program hash to the content identifier it is listed under (a test recomputes them).
 *
 * <p>Start at {@link ShippedPrograms}.
 */
@NullMarked
package cairn.programs;

import org.jspecify.annotations.NullMarked;
