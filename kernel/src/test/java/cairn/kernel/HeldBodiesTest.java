package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What Java code has in hand counts against its emitter until it has really let go of it. */
final class HeldBodiesTest {
  private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();
  private static final Definition LOG = Interfaces.shipped().shipped("log").definition();
  private static final Value DONE = Value.ok(Value.UNIT);
  private static final int BYTES = 10_000;
  private static final Payload WRITE =
      encoded(TCP, "write", Value.unsigned(1), Value.bytes(Payload.owning(new byte[BYTES])));
  private static final Payload LINE =
      encoded(LOG, "write", Value.named("info"), Value.text("x".repeat(BYTES)));

  private final Hoarder tcp = new Hoarder(TCP);
  private final Hoarder log = new Hoarder(LOG);

  private static Payload encoded(Definition of, String message, Value... arguments) {
    return MessageCodec.encodeCall(of.message(message).orElseThrow(), List.of(arguments));
  }

  private TestKernel kernel() {
    return new TestKernel(b -> b.handler(tcp).handler(log));
  }

  private static long inFlight(TestKernel it) {
    return it.kernel.snapshot().totals().inFlight();
  }

  private static Pid start(TestKernel it, Consumer<ScriptGuest> script) {
    var pid = it.open("writer", script, TCP.id(), LOG.id(), TestKernel.own("go"));
    it.settle(pid);
    return pid;
  }

  private static void writesTwice(ScriptGuest guest) {
    for (int i = 0; i < 2; i++) guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
    guest.hold("go");
  }

  @Test
  void aQuestionCountsUntilItIsAnswered() {
    try (var it = kernel()) {
      start(it, HeldBodiesTest::writesTwice);
      assertThat(inFlight(it)).isEqualTo(2L * WRITE.length());

      tcp.calls.getFirst().answer(DONE);
      assertThat(inFlight(it)).isEqualTo(WRITE.length());
      tcp.calls.getFirst().answer(DONE);
      assertThat(inFlight(it)).as("the first answer counts").isEqualTo(WRITE.length());
      tcp.calls.getLast().fail();

      assertThat(inFlight(it)).isZero();
    }
  }

  @Test
  void whatNoLongerCountsIsNotThereAnyMore() {
    try (var it = kernel()) {
      start(it, HeldBodiesTest::writesTwice);
      assertThat(tcp.calls.getFirst().arguments()).hasSize(2);

      tcp.calls.getFirst().answer(DONE);

      assertThat(tcp.calls.getFirst().arguments()).as("its answer is not taken").isEmpty();
      assertThat(tcp.calls.getLast().arguments()).hasSize(2);
    }
  }

  @Test
  void aQuestionCountsUntilItsHandlerKnowsThatItIsCancelled() {
    try (var it = kernel()) {
      var seen = new ArrayList<Long>();
      tcp.onCancel = () -> seen.add(inFlight(it));
      start(
          it,
          guest -> {
            guest.cancel(guest.emit(TCP.id(), WRITE, NEEDS_ANSWER).id());
            seen.add(inFlight(it));
            guest.hold("go");
          });

      assertThat(seen).containsExactly((long) WRITE.length(), 0L);
    }
  }

  @Test
  void aQuestionCountsUntilItsHandlerKnowsThatItsEmitterHasEnded() {
    try (var it = kernel()) {
      var seen = new ArrayList<Long>();
      tcp.onEnd = () -> seen.add(inFlight(it));
      var pid = start(it, HeldBodiesTest::writesTwice);

      it.kernel.end(pid, "you");
      it.end(pid);

      it.until(() -> inFlight(it) == 0);
      assertThat(seen).containsExactly(2L * WRITE.length());
    }
  }

  @Test
  void aOneWayCountsWhileItIsHandedOver() {
    try (var it = kernel()) {
      start(
          it,
          guest -> {
            log.seen = () -> inFlight(it);
            guest.emit(LOG.id(), LINE, 0);
          });

      assertThat(log.counts).containsExactly((long) LINE.length());
      assertThat(inFlight(it)).isZero();
    }
  }

