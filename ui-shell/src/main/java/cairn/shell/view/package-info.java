/**
 * Paints the shell's models, and the ports that carry nodes: pages, program surfaces, permission
 * sheets. Everything here is used on the JavaFX thread only.
 *
 * <p>Start at {@link cairn.shell.view.ShellWindow}, then {@link cairn.shell.view.Page}.
 */
@NullMarked
package cairn.shell.view;

import org.jspecify.annotations.NullMarked;
