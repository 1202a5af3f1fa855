/**
 * The window: tabs, the address bar, pages, and what it needs to know of the rest of Cairn, as
 * ports. This package holds the models, which know no scene graph; {@link cairn.shell.view} paints
 * them.
 *
 * <p>Owns: which tabs are open and what each shows; the words the user reads ({@code
 * messages.properties}). Threads: models are confined to the JavaFX thread; ports say what they
 * promise. {@link FxBridge} is the only way onto that thread.
 *
 * <p>Promises: nothing here waits for the kernel, a disk or a network; nothing runs that the user
 * did not ask for; no dialog is modal but the file chooser.
 *
 * <p>Start at {@link ShellModel}, then {@link TabModel} and {@link ProgramRun}.
 */
@NullMarked
package cairn.shell;

import org.jspecify.annotations.NullMarked;
