/**
 * What runs and what it says to whom, made readable: the models of {@code cairn:processes} and
 * {@code cairn:interfaces}. {@link cairn.shell.inspect.view} paints them.
 *
 * <p>Owns: how a state is said ({@link StateWords}), how counters become rates ({@link Activity},
 * which also keeps five minutes of each process for the charts), and rows that change in place
 * ({@link LiveRows}). The words are in {@code inspect.properties}.
 *
 * <p>Threads: the JavaFX thread only; nothing here needs a toolkit.
 *
 * <p>Promises: everything comes from {@link cairn.kernel.KernelSnapshot}s; what programs chose
 * (names, reasons, labels) is cleaned before it is shown or copied; an unchanged row fires nothing.
 *
 * <p>Wiring: {@code new Inspectors(kernel)} in the view package gives the two page factories for
 * the shell's ports; {@code bridge.listen(inspectors::record)} lets the charts go on while no
 * inspector is shown.
 *
 * <p>Start at {@link ProcessRow}, then {@link Activity}.
 */
@NullMarked
package cairn.shell.inspect;

import org.jspecify.annotations.NullMarked;
