package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.ProgramId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Programs that were started for messages and took none: each is left alone for a while, which
 * doubles every time. Any thread.
 */
final class Rests {
  private static final long FIRST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST = Duration.ofMinutes(5).toNanos();

  /**
   * One that rests, or would when it fails again.
   *
   * @param untilNanos by the clock of these
   */
  record Rest(Exit why, long pause, long untilNanos) {}

  private final LongSupplier nanos;
  private final Map<ProgramId, Rest> rests = new ConcurrentHashMap<>();

  /** None yet. {@code nanos}: as {@link System#nanoTime}. */
  Rests(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** It failed. */
  void failed(ProgramId program, Exit why) {
    rests.compute(
        program,
        (id, last) -> {
          long pause = last == null ? FIRST : Math.min(LONGEST, 2 * last.pause);
          return new Rest(why, pause, nanos.getAsLong() + pause);
        });
  }

  /** It did what it was started for, or the user wants it to be tried again. */
  void forgiven(ProgramId program) {
    rests.remove(program);
  }

  /** Whether it is not to be started now. */
  boolean rests(ProgramId program) {
    Rest last = rests.get(program);
    return last != null && nanos.getAsLong() - last.untilNanos < 0;
  }

  /** How it failed last, if it did. */
  Optional<Rest> last(ProgramId program) {
    return Optional.ofNullable(rests.get(program));
  }
}
