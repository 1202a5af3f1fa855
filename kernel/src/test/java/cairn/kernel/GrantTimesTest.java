package cairn.kernel;

import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.InterfaceId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When a grant was used last is when a message went by it, not when somebody looks. */
final class GrantTimesTest {
  private static final InterfaceId ECHO = own("echo");
  private static final Instant USED = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void lookingLaterDoesNotMakeItLater() {
    var now = new AtomicReference<>(USED);
    try (var it = new TestKernel(builder -> builder.clock(now::get))) {
      var client =
          it.open(
              "client",
              guest -> {
                guest.emit(ECHO, "x", ScriptGuest.MAY_WAIT);
                guest.hold("go");
              },
              own("go"));
      it.settle(client);
      it.kernel.decide(
          it.kernel.snapshot().questions().getFirst().id(),
          new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT));
      it.settle(client);

      now.set(USED.plusSeconds(450));

      assertThat(it.kernel.grants())
          .singleElement()
          .satisfies(
              grant -> {
                assertThat(grant.uses()).isEqualTo(1);
                assertThat(grant.lastUsed()).isEqualTo(USED);
              });
    }
  }
}
