package cairn.bench;

import cairn.kernel.Pid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a pair of programs that talk fares alone, beside two that compute for ever, and beside two
 * that flood the kernel, each flood in turn, in one run. Prints a line a second for each.
 *
 * <p>Arguments: the folder of built programs, seconds for each row.
 */
public final class Floods {
  private static final List<String> MODES = List.of("nobody", "large", "small", "random", "log");

  private Floods() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[1]);
    try (var cairn = new BareCairn(Path.of(arguments[0]))) {
      cairn.shipped("echo-handler");
      // Once for the JIT, which would be measured else.
      cairn.end(cairn.built("bystander", "2"), 60);
      row(cairn, "alone", seconds, List.of());
      for (String mode : MODES) {
        row(cairn, "two spin", seconds, List.of(cairn.shipped("spin"), cairn.shipped("spin")));
        row(
            cairn,
            "two hostile " + mode,
            seconds,
            List.of(cairn.built("hostile", mode), cairn.built("hostile", mode)));
      }
    }
    System.exit(0);
  }

  private static void row(BareCairn cairn, String beside, int seconds, List<Pid> others)
      throws Exception {
    var bystander = cairn.built("bystander", Integer.toString(seconds));
    cairn.end(bystander, 10 * seconds + 30);
    var lines = new ArrayList<>(cairn.text(bystander).lines().toList());
    for (Pid other : others) cairn.kernel().end(other, "the benchmark");
    for (Pid other : others) cairn.end(other, 30);
    System.out.println("beside " + beside + ":");
    lines.forEach(line -> System.out.println("  " + line));
  }
}
