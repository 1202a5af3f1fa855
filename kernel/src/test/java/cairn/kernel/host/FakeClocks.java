package cairn.kernel.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Clocks that stand still until a test moves them. One thread. */
final class FakeClocks implements Clocks {
  private record Alarm(long moment, Runnable action) {}

  private final List<Alarm> alarms = new ArrayList<>();
  private long monotonic = 1000;
  private long wall = 1_700_000_000_000_000_000L;

  /** Moves both clocks on, running what comes due, each at its moment. */
  void advance(long nanos) {
    long until = monotonic + nanos;
    while (true) {
      Optional<Alarm> next =
          alarms.stream()
              .filter(a -> a.moment() <= until)
              .min(Comparator.comparingLong(Alarm::moment));
      if (next.isEmpty()) break;
      alarms.remove(next.get());
      moveTo(Math.max(monotonic, next.get().moment()));
      next.get().action().run();
    }
    moveTo(until);
  }

  private void moveTo(long moment) {
    wall += moment - monotonic;
    monotonic = moment;
  }

  /** Sets the wall clock as a user does. */
  void setWall(long nanos) {
    wall = nanos;
  }

  int alarms() {
    return alarms.size();
  }

  @Override
  public long monotonic() {
    return monotonic;
  }

  @Override
  public long wall() {
    return wall;
  }

  @Override
  public long resolution() {
    return 1;
  }

  @Override
  public Runnable after(long nanos, Runnable action) {
    Alarm alarm =
        new Alarm(nanos > Long.MAX_VALUE - monotonic ? Long.MAX_VALUE : monotonic + nanos, action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public void close() {
    alarms.clear();
  }
}
