package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An interface goes from hand to hand while several programs send as fast as they can: every
 * message arrives once, and those of one emitter in order. {@code -Dcairn.load.messages=1000000}
 * for more of it.
 */
final class ReplacedUnderLoadTest {
  private static final int MESSAGES = Integer.getInteger("cairn.load.messages", 40_000);
  private static final int EMITTERS = 4;
  private static final int HANDLERS = 3;
  private static final InterfaceId ON = own("numbered");

  private final Scripts scripts = new Scripts();
  private final AtomicIntegerArray arrivals = new AtomicIntegerArray(MESSAGES);
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger outOfOrder = new AtomicInteger();
  private final AtomicInteger ready = new AtomicInteger();

  /** Emitter e sends the numbers e, e + EMITTERS, e + 2 EMITTERS ... */
  private static Consumer<ScriptGuest> emitter(int first) {
    return guest -> {
      for (int i = first; i < MESSAGES; i += EMITTERS) {
        var body =
            Payload.copyOf(
                new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16), (byte) (i >> 24)});
        if (guest.emit(ON, body, MAY_WAIT).status() != 0)
          throw new cairn.kernel.engine.GuestFault("Message " + i + " was not accepted.");
      }
    };
  }

  private void handle(ScriptGuest guest) {
    guest.register(ON);
    ready.incrementAndGet();
    var last = new int[EMITTERS];
    java.util.Arrays.fill(last, -1);
    while (true) {
      byte[] body = guest.message().body().toByteArray();
      int number =
          (body[0] & 0xff) | ((body[1] & 0xff) << 8) | ((body[2] & 0xff) << 16) | (body[3] << 24);
      int from = number % EMITTERS;
      if (number <= last[from]) outOfOrder.incrementAndGet();
      last[from] = number;
      arrivals.incrementAndGet(number);
      arrived.incrementAndGet();
    }
  }

  @Test
  @Timeout(600)
  void everyMessageArrivesOnceAndInOrderHoweverOftenTheHandlerChanges() throws Exception {
    try (var kernel =
        new KernelBuilder(scripts, GuestSchedulers.best(2), Interfaces.shipped()).build()) {
      var small = TestKernel.limits(64, 4000, 64, 16);
      var handlers = new ArrayList<Pid>();
      for (int i = 0; i < HANDLERS; i++) {
        var module = scripts.program("handler " + i, this::handle);
        handlers.add(
            kernel.open(
                new OpenRequest(
                    new OpenRequest.Source.Bytes(module),
                    "handler",
                    List.of(),
                    java.util.Map.of(),
                    allow(ON),
                    true,
                    small)));
      }
      while (ready.get() < HANDLERS) Thread.onSpinWait();
      var emitters = new ArrayList<Pid>();
      for (int i = 0; i < EMITTERS; i++)
        emitters.add(
            kernel.open(request(scripts.program("emitter " + i, emitter(i)), "e", allow(ON))));

      var random = new Random(11);
      int changes = 0;
      while (arrived.get() < MESSAGES) {
        var to = new Answerer.Process(handlers.get(random.nextInt(HANDLERS)));
        var emitter = emitters.get(random.nextInt(EMITTERS));
        Optional<ProgramId> of =
            kernel.snapshot().processes().stream()
                .filter(row -> row.pid().equals(emitter))
                .flatMap(row -> row.program().stream())
                .findFirst();
        var choice =
            switch (random.nextInt(4)) {
              case 0 -> of.isEmpty() ? Choice.DONE : kernel.choose(ON, of, to);
              case 1 -> of.isEmpty() ? Choice.DONE : kernel.choose(ON, of, new Answerer.Usual());
              default -> kernel.choose(ON, Optional.empty(), to);
            };
        assertThat(choice).isEqualTo(Choice.DONE);
        changes++;
      }

      for (Pid pid : emitters)
        assertThat(kernel.ended(pid).toCompletableFuture().get(30, TimeUnit.SECONDS))
            .isEqualTo(new Exit.Exited(0));
      assertThat(outOfOrder).hasValue(0);
      for (int i = 0; i < MESSAGES; i++) assertThat(arrivals.get(i)).as("message " + i).isOne();
      var port =
          kernel.snapshot().interfaces().stream().filter(row -> row.id().equals(ON)).findFirst();
      assertThat(port.orElseThrow().messages()).isEqualTo(MESSAGES);
      System.out.println(
          MESSAGES
              + " messages of "
              + EMITTERS
              + " emitters arrived once and in order, while the handler changed "
              + changes
              + " times among "
              + HANDLERS);
    }
  }
}
