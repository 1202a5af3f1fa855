/**
 * Paints terminals on a canvas, and turns keys, pastes and the wheel into what a program reads.
 * Everything but {@link TerminalSurfaces#open} is used on the JavaFX thread only.
 *
 * <p>Promises: one call paints one run of a style, and only rows that changed are painted, at most
 * once for each pulse and not at all while hidden; no pulses are asked for while nothing changes.
 * Keys that belong to the shell go on to it ({@link Keys}). The only colours of its own are the 16
 * that programs name ({@link TerminalPalette}).
 *
 * <p>Start at {@link TerminalSurfaces}, then {@link TerminalView}.
 */
@NullMarked
package cairn.shell.terminal.view;

import org.jspecify.annotations.NullMarked;
