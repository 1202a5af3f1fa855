package cairn.kernel.judge;

import cairn.kernel.Refusal;
import cairn.kernel.gate.GrantId;
import java.util.List;

/**
 * Something that waits at the gate. One of {@link #pass} and {@link #refuse} is called, once,
 * without locks, on any thread; neither when it is withdrawn or its process ends.
 */
public interface Parked {
  /** It goes on. */
  void pass(List<GrantId> by);

  /** It is refused. {@code wish}: what was decided about. */
  void refuse(Wish wish, Refusal.Reason why);

  /** Its process has ended, and nobody was asked in the end. */
  void withdraw();

  /**
   * Who would get it now. If that has changed when the user says "once", the user is asked again:
   * the word was given for another handler. Compared with equals. Called under the gate's monitor:
   * it looks, takes no lock and calls nobody.
   */
  Object recipient();
}
