package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The C executor: a program that keeps a hundred questions open on one thread. */
final class HundredTest {
  @Test
  void aHundredTasksAwaitTheirAlarmsOnOneThread() throws Exception {
    try (var guests = new Guests()) {
      var hundred = guests.open("hundred", List.of("20"));

      assertThat(guests.exit(hundred)).isEqualTo(new Exit.Exited(0));
      assertThat(guests.printed(hundred))
          .contains("2000 alarms rang, at most 100 set at once, on one thread.");
    }
  }
}
