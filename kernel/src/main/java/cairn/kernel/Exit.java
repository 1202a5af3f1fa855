package cairn.kernel;

import java.util.List;

/** How a process ended. */
public sealed interface Exit {
  /** {@code _start} returned (code 0) or the program asked to end. */
  record Exited(int code) implements Exit {}

  /**
   * The program did what cannot be done: {@code unreachable}, a pointer out of bounds, a stack too
   * deep.
   */
  record Trapped(String reason, List<String> stack) implements Exit {
    public Trapped {
      stack = List.copyOf(stack);
    }
  }

  /** Somebody ended it. */
  record Killed(String by) implements Exit {}

  /** It never ran. */
  record Refused(LoadFault why) implements Exit {}
}
