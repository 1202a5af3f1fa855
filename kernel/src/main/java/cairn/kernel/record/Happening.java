package cairn.kernel.record;

/** What a run came to at one place; a recorded and a replayed one are compared by it. */
public sealed interface Happening {
  /** It called. */
  record Called(Call call) implements Happening {}

  /** A growth had this result: the size before, or -1. */
  record Grew(int before) implements Happening {}

  /** It ended. */
  record Ended(Ending how) implements Happening {}

  /** It left this behind. */
  record Left(FinalState state) implements Happening {}
}
