/**
 * Paints the inspectors. JavaFX thread only.
 *
 * <p>Promises: a refresh sets texts of cells that are in sight and changed, and builds nothing
 * anew; everything can be done by keyboard (in the tables: Enter shows a process's tab, Space
 * pauses or resumes, Delete ends or removes, Ctrl+C copies rows as TSV, Ctrl+F goes to the filter);
 * no meaning by colour alone.
 *
 * <p>Start at {@link Inspectors}.
 */
@NullMarked
package cairn.shell.inspect.view;

import org.jspecify.annotations.NullMarked;
