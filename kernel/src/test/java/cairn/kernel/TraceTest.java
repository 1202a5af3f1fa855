package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.limits;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.MessageTrace.Row;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the trace says of messages that went through a whole kernel. */
final class TraceTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId HELD = own("held");
  private static final InterfaceId NOBODYS = own("nobody's");

  private final TestKernel it = new TestKernel();

  @AfterEach
  void close() {
    it.close();
  }

  private static void echo(ScriptGuest guest) {
    guest.register(ECHO);
    while (true) {
      var got = guest.receive();
      if (got.kind() == 0 && got.id() != 0)
        if (got.body().utf8().equals("bad")) guest.answerError(got.id());
        else guest.answer(got.id(), got.body());
    }
  }

  private Pid handler(Consumer<ScriptGuest> script, Limits within) {
    var pid = it.open("handler", script, within, ECHO, HELD);
    it.settle(pid);
    return pid;
  }

  private Pid run(Consumer<ScriptGuest> script) {
    var pid = it.open("client", script, ECHO, NOBODYS, HELD);
    it.end(pid);
    return pid;
  }

  private List<Row> rows(InterfaceId on) {
    return it.kernel.trace().since(1, 10_000).rows().stream()
        .filter(row -> row.on().equals(on))
        .toList();
  }

  private Row only(InterfaceId on) {
    assertThat(rows(on)).hasSize(1);
    return rows(on).getFirst();
  }

  @Test
  void aQuestionToAProcessIsTracedToItsAnswer() {
    var handler = handler(TraceTest::echo, Limits.DEFAULT);

    var client = run(guest -> guest.ask(ECHO, "hello"));

    var row = only(ECHO);
    assertThat(row.from()).isEqualTo(client);
    assertThat(row.to()).isEqualTo(new HandledBy.Process(handler));
    assertThat(row.message()).isEqualTo('h');
    assertThat(row.size()).isEqualTo(5);
    assertThat(row.question()).isPositive();
    assertThat(row.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(row.answerSize()).isEqualTo(5);
    assertThat(row.answerHead()).isEqualTo('h');
    assertThat(row.taken()).isNotNegative();
    assertThat(row.answered()).isGreaterThanOrEqualTo(row.taken());
    assertThat(row.received()).isGreaterThanOrEqualTo(row.answered());
  }

  @Test
  void aQuestionToJavaCodeIsTracedToo() {
    handler(TraceTest::echo, Limits.DEFAULT);

    var row = only(it.interfaces.shipped("interface").definition().id());

    assertThat(row.to()).isEqualTo(new HandledBy.Native());
    assertThat(row.outcome()).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void errorsOneWaysAndMessagesWithoutAHandlerHaveTheirOutcomes() {
    handler(TraceTest::echo, Limits.DEFAULT);

    run(
        guest -> {
          guest.ask(ECHO, "bad");
          guest.emit(ECHO, "one-way", 0);
          guest.ask(ECHO, "after it");
          guest.emit(NOBODYS, "x", 0);
        });

    assertThat(rows(ECHO))
        .extracting(Row::outcome)
        .containsExactly(Outcome.FAILED, Outcome.DELIVERED, Outcome.ANSWERED);
    assertThat(rows(ECHO).get(1).question()).isZero();
    assertThat(only(NOBODYS).outcome()).isEqualTo(Outcome.UNKNOWN_INTERFACE);
  }

  @Test
  void whatTheUserIsAskedAboutSaysSoUntilTheAnswer() {
    handler(TraceTest::echo, Limits.DEFAULT);
    var stranger = it.open("stranger", guest -> guest.ask(ECHO, "may I?"));
    it.until(() -> !it.asked.isEmpty());

    assertThat(only(ECHO).outcome()).isEqualTo(Outcome.ASKING);

    it.kernel.decide(it.asked.getFirst().id(), new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));
    it.end(stranger);
    assertThat(only(ECHO).outcome()).isEqualTo(Outcome.DENIED);
    assertThat(only(ECHO).to()).isEqualTo(new HandledBy.Nobody());
  }

  @Test
  void whatTheGateHeldUpTellsWhenItPassed() {
    handler(TraceTest::echo, Limits.DEFAULT);
    var stranger = it.open("stranger", guest -> guest.ask(ECHO, "may I?"));
    it.until(() -> !it.asked.isEmpty());

    it.kernel.decide(it.asked.getFirst().id(), new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    it.end(stranger);

    var row = only(ECHO);
    assertThat(row.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(row.passed()).isPositive();
    assertThat(row.queued()).isGreaterThanOrEqualTo(row.passed());
  }

  @Test
  void whatWaitsForAHandlerSaysSoAndThenWhoGotIt() {
    var client = it.open("client", guest -> guest.ask(ECHO, "early"), ECHO);
    it.settle(client);
    assertThat(only(ECHO).outcome()).isEqualTo(Outcome.WAITING);

    var handler = handler(TraceTest::echo, Limits.DEFAULT);
    it.end(client);

    assertThat(only(ECHO).to()).isEqualTo(new HandledBy.Process(handler));
    assertThat(only(ECHO).queued()).isPositive();
  }

  @Test
  void aFullMailboxAndACancelledQuestionCanBeTold() {
    handler(
        guest -> {
          guest.register(ECHO);
          guest.hold("held");
        },
        limits(1, 1000, 100, 100));

    run(
        guest -> {
          var first = guest.emit(ECHO, "first", NEEDS_ANSWER);
          guest.emit(ECHO, "second", NEEDS_ANSWER);
          guest.cancel(first.id());
        });

    assertThat(rows(ECHO))
        .extracting(Row::outcome)
        .containsExactly(Outcome.CANCELLED, Outcome.NO_ROOM);
  }

  @Test
  void aQuestionOfOneThatEndedIsAbandonedAndOneToAnEndedHandlerFailed() {
    var handler =
        handler(
            guest -> {
              guest.register(ECHO);
              guest.message();
              guest.hold("held");
            },
            Limits.DEFAULT);

    run(guest -> guest.emit(ECHO, "and gone", QUESTION));
    var waits = it.open("waits", guest -> guest.ask(ECHO, "waits"), ECHO);
    it.settle(waits);
    it.kernel.end(handler, "the test");
    it.settle();

    assertThat(rows(ECHO).getFirst().outcome()).isEqualTo(Outcome.ABANDONED);
    // It may wait, so it waits for the next handler.
    assertThat(rows(ECHO).getLast().outcome()).isEqualTo(Outcome.WAITING);
    assertThat(rows(ECHO).getLast().to()).isEqualTo(new HandledBy.Nobody());
  }

  @Test
  void bodiesAreKeptOnlyOfThoseWhoAreRecorded() {
    var handler = handler(TraceTest::echo, Limits.DEFAULT);

    run(guest -> guest.ask(ECHO, "before"));
    it.kernel.trace().record(handler, true);
    run(guest -> guest.ask(ECHO, "during"));
    it.kernel.trace().record(handler, false);
    run(guest -> guest.ask(ECHO, "after"));

    var rows = rows(ECHO);
    assertThat(it.kernel.trace().bodies(rows.get(0).number())).isEmpty();
    var kept = it.kernel.trace().bodies(rows.get(1).number()).orElseThrow();
    assertThat(kept.message()).contains(Payload.utf8("during"));
    assertThat(kept.answer()).contains(Payload.utf8("during"));
    assertThat(it.kernel.trace().bodies(rows.get(2).number())).isEmpty();
  }

  @Test
  void theBodiesOfWhatAProgramSendsAreKeptWhoeverGetsThem() {
    handler(TraceTest::echo, Limits.DEFAULT);
    var client =
        it.open(
            "client",
            guest -> {
              guest.emit(HELD, "", MAY_WAIT);
              guest.ask(ECHO, "seen");
            },
            ECHO,
            HELD);
    it.settle(client);

    it.kernel.trace().record(it.row(client).program().orElseThrow(), true);
    it.release("held");
    it.end(client);

    assertThat(it.kernel.trace().bodies(only(ECHO).number()).orElseThrow().message())
        .contains(Payload.utf8("seen"));
  }
}
