package cairn.kernel.host;

import cairn.kernel.Pid;

/**
 * Receives the log lines of programs, rate-limited and cleaned of control characters. Called on any
 * thread; never blocks.
 */
@FunctionalInterface
public interface LogSink {
  /** One line. {@code level}: error, warn, info, debug or trace. */
  void line(Pid pid, String level, String text);
}
