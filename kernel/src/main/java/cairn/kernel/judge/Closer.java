package cairn.kernel.judge;

import cairn.kernel.gate.GrantId;
import java.util.Optional;

/** What is to happen when a grant is taken back or a process ends, whichever is first. */
public final class Closer {
  final Subject subject;
  final Optional<GrantId> by;
  final Runnable action;

  Closer(Subject subject, Optional<GrantId> by, Runnable action) {
    this.subject = subject;
    this.by = by;
    this.action = action;
  }
}
