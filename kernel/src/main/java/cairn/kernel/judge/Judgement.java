package cairn.kernel.judge;

import cairn.kernel.Refusal;
import cairn.kernel.gate.GrantId;
import java.util.List;

/** What the gate says about a message. */
public sealed interface Judgement {
  /**
   * It goes on.
   *
   * @param by the grants that let it through, of this process and of those it comes from; without
   *     any of them it would not have been
   * @param everything whether all messages of this process on this interface pass, as long as the
   *     gate's revision stays
   * @param uses count messages let through by each of those grants
   */
  record Pass(List<GrantId> by, boolean everything, List<Uses> uses) implements Judgement {
    /** Counts one message. */
    public void count() {
      for (Uses each : uses) each.add();
    }
  }

  /**
   * It is refused.
   *
   * @param why who decided so
   * @param uses count messages refused by the grant that says so
   */
  record Denied(Wish wish, Refusal.Denial why, List<Uses> uses) implements Judgement {
    /** Counts one message. */
    public void count() {
      for (Uses each : uses) each.add();
    }
  }

  /** It cannot come true whatever the user says, so nobody is asked. */
  record Moot(Wish wish) implements Judgement {}

  /** The user decides: park it. */
  record Ask(Wish wish) implements Judgement {}
}
