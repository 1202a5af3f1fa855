package cairn.shell;

import cairn.kernel.Pid;
import java.time.Instant;
import java.util.List;

/** The log lines of programs, as many as are kept. Any thread; never blocks. */
public interface LogLines {
  /** The level of lines that Cairn itself writes about a program; no program can use it. */
  String CAIRN = "cairn";

  /** One line. {@code level}: error, warn, info, debug, trace, or {@link #CAIRN}. */
  record Line(Instant at, String level, String text) {}

  /** The newest lines of a process, oldest first, at most {@code most}. */
  List<Line> newest(Pid pid, int most);

  /** How many lines a process has logged since it started; tells that there are new ones. */
  long count(Pid pid);
}
