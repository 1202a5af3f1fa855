package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.OfThread;
import cairn.shell.PlainWords;
import java.util.ArrayList;
import java.util.List;

/**
 * One guest thread for people.
 *
 * @param name by its number
 * @param doing what it does now
 * @param cpu how long it has run
 * @param stack the guest functions it is in, innermost first; empty while it runs
 */
public record ThreadLine(String name, String doing, String cpu, List<String> stack) {
  private static final int MOST_FRAMES = 32;

  public ThreadLine {
    stack = List.copyOf(stack);
  }

  static ThreadLine of(OfThread thread) {
    var frames = new ArrayList<String>();
    for (var frame : thread.stack()) {
      if (frames.size() == MOST_FRAMES) {
        frames.add(InspectWords.say("thread.more", thread.stack().size() - MOST_FRAMES));
        break;
      }
      frames.add(PlainWords.of(frame));
    }
    return new ThreadLine(
        InspectWords.say("thread.name", String.valueOf(thread.number())),
        PlainWords.of(thread.doing()),
        Figures.span(thread.cpuNanos()),
        frames);
  }
}
