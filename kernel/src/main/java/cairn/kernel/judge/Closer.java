package cairn.kernel.judge;

import cairn.kernel.gate.GrantId;
import java.util.List;

/** What is to happen when a grant is taken back or a process ends, whichever is first. */
public final class Closer {
  final Subject subject;
  final List<GrantId> by;
  final Runnable action;

  Closer(Subject subject, List<GrantId> by, Runnable action) {
    this.subject = subject;
    this.by = by;
    this.action = action;
  }
}
