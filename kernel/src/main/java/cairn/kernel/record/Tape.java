package cairn.kernel.record;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.schedule.GuestThread;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a replayed guest hears instead of the world: the next result of the log, if it asks what it
 * asked when it was recorded. Confined to the guest's thread while that runs; then to whoever
 * waited for its end.
 */
final class Tape {
  private final CheckedLog log;
  private final Lane<Entry.Called> lane;
  private long number;
  private @Nullable Divergence divergence;

  /** The log has no more, and does not know how the run went on. */
  private boolean over;

  /** The run was interrupted here; what personalities do while they unwind is not heard. */
  private boolean interrupted;

  Tape(CheckedLog log, Lane<Entry.Called> lane) {
    this.log = log;
    this.lane = lane;
  }

  /** What came of this call. Throws GuestFault where the replay ends. */
  Result next(Asked came) {
    if (over || interrupted || divergence != null) throw stopped();
    if (number == log.calls()) throw beyond(new Happening.Called(came.call()));
    Entry.Called recorded = lane.take(Lane.Waiter.guest(), false);
    if (recorded == null) {
      over = true;
      throw stopped();
    }
    number++;
    interrupted = recorded.result() instanceof Result.Interrupted;
    if (!recorded.call().equals(came.call()) || !recorded.digest().equals(came.digest()))
      throw diverged(new Happening.Called(recorded.call()), new Happening.Called(came.call()));
    if (number == log.calls() && !log.isWhole()) {
      // What it computes from here on is nobody's business, and may never end.
      over = true;
      GuestThread.current().kill();
    }
    return recorded.result();
  }

  private GuestFault beyond(Happening came) {
    number++;
    var recorded = log.end().<Happening>map(end -> new Happening.Ended(end.ending())).orElse(came);
    return diverged(recorded, came);
  }

  /** Remembers that; throw what is returned. */
  GuestFault diverged(Happening recorded, Happening came) {
    divergence = new Divergence(number, recorded, came);
    return stopped();
  }

  /** Ends the guest; what it says is not looked at. */
  static GuestFault stopped() {
    return new GuestFault("The replay is over.");
  }

  long number() {
    return number;
  }

  boolean isOver() {
    return over;
  }

  Optional<Divergence> divergence() {
    return Optional.ofNullable(divergence);
  }
}
