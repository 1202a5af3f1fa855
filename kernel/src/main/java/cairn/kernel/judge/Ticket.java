package cairn.kernel.judge;

import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.PermissionRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place at the gate. All fields are guarded by the gate's monitor. */
public final class Ticket {
  /** Where it stands. */
  enum Stage {
    /** The user has not decided. */
    ASKED,
    /** It may go on, after those before it. */
    ALLOWED,
    /** It has left. */
    LEFT
  }

  final Subject subject;
  final Wish wish;
  final Called called;
  final Parked parked;
  final boolean inOrder;
  final int bytes;
  Object recipient;
  Stage stage = Stage.ASKED;
  List<GrantId> by = List.of();

  /** Allowed for this once, not by a rule. */
  boolean once;

  @Nullable Row row;

  /**
   * What its program is called in the question, those that started it, the nearest first, and who
   * changed its message.
   */
  record Called(String name, List<String> starters, Optional<PermissionRequest.Changed> changed) {
    Called {
      starters = List.copyOf(starters);
    }
  }

  Ticket(Subject subject, Wish wish, Called called, Parked parked, boolean inOrder, int bytes) {
    this.subject = subject;
    this.wish = wish;
    this.called = called;
    this.parked = parked;
    this.inOrder = inOrder;
    this.bytes = bytes;
    this.recipient = parked.recipient();
  }
}
