package cairn.kernel.host;

import cairn.registry.Payload;

/**
 * Where a process's console shows: a terminal in a tab, or the standard streams of the command
 * line. The console handler filters what programs print before it comes here, and does line editing
 * and echo.
 */
public interface ConsoleDevice {
  /** Characters across and down. */
  record Size(int columns, int rows) {}

  /**
   * Shows bytes, already filtered. Called on a virtual thread of the handler, in order; blocks
   * while there is no room, which is the program's back-pressure.
   */
  void write(boolean toErr, Payload bytes);

  /** What the user types, raw, is offered here by the device. */
  ConsoleInput input();

  /**
   * The size now; 0 by 0 when it is no terminal, which programs are told so that they print for a
   * file. Never blocks.
   */
  Size size();

  /**
   * Whether a stream is a terminal. What is written to one is filtered; a pipe or a file gets the
   * program's very bytes.
   */
  default boolean isTerminal(boolean err) {
    return true;
  }

  /**
   * Whether somebody else already edits lines, echoes, and moves to a new line's beginning: the
   * host's terminal driver, or nobody because input and output are pipes. Then all of that is left
   * alone, and raw mode changes nothing.
   */
  default boolean editsLines() {
    return false;
  }

  /** Runs on every change of the size. */
  void onResize(Runnable action);

  /** The process is over: cooked mode, main screen. Called once. */
  void ended();
}
