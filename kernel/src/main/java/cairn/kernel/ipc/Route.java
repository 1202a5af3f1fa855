package cairn.kernel.ipc;

import cairn.kernel.gate.Judgement;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One process's use of one interface: what the gate has said about all of it, and counters. Exists
 * as long as the process's row.
 */
final class Route {
  final Party from;
  final Port port;

  final AtomicLong messages = new AtomicLong();
  final AtomicLong refused = new AtomicLong();

  /** Guarded by the emitter's mailbox monitor, as the next two. */
  long answered;

  long errors;
  long answerNanos;

  /** The handler that knows of this process. Written by emitters; a lost write costs a look-up. */
  volatile Handler known = Handler.Nobody.INSTANCE;

  private volatile @Nullable Clearance clearance;

  Route(Party from, Port port) {
    this.from = from;
    this.port = port;
  }

  /** Everything from here passes, as long as the gate stands at this revision. */
  private record Clearance(int revision, Judgement.Pass pass) {}

  void clear(int revision, Judgement.Pass pass) {
    clearance = new Clearance(revision, pass);
  }

  Judgement.@Nullable Pass cleared(int revision) {
    var now = clearance;
    return now != null && now.revision == revision ? now.pass : null;
  }
}
