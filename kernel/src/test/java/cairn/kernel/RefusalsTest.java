package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.limits;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.MessageTrace.Row;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Why a message was given to no handler: the same in the counts, in the trace and in the grants.
 */
final class RefusalsTest {
  private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();
  private static final int CONNECT = TCP.message("connect").orElseThrow().index();

  /** Told apart by what they wanted. */
  private static final int MOST_KINDS = 64;

  private static final InterfaceId ECHO = own("echo");
  private static final Scope PLACE = new Scope.Endpoint("10.0.0.5", 443, Scope.Reach.LOCAL);
  private static final Scope OTHER = new Scope.Endpoint("10.0.0.6", 443, Scope.Reach.LOCAL);

  private final FakeTcp tcp = new FakeTcp();
  private final TestKernel it = new TestKernel(builder -> builder.handler(tcp));

  @AfterEach
  void close() {
    it.close();
  }

  /** Keeps what it gets. */
  private static final class FakeTcp implements NativeHandler {
    final List<NativeCall> calls = new CopyOnWriteArrayList<>();

    @Override
    public Definition definition() {
      return TCP;
    }

    @Override
    public void handle(NativeCall call) {
      calls.add(call);
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  private static Payload connect(int lastByte) {
    var ip = Value.bytes(Payload.copyOf((byte) 10, (byte) 0, (byte) 0, (byte) lastByte));
    var address =
        Value.record(
            Value.field("ip", Value.named("v4", ip)), Value.field("port", Value.unsigned(443)));
    return MessageCodec.encodeCall(
        TCP.message("connect").orElseThrow(), List.of(Value.named("address", address)));
  }

  private static void asks(ScriptGuest guest, int... lastBytes) {
    for (int each : lastBytes) guest.await(guest.emit(TCP.id(), connect(each), NEEDS_ANSWER).id());
  }

  private Pid start(Consumer<ScriptGuest> script, Rule... rules) {
    var module = it.scripts.program("client", script);
    var pid = it.kernel.open(TestKernel.request(module, "client", List.of(rules)));
    it.settle(pid);
    return pid;
  }

  private void decide(Decision decision) {
    it.kernel.decide(it.kernel.snapshot().questions().getFirst().id(), decision);
    it.stepper.runUntilIdle();
  }

  private static Refusal.About about(Scope scope) {
    return new Refusal.About(TCP.id(), CONNECT, Optional.of(scope));
  }

  private List<Row> rows(InterfaceId on) {
    return it.kernel.trace().since(1, 1000).rows().stream()
        .filter(row -> row.on().equals(on))
        .toList();
  }

  private void assertRefused(Pid pid, Refusal.About about, Refusal.Reason reason, long count) {
    assertThat(it.row(pid).refusals())
        .anySatisfy(
            refusal -> {
              assertThat(refusal.about()).contains(about);
              assertThat(refusal.reason()).isEqualTo(reason);
              assertThat(refusal.count()).isEqualTo(count);
            });
  }

  @Test
  void aMessageThatDoesNotDecodeIsMalformedAndNobodyDeniedIt() {
    var pid =
        start(
            guest -> {
              guest.await(guest.emit(TCP.id(), Payload.copyOf((byte) CONNECT), NEEDS_ANSWER).id());
              guest.emit(TCP.id(), connect(5), 0);
            });

    assertThat(it.row(pid).denied()).isZero();
    assertThat(it.row(pid).malformed()).isEqualTo(2);
    assertThat(it.row(pid).refusals())
        .extracting(refusal -> refusal.about().orElseThrow().message())
        .containsOnly(CONNECT);
    assertThat(it.row(pid).refusals())
        .extracting(Refusal::reason)
        .anyMatch(reason -> reason instanceof Refusal.Malformed)
        .contains(new Refusal.WrongKind(true));
    assertThat(rows(TCP.id())).extracting(Row::outcome).containsOnly(Outcome.UNFIT);
    assertThat(it.port(TCP.id()).orElseThrow().malformed()).isEqualTo(2);
    assertThat(it.port(TCP.id()).orElseThrow().denied()).isZero();
  }

  @Test
  void whatTheUserSaidNoToIsToldFromWhatHeHadDecidedBefore() {
    var pid = start(guest -> asks(guest, 5, 5, 5));

    decide(new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT));

    assertRefused(pid, about(PLACE), new Refusal.Answered(), 1);
    assertRefused(pid, about(PLACE), new Refusal.DecidedBefore(), 2);
    assertThat(rows(TCP.id()))
        .extracting(Row::outcome)
        .containsExactly(Outcome.DENIED, Outcome.DENIED_BEFORE, Outcome.DENIED_BEFORE);
    assertThat(it.port(TCP.id()).orElseThrow().denied()).isEqualTo(3);
  }

  @Test
  void theRestOfTheRunIsDeniedAsThat() {
    var pid = start(guest -> asks(guest, 5, 6));

    decide(new Decision.DenyRest());

    assertRefused(pid, about(PLACE), new Refusal.Answered(), 1);
    assertRefused(pid, about(OTHER), new Refusal.RestOfRun(), 1);
  }

  @Test
  void aRuleOfTheCommandIsNoDecisionOfTheUsers() {
    var rule = new Rule(TCP.id(), Optional.empty(), new Scope.Whole(), Breadth.ANY, false);

    var pid = start(guest -> asks(guest, 5), rule);

    assertRefused(pid, about(PLACE), new Refusal.ByFlag(), 1);
  }

