/**
 * A terminal for each process that uses its console: from the bytes it prints to rows of styled
 * text, and from keys and pastes to the bytes it reads. {@link cairn.shell.terminal.view} paints
 * it.
 *
 * <p>Owns: the devices, at most one for each pid; their screens with {@value
 * cairn.shell.terminal.Screen#HISTORY} lines of history; a queue of at most {@value
 * cairn.shell.terminal.OutputQueue#CAPACITY} bytes between a program and its screen, which makes
 * the program wait when it is full.
 *
 * <p>Threads: one, {@code cairn-terminals}, moves what was printed onto the screens, a bounded
 * piece of one device at a time, so that a flood in one terminal only delays the others. Programs
 * write on threads of the kernel; the JavaFX thread takes {@link TerminalFrame}s and never waits
 * for a program.
 *
 * <p>Promises: whatever a program prints, the screen goes on: an emulator that dies is replaced,
 * and the user is told. Nothing a program prints comes back as typing. The emulator is jediterm's
 * core, seen only by {@link Screen} and its neighbours here.
 *
 * <p>Wiring: one {@code TerminalSurfaces} (in the view package) is given to the kernel as its
 * {@code Consoles} and to the shell as its {@code Surfaces}, and closed after the kernel:
 *
 * <pre>{@code
 * var terminals = new TerminalSurfaces();
 * kernel = builder.consoles(terminals)...;
 * ports = new ShellPorts(..., terminals, ...);
 * }</pre>
 *
 * <p>Start at {@link TerminalDevice}.
 */
@NullMarked
package cairn.shell.terminal;

import org.jspecify.annotations.NullMarked;
