package cairn.kernel;

import cairn.kernel.host.ConsoleInput;
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

  /** The size now. */
  Size size();

  /** Runs on every change of the size. */
  void onResize(Runnable action);

  /** The process is over: cooked mode, main screen. Called once. */
  void ended();
}
