package cairn.kernel.ipc;

import cairn.kernel.judge.Judgement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One process's use of one interface: what the gate has said about all of it, and counters. Exists
 * as long as the process's row, or until it is {@linkplain #retire retired}.
 */
final class Route implements Ports.Way {
  /** The number of messages on a route that is no more. */
  private static final int RETIRED = Integer.MIN_VALUE;

  final Party from;
  final Port port;

  final AtomicLong messages = new AtomicLong();
  final AtomicLong refused = new AtomicLong();
  final AtomicLong malformed = new AtomicLong();

  /** Guarded by the emitter's mailbox monitor, as the next two. */
  long answered;

  long errors;
  long answerNanos;

  /** The handler that knows of this process. Written by emitters; a lost write costs a look-up. */
  volatile Handler known = Handler.Nobody.INSTANCE;

  private volatile @Nullable Clearance clearance;

  /** Messages that are on it: emitted, and neither taken nor given up. */
  private final AtomicInteger onTheWay = new AtomicInteger();

  /** Where its messages go, one after the other. Written under the port's monitor. */
  private volatile List<Place> path;

  Route(Party from, Port port) {
    this.from = from;
    this.port = port;
    this.path = port.pathOf(from);
  }

  /** A message is to go here; false: this route is no more. */
  boolean enter() {
    while (true) {
      int now = onTheWay.get();
      if (now == RETIRED) return false;
      if (onTheWay.compareAndSet(now, now + 1)) return true;
    }
  }

  /** A message that has entered is not on its way any more. */
  void leave() {
    onTheWay.decrementAndGet();
  }

  boolean isIdle() {
    return onTheWay.get() == 0;
  }

  /** Nothing enters it any more; false: something is on the way. */
  boolean retire() {
    return onTheWay.compareAndSet(0, RETIRED);
  }

  /** Where a message of this route is to be, that has left the places below this rank behind. */
  Place toward(int rank) {
    List<Place> now = path;
    for (Place place : now) if (place.rank >= rank) return place;
    throw new IllegalStateException("a path without an end");
  }

  List<Place> path() {
    return path;
  }

  /** Under the port's monitor. */
  void path(List<Place> other) {
    path = other;
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
