package cairn;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.registry.InterfaceId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handler that crashes with questions in hand. */
final class CrashHandlerTest {
  private static final int UNAVAILABLE = 69;

  @Test
  void itsCallersGetErrorsAtOnceAndAnotherCanTakeOver() throws Exception {
    try (var guests = new Guests()) {
      var crash = guests.open("crash", List.of("3"), guests.registering());
      var echo = guests.handledBy(crash);
      var first = guests.open("echo-client", List.of(), echo);
      var second = guests.open("echo-client", List.of(), echo);
      guests.until(crash, row -> row.owedAnswers() == 2);
      assertThat(handler(guests, echo)).isEqualTo(new HandledBy.Process(crash));

      var third = guests.open("echo-client", List.of(), echo);

      assertThat(guests.exit(crash)).isInstanceOf(Exit.Trapped.class);
      long crashed = System.nanoTime();
      for (var caller : List.of(first, second, third)) {
        assertThat(guests.exit(caller)).isEqualTo(new Exit.Exited(UNAVAILABLE));
        assertThat(guests.printed(caller)).contains("answered with an error");
      }
      var waited = Duration.ofNanos(System.nanoTime() - crashed);
      System.err.println(
          "CrashHandlerTest: three callers had ended " + waited.toMillis() + " ms after the crash");
      assertThat(waited).isLessThan(Duration.ofSeconds(2));
      assertThat(handler(guests, echo)).isEqualTo(new HandledBy.Nobody());

      var successor = guests.open("echo-handler", List.of(), guests.registering());
      assertThat(guests.handledBy(successor)).isEqualTo(echo);
      var client = guests.open("echo-client", List.of("100"), echo);

      assertThat(guests.exit(client)).isEqualTo(new Exit.Exited(0));
      assertThat(handler(guests, echo)).isEqualTo(new HandledBy.Process(successor));
    }
  }

  /** An interface that nobody handles and nobody uses any more has no row. */
  private static HandledBy handler(Guests guests, InterfaceId of) {
    return guests.kernel().snapshot().interfaces().stream()
        .filter(row -> row.id().equals(of))
        .findFirst()
        .map(KernelSnapshot.OfInterface::handler)
        .orElse(new HandledBy.Nobody());
  }
}