  @Test
  void whatIsKeptCountsUntilItIsLetGo() {
    try (var it = kernel()) {
      tcp.keeps = true;
      log.keeps = true;
      var pid =
          start(
              it,
              guest -> {
                guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
                guest.cancel(guest.emit(TCP.id(), WRITE, NEEDS_ANSWER).id());
                guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
                guest.emit(LOG.id(), LINE, 0);
                guest.hold("go");
              });
      tcp.calls.getFirst().answer(DONE);
      it.kernel.end(pid, "you");
      it.end(pid);
      assertThat(inFlight(it)).isEqualTo(3L * WRITE.length() + LINE.length());

      log.kept.getFirst().run();
      assertThat(inFlight(it)).isEqualTo(3L * WRITE.length());
      for (Runnable letGo : tcp.kept) letGo.run();
      for (Runnable letGo : tcp.kept) letGo.run();

      it.until(() -> inFlight(it) == 0);
    }
  }

  @Test
  void aHandlerThatFailsHasNothingInHand() {
    try (var it = kernel()) {
      log.seen =
          () -> {
            throw new IllegalStateException("a bug");
          };
      tcp.seen = log.seen;
      start(
          it,
          guest -> {
            guest.emit(LOG.id(), LINE, 0);
            guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
            guest.hold("go");
          });

      assertThat(inFlight(it)).isZero();
    }
  }

  @Test
  void whoHasTheAnswerHasTheRoomToo() {
    var limits = KernelLimits.ofThisMachine().withInFlight(30_000);
    try (var it = new TestKernel(b -> b.handler(tcp).limits(limits))) {
      tcp.answersAtOnce = true;
      var status = new ArrayList<Integer>();
      start(
          it,
          guest -> {
            for (int i = 0; i < 100; i++) {
              var sent = guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
              status.add(sent.status());
              guest.await(sent.id());
            }
          });

      assertThat(status).hasSize(100).containsOnly(0);
    }
  }

  @Test
  void whoWaitsForNoAnswersMeetsTheLimitAndGoesOn() {
    var limits = KernelLimits.ofThisMachine().withInFlight(100_000);
    try (var it = new TestKernel(b -> b.handler(tcp).limits(limits))) {
      var status = new ArrayList<Integer>();
      var pid =
          start(
              it,
              guest -> {
                var first = guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
                status.add(first.status());
                for (int i = 0; i < 50; i++)
                  status.add(guest.emit(TCP.id(), WRITE, NEEDS_ANSWER).status());
                tcp.calls.getFirst().answer(DONE);
                status.add(guest.emit(TCP.id(), WRITE, NEEDS_ANSWER).status());
                guest.hold("go");
              });

      // A process may hold a third of what is free of seven eighths.
      assertThat(status.subList(0, 3)).containsExactly(0, 0, 3);
      assertThat(status.subList(2, 51)).containsOnly(3);
      assertThat(status.getLast()).isZero();
      assertThat(it.row(pid).limitHits()).containsEntry(Limit.BODY, 49L);
      assertThat(inFlight(it)).isEqualTo(2L * WRITE.length());
    }
  }

  /** Takes everything and answers nothing by itself. */
  private static final class Hoarder implements NativeHandler {
    private final Definition definition;
    final List<NativeCall> calls = new CopyOnWriteArrayList<>();
    final List<Runnable> kept = new CopyOnWriteArrayList<>();
    final List<Long> counts = new CopyOnWriteArrayList<>();
    volatile boolean keeps;
    volatile boolean answersAtOnce;
    volatile Runnable onCancel = () -> {};
    volatile Runnable onEnd = () -> {};
    volatile LongSupplier seen = () -> 0;

    Hoarder(Definition definition) {
      this.definition = definition;
    }

    @Override
    public Definition definition() {
      return definition;
    }

    @Override
    public void handle(NativeCall call) {
      calls.add(call);
      if (keeps) kept.add(call.keep());
      call.onCancel(onCancel);
      counts.add(seen.getAsLong());
      if (answersAtOnce) call.answer(DONE);
    }

    @Override
    public void ended(Pid pid) {
      onEnd.run();
    }

    @Override
    public void close() {}
  }
}
