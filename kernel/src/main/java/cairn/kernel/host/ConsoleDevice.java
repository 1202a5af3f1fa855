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

  /** What a stream is. The cases of {@code console.kind}. */
  enum Kind {
    /** Somebody looks at it. What is written to one is filtered. */
    TERMINAL,
    /** A pipe, a file, a device: it gets the program's very bytes. */
    OTHER,
    /** It is not open. */
    CLOSED
  }

  /** What each of the three streams is. */
  record Streams(Kind input, Kind output, Kind error) {
    /** All three are the same terminal. */
    public static final Streams ONE_TERMINAL =
        new Streams(Kind.TERMINAL, Kind.TERMINAL, Kind.TERMINAL);
  }

  /**
   * Shows bytes, already filtered. Called within {@link #show}, in order; blocks while there is no
   * room, which is the program's back-pressure.
   */
  void write(boolean toErr, Payload bytes) throws StreamFault;

  /**
   * Writes what there is room for, without waiting, when nothing else is being shown; how many
   * bytes. Only of a device that tells failures, to a stream that is no terminal.
   */
  default int writeNow(boolean toErr, Payload bytes) throws StreamFault {
    return 0;
  }

  /**
   * Whether a write can fail. Then the program is told how each of its writes went, and waits for
   * it; else it goes on when there is room for more.
   */
  default boolean tellsFailures() {
    return false;
  }

  /** Runs what writes, and may block, on a thread of its own; one at a time. */
  default void show(Runnable batch) {
    Thread.ofVirtual().name("console-show").start(batch);
  }

  /** What the user types, raw, is offered here by the device. */
  ConsoleInput input();

  /**
   * The size now; 0 by 0 when it is no terminal, which programs are told so that they print for a
   * file. Never blocks.
   */
  Size size();

  /** What each of the three streams is; always the same. */
  default Streams streams() {
    return Streams.ONE_TERMINAL;
  }

  /** Whether an output is a terminal. */
  default boolean isTerminal(boolean err) {
    return (err ? streams().error() : streams().output()) == Kind.TERMINAL;
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
