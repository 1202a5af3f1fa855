package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Programs that compute for ever, more of them than a small machine has cores. */
final class SpinTest {
  /** Ten times what is promised to people, as other tests may run beside this one. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  private static final Duration STANDING = Duration.ofMillis(300);

  @Test
  void besideFourOfThemAClockTicksAndEachIsPausedResumedAndEndedSoon() throws Exception {
    try (var guests = new Guests()) {
      var spins = new ArrayList<Pid>();
      for (int i = 0; i < 4; i++) spins.add(guests.open("spin", List.of()));
      for (var spin : spins) guests.until(spin, row -> row.cpuNanos() > 100_000_000);

      var clock = guests.open("clock", List.of("2"));

      assertThat(guests.exit(clock)).isEqualTo(new Exit.Exited(0));
      assertThat(guests.printed(clock).lines()).hasSize(2);
      for (var spin : spins) {
        var paused = pause(guests, spin);
        var resumed = resume(guests, spin);
        var ended = end(guests, spin);
        System.err.printf(
            Locale.ROOT,
            "SpinTest: spin %s paused after %.1f ms, computed again after %.1f ms, ended after %.1f ms%n",
            spin,
            paused.toNanos() / 1e6,
            resumed.toNanos() / 1e6,
            ended.toNanos() / 1e6);
        assertThat(List.of(paused, resumed, ended)).allMatch(d -> d.compareTo(DEADLINE) < 0);
      }
    }
  }

  /** Until its last use of the processor, by its account; then it used none for 300 ms. */
  private static Duration pause(Guests guests, Pid spin) {
    long from = System.nanoTime();
    guests.kernel().pause(spin);
    long grew = from;
    long used = guests.row(spin).cpuNanos();
    while (System.nanoTime() - grew < STANDING.toNanos()) {
      LockSupport.parkNanos(1_000_000);
      long now = guests.row(spin).cpuNanos();
      if (now != used) grew = System.nanoTime();
      used = now;
      assertThat(grew - from).as("nanoseconds after the pause").isLessThan(DEADLINE.toNanos());
    }
    assertThat(guests.row(spin).state()).isInstanceOf(ProcessState.Suspended.class);
    return Duration.ofNanos(grew - from);
  }

  private static Duration resume(Guests guests, Pid spin) {
    long before = guests.row(spin).cpuNanos();
    long from = System.nanoTime();
    guests.kernel().resume(spin);
    guests.until(spin, row -> row.cpuNanos() > before);
    return since(from);
  }

  private static Duration end(Guests guests, Pid spin) throws Exception {
    long from = System.nanoTime();
    guests.kernel().end(spin, "the test");
    assertThat(guests.exit(spin)).isEqualTo(new Exit.Killed("the test"));
    return since(from);
  }

  private static Duration since(long from) {
    return Duration.ofNanos(System.nanoTime() - from);
  }
}
