/**
 * The program itself: the command line, and the one place where everything is wired.
 *
 * <p>Owns: the order in which things are built and closed. Threads: the main thread parses the
 * command line; a headless run waits on it; the window has the JavaFX thread.
 *
 * <p>Promises: constructors wire, nothing is looked up; what cannot be done ends in one sentence on
 * standard error and an exit code of {@link ExitCodes}.
 *
 * <p>Start at {@link Main}, then {@link House}.
 */
@NullMarked
package cairn.app;

import org.jspecify.annotations.NullMarked;
