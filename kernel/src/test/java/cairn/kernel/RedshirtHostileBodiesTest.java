package cairn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.host.Clocks;
import cairn.kernel.host.LogHandler;
import cairn.kernel.host.RandomHandler;
import cairn.kernel.host.TcpHandler;
import cairn.kernel.host.TimeHandler;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes redshirt's interfaces are sent, they are answered or dropped, and nothing throws.
 */
final class RedshirtHostileBodiesTest {
  private static final int BODIES = 6000;

  /** Failures that were contained, and should not have happened. */
  private static final class Failures extends Handler {
    final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      seen.add(record.getMessage() + " " + record.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static Payload body(Random random) {
    var bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(80) : random.nextInt(24)];
    random.nextBytes(bytes);
    // Mostly a message that there is, and small numbers, as of registrations and sockets.
    if (bytes.length > 0 && random.nextInt(8) > 0) bytes[0] = (byte) random.nextInt(5);
    if (random.nextBoolean())
      for (int i = 2; i < bytes.length; i++) bytes[i] = (byte) (random.nextInt(6) / 5);
    return Payload.owning(bytes);
  }

  @Test
  void randomBodiesHarmNothing() {
    var failures = new Failures();
    var logger = Logger.getLogger("cairn.kernel");
    logger.addHandler(failures);
    var interfaces = Interfaces.shipped();
    try (var clocks = Clocks.system();
        var it =
            new TestKernel(
                builder ->
                    builder
                        .handler(new TimeHandler(interfaces, clocks))
                        .handler(new RandomHandler(interfaces))
                        .handler(new LogHandler(interfaces, (p, l, t) -> {}, clocks))
                        .handler(new TcpHandler(interfaces, clocks)))) {
      var legacy =
          it.interfaces.all().stream()
              .filter(known -> known.descriptor().orElseThrow().legacyId().isPresent())
              .map(known -> known.definition().id())
              .toList();
      assertThat(legacy).hasSize(8);
      var random = new Random(11);

      var pid =
          it.open(
              "hostile",
              guest -> {
                for (int i = 0; i < BODIES; i++) send(guest, legacy, random);
              });

      assertThat(it.end(pid)).isEqualTo(new Exit.Exited(0));
      assertThat(it.kernel.snapshot().questions()).isEmpty();
    } finally {
      logger.removeHandler(failures);
    }
    assertThat(failures.seen).isEmpty();
  }

  private static void send(ScriptGuest guest, List<InterfaceId> to, Random random) {
    boolean asks = random.nextInt(5) > 0;
    var sent =
        guest.emit(
            to.get(random.nextInt(to.size())), body(random), asks ? ScriptGuest.NEEDS_ANSWER : 0);
    if (!asks || sent.status() != 0) return;
    // What is there is taken; what is not, given up.
    if (guest.next(32_768, false, sent.id()) == 0) guest.cancel(sent.id());
  }
}
