package cairn.kernel.judge;

import cairn.kernel.gate.GrantId;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** What the gate says about a message. */
public sealed interface Judgement {
  /**
   * It goes on.
   *
   * @param by the grant that let it through
   * @param everything whether all messages of this process on this interface pass, as long as the
   *     gate's revision stays
   * @param uses counts messages let through by that grant
   */
  record Pass(Optional<GrantId> by, boolean everything, Optional<LongAdder> uses)
      implements Judgement {
    /** Counts one message. */
    public void count() {
      if (uses.isPresent()) uses.get().increment();
    }
  }

  /** It is refused. */
  record Denied() implements Judgement {}

  /** It cannot come true whatever the user says, so nobody is asked. */
  record Moot(Wish wish) implements Judgement {}

  /** The user decides: park it. */
  record Ask(Wish wish) implements Judgement {}
}