  @Test
  void whatNobodyAnswersIsUnsentAndAnUnknownInterfaceIsToldFromAKnownOne() {
    var known = Interfaces.shipped().shipped("random").definition().id();
    var pid =
        start(
            guest -> {
              guest.emit(known, "x", 0);
              guest.emit(own("nobody's"), "x", 0);
            });

    assertRefused(pid, new Refusal.About(known, 'x', Optional.empty()), new Refusal.NoHandler(), 1);
    assertRefused(
        pid,
        new Refusal.About(own("nobody's"), 'x', Optional.empty()),
        new Refusal.UnknownInterface(),
        1);
    assertThat(it.row(pid).unsent()).isEqualTo(2);
    assertThat(rows(known)).extracting(Row::outcome).containsExactly(Outcome.NO_HANDLER);
    assertThat(rows(own("nobody's")))
        .extracting(Row::outcome)
        .containsExactly(Outcome.UNKNOWN_INTERFACE);
  }

  @Test
  void aLimitIsNamedAndIsNotALackOfAHandler() {
    var module =
        it.scripts.program(
            "client",
            guest -> {
              guest.emit(TCP.id(), connect(5), NEEDS_ANSWER);
              guest.emit(TCP.id(), connect(5), NEEDS_ANSWER);
              guest.emit(own("nobody's"), "x", NEEDS_ANSWER);
            });
    var pid =
        it.kernel.open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(module),
                "client",
                List.of(),
                Map.of(),
                List.of(),
                false,
                limits(10, 1000, 1, 100)));
    it.settle(pid);

    var unanswered = new Refusal.OverLimit(Limit.UNANSWERED);
    assertRefused(pid, new Refusal.About(TCP.id(), CONNECT, Optional.empty()), unanswered, 1);
    assertRefused(pid, new Refusal.About(own("nobody's"), 'x', Optional.empty()), unanswered, 1);
    assertThat(rows(own("nobody's"))).extracting(Row::outcome).containsExactly(Outcome.LIMIT);
  }

  @Test
  void aWishThatCannotComeTrueIsRefusedByCairnAndNotByTheUser() {
    var register = Interfaces.shipped().shipped("interface").definition();
    var first =
        it.open(
            "first",
            guest -> {
              guest.register(ECHO);
              guest.hold("never");
            },
            ECHO,
            own("never"));
    it.settle(first);

    var pid = start(guest -> guest.register(ECHO));

    assertThat(it.row(pid).denied()).isZero();
    assertThat(it.row(pid).refusals())
        .extracting(Refusal::reason)
        .containsExactly(new Refusal.Taken());
    assertThat(rows(register.id()).getLast().outcome()).isEqualTo(Outcome.IMPOSSIBLE);
  }

  @Test
  void aDenialCountsWhatItRefusedAndAGrantOnlyWhatItAllowed() {
    var pid = start(guest -> asks(guest, 5, 5, 6));
    decide(new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT));
    decide(new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT));

    assertThat(it.kernel.grants())
        .extracting(grant -> grant.rule().allow(), Grant::uses)
        .containsExactlyInAnyOrder(tuple(false, 2L), tuple(true, 1L));
    assertThat(it.row(pid).grantsInUse()).as("a denial is not in use").isEqualTo(1);
  }

  @Test
  void theTimeForWhichTheUserIsAskedIsNobodyElses() {
    var pid = start(guest -> asks(guest, 5));
    assertThat(rows(TCP.id()).getFirst().askedAtGate()).isEqualTo(MessageTrace.NEVER);

    decide(new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    tcp.calls.getFirst().fail();
    it.end(pid);

    var row = rows(TCP.id()).getFirst();
    assertThat(row.askedAtGate()).isPositive().isLessThanOrEqualTo(row.passed());
    assertThat(row.askedLater()).isZero();
    assertThat(it.port(TCP.id()).orElseThrow().answerNanos())
        .as("without the time at the gate")
        .isLessThan(row.answered());
  }

  @Test
  void aRefusalThatComesAfterAQuestionTellsHowLongThatStoodOpen() {
    start(guest -> asks(guest, 5));

    decide(new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));

    assertThat(rows(TCP.id()).getFirst().askedAtGate()).isPositive();
  }

  @Test
  void aHandlerThatAsksAboutWhatIsReallyOpenedDoesNotTakeThatTime() {
    var pid = start(guest -> asks(guest, 5));
    decide(new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    var call = tcp.calls.getFirst();

    call.check(OTHER, allowed -> call.fail());
    assertThat(rows(TCP.id()).getFirst().outcome()).isEqualTo(Outcome.ASKING);
    decide(new Decision.Deny(Lifetime.ONCE, Breadth.EXACT));

    var row = rows(TCP.id()).getFirst();
    assertThat(row.askedLater()).isPositive();
    assertThat(row.askedLater()).isLessThanOrEqualTo(row.answered() - row.taken());
    assertThat(row.outcome()).isEqualTo(Outcome.DENIED);
    assertRefused(pid, about(OTHER), new Refusal.Answered(), 1);
  }

  @Test
  void afterSoManyKindsTheRestIsCountedByItsReasonAlone() {
    int kinds = MOST_KINDS + 10;
    var rule = new Rule(TCP.id(), Optional.empty(), new Scope.Whole(), Breadth.ANY, false);

    var pid =
        start(
            guest -> {
              for (int i = 0; i < kinds; i++) asks(guest, i);
            },
            rule);

    assertThat(it.row(pid).refusals()).hasSize(MOST_KINDS + 1);
    assertThat(it.row(pid).denied()).isEqualTo(kinds);
    assertThat(it.row(pid).refusals())
        .filteredOn(refusal -> refusal.about().isEmpty())
        .singleElement()
        .extracting(Refusal::count)
        .isEqualTo(10L);
  }
}
