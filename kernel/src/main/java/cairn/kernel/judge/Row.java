package cairn.kernel.judge;

import cairn.kernel.gate.PermissionRequest;
import java.util.ArrayDeque;

/** One question to the user, and what waits for its answer. Guarded by the gate's monitor. */
final class Row {
  final Subject.RowKey key;
  final PermissionRequest first;
  final ArrayDeque<Ticket> tickets = new ArrayDeque<>();

  /** A decision for ever is being written down; other answers come too late. */
  boolean storing;

  /** The user has answered this question with no. */
  boolean deniedNow;

  Row(Subject.RowKey key, PermissionRequest first) {
    this.key = key;
    this.first = first;
  }

  /** As the user sees it now. */
  PermissionRequest request() {
    return first.withCount(tickets.size());
  }
}
