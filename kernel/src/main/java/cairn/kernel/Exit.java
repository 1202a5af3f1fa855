package cairn.kernel;

import java.util.List;

/** How a process ended. */
public sealed interface Exit {
  /** {@code _start} returned (code 0) or the program asked to end. */
  record Exited(int code) implements Exit {}

  /**
   * The program did what cannot be done: {@code unreachable}, a pointer out of bounds, a stack too
   * deep.
   *
   * @param reason for people
   */
  record Trapped(TrapKind kind, String reason, List<String> stack) implements Exit {
    public Trapped {
      stack = List.copyOf(stack);
    }

    /** By what the program did. */
    public Trapped(String reason, List<String> stack) {
      this(TrapKind.PROGRAM, reason, stack);
    }
  }

  /** Somebody ended it. */
  record Killed(String by) implements Exit {}

  /** It never ran. */
  record Refused(LoadFault why) implements Exit {}
}
