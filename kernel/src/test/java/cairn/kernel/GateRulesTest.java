package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import cairn.registry.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the running gate does with messages, questions and decisions. Long, because all cases share
 * a store that can be slow and fail, and a handler that holds what it opened.
 */
final class GateRulesTest {
  private static final InterfaceId ECHO = own("echo");
  private static final Decision ONCE = new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);
  private static final Decision THIS_RUN = new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT);
  private static final Decision ALWAYS = new Decision.Allow(Lifetime.ALWAYS, Breadth.EXACT);
  private static final Decision NO = new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);

  private final FakeStore store = new FakeStore();
  private final FakeTcp tcp = new FakeTcp();
  private final TestKernel it = new TestKernel(b -> b.grants(store).handler(tcp));
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  /** Remembers in memory. */
  private static final class FakeStore implements GrantStore {
    final List<Grant> grants = new CopyOnWriteArrayList<>();
    final List<String> notes = new CopyOnWriteArrayList<>();
    volatile boolean fails;

    @Override
    public List<Grant> load() {
      return List.copyOf(grants);
    }

    @Override
    public Grant store(ProgramId program, Rule rule, Instant now) {
      if (fails) throw new IllegalStateException("the disk is full");
      var grant =
          new Grant(new GrantId(grants.size() + 1), program, rule, Optional.empty(), now, now, 0);
      grants.add(grant);
      return grant;
    }

    @Override
    public void revoke(GrantId id) {
      if (fails) throw new IllegalStateException("the disk is full");
      notes.add("revoked " + id.number());
      grants.removeIf(grant -> grant.id().equals(id));
    }

    @Override
    public void used(GrantId id, Instant when, long uses) {
      notes.add("used " + id.number() + " x" + uses);
    }
  }

  /** Answers everything with an error, and notes what it saw. */
  private static final class FakeTcp implements NativeHandler {
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<NativeCall> calls = new CopyOnWriteArrayList<>();

    @Override
    public Definition definition() {
      return Interfaces.shipped().shipped("tcp").definition();
    }

    @Override
    public void handle(NativeCall call) {
      calls.add(call);
      seen.add(call.message().name() + " from " + call.emitter());
      call.fail();
    }

    @Override
    public void ended(Pid pid) {
      seen.add("end of " + pid);
    }

    @Override
    public void close() {}
  }

  private Payload connect(int lastByte, int port) {
    return tcp("connect", target(lastByte, port));
  }

  private static Value target(int lastByte, int port) {
    return Value.named(
        "address",
        Value.record(
            Value.field(
                "ip",
                Value.named(
                    "v4",
                    Value.bytes(Payload.copyOf((byte) 10, (byte) 0, (byte) 0, (byte) lastByte)))),
            Value.field("port", Value.unsigned(port))));
  }

  private Payload tcp(String message, Value... arguments) {
    return MessageCodec.encodeCall(
        tcp.definition().message(message).orElseThrow(), List.of(arguments));
  }

  private String answerOf(ScriptGuest guest, Payload body) {
    var sent = guest.emit(tcp.definition().id(), body, NEEDS_ANSWER);
    if (sent.status() != 0) return "status " + sent.status();
    return read(guest.await(sent.id()), "connect");
  }

  private String read(ScriptGuest.Got got, String message) {
    if (got.error()) return "error";
    var decoded =
        MessageCodec.decodeAnswer(tcp.definition().message(message).orElseThrow(), got.body());
    return decoded instanceof MessageCodec.Decoded.Ok<Value>(Value.Case(var name, var payload))
        ? name + " " + payload.map(p -> p instanceof Value.Case c ? c.name() : "?").orElse("")
        : decoded.toString();
  }

  private Pid start(String name, Consumer<ScriptGuest> script, Rule... rules) {
    var pid =
        it.kernel.open(TestKernel.request(it.scripts.program(name, script), name, List.of(rules)));
    it.settle(pid);
    return pid;
  }

  private Pid echoHandler() {
    var pid =
        it.open(
            "echo",
            guest -> {
              guest.register(ECHO);
              while (true) {
                var got = guest.message();
                said.add("seen " + got.body().utf8());
                if (got.id() != 0) guest.answer(got.id(), got.body().utf8());
              }
            },
            ECHO);
    it.settle(pid);
    return pid;
  }

  private PermissionRequest question() {
    assertThat(it.kernel.snapshot().questions()).hasSize(1);
    return it.kernel.snapshot().questions().getFirst();
  }

  private void decide(Decision decision) {
    it.kernel.decide(question().id(), decision);
    it.stepper.runUntilIdle();
  }

  private void await(BooleanSupplier condition) {
    it.until(condition);
    it.stepper.runUntilIdle();
  }

  private void say(Object what) {
    said.add(String.valueOf(what));
  }

  // ---- asking

  @Test
  void anUnknownInterfaceIsAskedAboutAsAWholeByItsDigits() {
    echoHandler();

    var client = start("client", guest -> say(guest.ask(ECHO, "x")));

    var question = question();
    assertThat(question.pid()).isEqualTo(client);
    assertThat(question.knownInterface()).isFalse();
    assertThat(question.interfaceName()).isEqualTo(ECHO.shortHex());
    assertThat(question.scope()).isEqualTo(new Scope.Whole());
    assertThat(question.risk()).isEqualTo(Risk.ASK);
    assertThat(question.count()).isEqualTo(1);
    assertThat(it.asked).hasSize(1);
    assertThat(it.state(client)).isInstanceOf(ProcessState.AskingUser.class);
    assertThat(said).isEmpty();
  }

  @Test
  void theGuestRunsOnWhileItsMessageIsParked() {
    echoHandler();

    start(
        "client",
        guest -> {
          say(guest.emit(ECHO, "x", NEEDS_ANSWER).status());
          say("ran on");
          guest.receive();
        });

    assertThat(said).containsExactly("0", "ran on");
  }

  @Test
  void aConnectIsAskedAboutWithItsAddress() {
    start("client", guest -> answerOf(guest, connect(5, 443)));

    var question = question();
    assertThat(question.deed()).isEqualTo("connect");
    assertThat(question.interfaceName()).isEqualTo("tcp");
    assertThat(question.knownInterface()).isTrue();
    assertThat(question.scope()).isEqualTo(new Scope.Endpoint("10.0.0.5", 443, Scope.Reach.LOCAL));
    assertThat(tcp.seen).isEmpty();
  }

  @Test
  void equalQuestionsAreOneWithACount() {
    start(
        "client",
        guest -> {
          for (int i = 0; i < 3; i++)
            guest.emit(tcp.definition().id(), connect(5, 443), NEEDS_ANSWER);
          guest.emit(tcp.definition().id(), connect(6, 443), NEEDS_ANSWER);
          guest.receive();
        });

    assertThat(it.kernel.snapshot().questions())
        .extracting(PermissionRequest::count)
        .containsExactly(3, 1);
    assertThat(it.asked).hasSize(2);
  }

  @Test
  void registeringIsAskedAboutWithTheInterfacesDigits() {
    start("handler", guest -> say(guest.register(ECHO)));

    assertThat(question().scope()).isEqualTo(new Scope.OfInterface(ECHO, ECHO.shortHex()));
    assertThat(question().risk()).isEqualTo(Risk.ASK);
    decide(ONCE);
    assertThat(said).containsExactly("ok");
  }

  @Test
  void registeringTheLoaderIsADanger() {
    var loader = it.interfaces.shipped("loader").definition().id();

    start("handler", guest -> say(guest.register(loader)));

    assertThat(question().risk()).isEqualTo(Risk.DANGER);
    assertThat(question().scope()).isEqualTo(new Scope.OfInterface(loader, "loader"));
  }

  @Test
  void whatCannotComeTrueIsNotAsked() {
    echoHandler();
    var reserved = it.interfaces.shipped("process").definition().id();

    start(
        "client",
        guest -> {
          say(guest.register(ECHO));
          say(guest.register(tcp.definition().id()));
          say(guest.register(reserved));
        });

    assertThat(said).containsExactly("taken", "taken", "reserved");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void freeDeedsAndHandlesAreNotAsked() {
    start(
        "client",
        guest -> {
          say(guest.ask(it.interfaces.shipped("process").definition().id(), "\0"));
          var body = tcp("close", Value.unsigned(7));
          guest.emit(
              tcp.definition().id(),
              body,
              tcp.definition().message("close").orElseThrow().needsAnswer() ? NEEDS_ANSWER : 0);
        });

    assertThat(it.asked).isEmpty();
    assertThat(tcp.seen).anyMatch(seen -> seen.startsWith("close from "));
    assertThat(said).hasSize(1);
  }

  @Test
  void aBodyThatDoesNotDecodeIsRefusedAndNobodyIsAsked() {
    var client =
        start(
            "client",
            guest -> {
              say(answerOf(guest, Payload.copyOf((byte) 99)));
              say(answerOf(guest, Payload.EMPTY));
              guest.emit(tcp.definition().id(), connect(5, 443), 0);
            });

    assertThat(said).containsExactly("error", "error");
    assertThat(it.asked).isEmpty();
    assertThat(tcp.seen).isEmpty();
    assertThat(it.row(client).malformed()).isEqualTo(3);
    assertThat(it.row(client).denied()).isZero();
    assertThat(it.row(client).dropped()).isEqualTo(1);
  }

  // ---- deciding

  @Test
  void onceLetsTheOldestGoAndAsksAgain() {
    echoHandler();
    start(
        "client",
        guest -> {
          guest.emit(ECHO, "one", 0);
          guest.emit(ECHO, "two", 0);
          guest.receive();
        });
    assertThat(question().count()).isEqualTo(2);

    decide(ONCE);

    assertThat(said).containsExactly("seen one");
    assertThat(question().count()).isEqualTo(1);
    decide(ONCE);
    assertThat(said).containsExactly("seen one", "seen two");
    assertThat(it.kernel.snapshot().questions()).isEmpty();
  }

  @Test
  void thisRunHoldsUntilTheProcessEnds() {
    echoHandler();
    Consumer<ScriptGuest> script =
        guest -> {
          guest.ask(ECHO, "one");
          guest.ask(ECHO, "two");
          guest.receive();
        };
    var client = start("client", script);

    decide(THIS_RUN);

    assertThat(said).containsExactly("seen one", "seen two");
    assertThat(it.kernel.grants()).hasSize(1);
    assertThat(it.kernel.grants().getFirst().run()).contains(client);
    assertThat(it.kernel.grants().getFirst().id().number()).isNegative();
    it.kernel.end(client, "you");
    assertThat(it.kernel.grants()).isEmpty();
    start("client", script);
    assertThat(it.kernel.snapshot().questions()).hasSize(1);
  }

  @Test
  void alwaysIsStoredBeforeAnythingIsLetThrough() {
    echoHandler();
    var storedWhenSeen = new ArrayList<Integer>();
    start(
        "client",
        guest -> {
          guest.ask(ECHO, "one");
          storedWhenSeen.add(store.grants.size());
        });

    it.kernel.decide(question().id(), ALWAYS);

    await(() -> !storedWhenSeen.isEmpty());
    assertThat(storedWhenSeen).containsExactly(1);
    assertThat(store.grants.getFirst().rule().allow()).isTrue();
    start("client", guest -> say(guest.ask(ECHO, "again")));
    assertThat(said).contains("seen again");
    assertThat(it.asked).hasSize(1);
  }

  @Test
  void aDecisionThatCannotBeStoredIsStillOpen() {
    store.fails = true;
    echoHandler();
    start("client", guest -> guest.ask(ECHO, "one"));
    var question = question();

    it.kernel.decide(question.id(), ALWAYS);

    await(() -> it.asked.size() == 2);
    assertThat(question().id()).isEqualTo(question.id());
    assertThat(said).isEmpty();
  }

  @Test
  void storedGrantsHoldInTheNextKernelUnlessTheRunIgnoresThem() {
    var client = it.scripts.program("client", guest -> say(guest.ask(ECHO, "x")));
    store.store(
        new ProgramId(Sha256.of(client)),
        new Rule(ECHO, Optional.empty(), new Scope.Whole(), Breadth.ANY, true),
        Instant.EPOCH);
    try (var next = new TestKernel(b -> b.grants(store))) {
      var handler =
          next.open(
              "echo",
              guest -> {
                guest.register(ECHO);
                guest.answer(guest.message().id(), "granted");
                guest.receive();
              },
              ECHO);
      next.settle(handler);
      next.scripts.program("client", guest -> say(guest.ask(ECHO, "x")));

      next.end(next.kernel.open(OpenRequest.of(client, "client")));
      assertThat(said).containsExactly("granted");

      var headless =
          next.kernel.open(
              new OpenRequest(
                  new OpenRequest.Source.Bytes(client),
                  "client",
                  List.of(),
                  Map.of(),
                  List.of(),
                  false,
                  Limits.DEFAULT));
      next.settle(headless);
      assertThat(next.state(headless)).isInstanceOf(ProcessState.AskingUser.class);
    }
    assertThat(store.notes).contains("used 1 x1");
  }

  @Test
  void aDeniedConnectGetsThePoliteRefusal() {
    var client = start("client", guest -> say(answerOf(guest, connect(5, 443))));

    decide(NO);

    assertThat(said).containsExactly("err permission-denied");
    assertThat(tcp.seen).isEmpty();
    assertThat(it.row(client).denied()).isEqualTo(1);
  }

  @Test
  void aDeniedQuestionOnAnUnknownInterfaceGetsAnErrorAndAOneWayIsDropped() {
    echoHandler();
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "one-way", 0);
              say(guest.ask(ECHO, "question"));
              guest.receive();
            });

    it.kernel.decide(question().id(), new Decision.Deny(Lifetime.THIS_RUN, Breadth.ANY));
    it.stepper.runUntilIdle();

    assertThat(said).containsExactly("error");
    assertThat(it.row(client).dropped()).isEqualTo(1);
    assertThat(it.row(client).denied()).isEqualTo(2);
  }

  @Test
  void denyTheRestAnswersEverythingOfThatProcess() {
    echoHandler();
    start(
        "client",
        guest -> {
          var first = guest.emit(ECHO, "x", NEEDS_ANSWER);
          var second = guest.emit(tcp.definition().id(), connect(5, 443), NEEDS_ANSWER);
          say(guest.await(first.id()).error());
          say(read(guest.await(second.id()), "connect"));
          say(answerOf(guest, connect(6, 443)));
        });

    it.kernel.decide(it.kernel.snapshot().questions().getFirst().id(), new Decision.DenyRest());
    it.stepper.runUntilIdle();

    assertThat(said).containsExactly("true", "err permission-denied", "err permission-denied");
    assertThat(it.kernel.snapshot().questions()).isEmpty();
    assertThat(it.asked).hasSize(2);
  }

  @Test
  void rulesOfTheCommandLineComeFirst() {
    echoHandler();

    start(
        "client",
        guest -> say(guest.ask(ECHO, "x")),
        new Rule(ECHO, Optional.empty(), new Scope.Whole(), Breadth.ANY, false),
        new Rule(ECHO, Optional.empty(), new Scope.Whole(), Breadth.ANY, true));

    assertThat(said).containsExactly("error");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void aDangerIsAllowedOnceWhateverWasSaid() {
    var loader = it.interfaces.shipped("loader").definition().id();
    start("handler", guest -> say(guest.register(loader)));

    decide(ALWAYS);

    assertThat(said).containsExactly("ok");
    assertThat(store.grants).isEmpty();
    assertThat(it.kernel.grants()).isEmpty();
  }

  @Test
  void anAnswerToAQuestionThatIsGoneIsIgnored() {
    echoHandler();
    start("client", guest -> guest.ask(ECHO, "x"));
    var id = question().id();

    decide(NO);
    it.kernel.decide(id, THIS_RUN);

    assertThat(it.kernel.grants()).isEmpty();
  }

  // ---- order

  @Test
  void whatIsParkedOnOneInterfaceLeavesInOrder() {
    start(
        "client",
        guest -> {
          guest.emit(tcp.definition().id(), connect(1, 1), NEEDS_ANSWER);
          guest.emit(tcp.definition().id(), connect(2, 2), NEEDS_ANSWER);
          guest.receive();
        });
    var questions = it.kernel.snapshot().questions();

    it.kernel.decide(questions.get(1).id(), ONCE);
    assertThat(tcp.calls).isEmpty();
    it.kernel.decide(questions.get(0).id(), ONCE);

    assertThat(tcp.calls)
        .extracting(call -> call.arguments().getFirst())
        .containsExactly(target(1, 1), target(2, 2));
  }

  @Test
  void aRefusalWaitsForNothingBeforeIt() {
    start(
        "client",
        guest -> {
          guest.emit(tcp.definition().id(), connect(1, 1), NEEDS_ANSWER);
          say(answerOf(guest, connect(2, 2)));
        });

    it.kernel.decide(it.kernel.snapshot().questions().get(1).id(), NO);
    it.stepper.runUntilIdle();

    assertThat(said).containsExactly("err permission-denied");
  }

  // ---- limits and withdrawing

  @Test
  void tooManyParkedMessagesAreALimit() {
    echoHandler();
    start(
        "client",
        guest -> {
          for (int i = 0; i < 256; i++) guest.emit(ECHO, "x", 0);
          say(guest.emit(ECHO, "x", 0).status());
          var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
          say(sent.status() + " " + sent.id());
          guest.receive();
        });

    assertThat(said).containsExactly("3", "3 0");
    assertThat(question().count()).isEqualTo(256);
  }

  @Test
  void cancellingWithdrawsTheQuestion() {
    echoHandler();
    start(
        "client",
        guest -> {
          var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
          guest.emit(ECHO, "y", NEEDS_ANSWER);
          say(guest.cancel(sent.id()));
          guest.receive();
        });

    assertThat(question().count()).isEqualTo(1);
    decide(THIS_RUN);
    assertThat(said).containsExactly("0", "seen y");
  }

  @Test
  void whenTheHandlerHasGoneMeanwhileTheQuestionGetsAnError() {
    var handler = echoHandler();
    start(
        "client",
        guest -> {
          var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
          say(guest.await(sent.id()).error());
        });
    it.kernel.end(handler, "you");
    it.stepper.runUntilIdle();

    decide(THIS_RUN);

    assertThat(said).containsExactly("true");
  }

  @Test
  void onceHoldsOnlyForTheProgramThatWasThereWhenItWasAsked() {
    var first = echoHandler();
    start("client", guest -> guest.emit(ECHO, "secret", MAY_WAIT));
    it.kernel.end(first, "you");
    it.stepper.runUntilIdle();
    // The emitter has ended too, so what it parked is withdrawn.
    assertThat(it.kernel.snapshot().questions()).isEmpty();

    var again = echoHandler();
    start("client", guest -> guest.ask(ECHO, "secret"));
    it.kernel.end(again, "you");
    it.stepper.runUntilIdle();
    var other =
        it.open(
            "another program",
            guest -> {
              guest.register(ECHO);
              say("other got " + guest.message().body().utf8());
            },
            ECHO);
    it.settle(other);

    decide(ONCE);
    assertThat(said).isEmpty();
    decide(ONCE);
    assertThat(said).containsExactly("other got secret");
  }

  // ---- taking back

  @Test
  void aRevokedGrantIsAskedAboutAgainAndWhatItOpenedIsClosed() {
    start(
        "client",
        guest -> {
          say(answerOf(guest, connect(5, 443)));
          guest.hold("again");
          say(answerOf(guest, connect(5, 443)));
        },
        new Rule(own("again"), Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
    decide(THIS_RUN);
    assertThat(said).containsExactly("error");
    var closed = new CopyOnWriteArrayList<String>();
    tcp.calls.getFirst().onRevoke(() -> closed.add("closed"));

    it.kernel.revoke(it.kernel.grants().getFirst().id());

    await(() -> !closed.isEmpty());
    assertThat(it.kernel.grants()).isEmpty();
    it.release("again");
    assertThat(it.kernel.snapshot().questions()).hasSize(1);
    assertThat(closed).containsExactly("closed");
  }

  @Test
  void aStoredGrantIsRevokedInTheStoreToo() {
    echoHandler();
    start("client", guest -> guest.ask(ECHO, "x"));
    it.kernel.decide(question().id(), ALWAYS);
    await(() -> said.contains("seen x"));

    it.kernel.revoke(it.kernel.grants().getFirst().id());

    await(() -> store.notes.contains("revoked 1"));
    start("client", guest -> guest.ask(ECHO, "x"));
    assertThat(it.kernel.snapshot().questions()).hasSize(1);
  }

  @Test
  void theUsesOfAStoredGrantAreKnownAfterItsProcessHasEnded() {
    echoHandler();
    start("client", guest -> guest.ask(ECHO, "x"));
    it.kernel.decide(question().id(), ALWAYS);
    await(() -> said.contains("seen x"));
    await(() -> store.notes.stream().anyMatch(note -> note.startsWith("used 1")));

    assertThat(it.kernel.grants())
        .singleElement()
        .satisfies(grant -> assertThat(grant.uses()).isEqualTo(1));
  }

  @Test
  void aRevokedGrantThatCannotBeTakenOutOfTheStoreIsTakenOutLater() {
    echoHandler();
    start("client", guest -> guest.ask(ECHO, "x"));
    it.kernel.decide(question().id(), ALWAYS);
    await(() -> said.contains("seen x"));
    store.fails = true;
    it.kernel.revoke(it.kernel.grants().getFirst().id());
    assertThat(it.kernel.grants()).isEmpty();

    store.fails = false;
    start("client", guest -> guest.ask(ECHO, "y"));
    it.kernel.decide(question().id(), ALWAYS);

    await(() -> store.notes.contains("revoked 1"));
  }

  @Test
  void theEndOfAProcessClosesWhatItOpened() {
    var client =
        start(
            "client",
            guest -> {
              answerOf(guest, connect(5, 443));
              guest.receive();
            });
    decide(ONCE);
    var closed = new CopyOnWriteArrayList<String>();
    tcp.calls.getFirst().onRevoke(() -> closed.add("closed"));
    var released = new CopyOnWriteArrayList<String>();
    tcp.calls.getFirst().onRevoke(() -> released.add("never"));

    it.kernel.end(client, "you");

    await(() -> !closed.isEmpty());
    await(() -> tcp.seen.contains("end of " + client));
    tcp.calls.getFirst().onRevoke(() -> closed.add("late"));
    await(() -> closed.contains("late"));
  }

  @Test
  void aHandlerMayAskAboutWhatIsReallyOpened() {
    start(
        "client",
        guest -> {
          answerOf(guest, connect(5, 443));
          guest.receive();
        });
    decide(THIS_RUN);
    var decided = new CopyOnWriteArrayList<Boolean>();
    var loopback = new Scope.Endpoint("127.0.0.1", 443, Scope.Reach.LOOPBACK);

    tcp.calls.getFirst().check(loopback, decided::add);

    assertThat(question().scope()).isEqualTo(loopback);
    assertThat(question().deed()).isEqualTo("connect");
    decide(ONCE);
    assertThat(decided).containsExactly(true);
    tcp.calls.getFirst().check(loopback, decided::add);
    decide(NO);
    assertThat(decided).containsExactly(true, false);
    tcp.calls
        .getFirst()
        .check(new Scope.Endpoint("10.0.0.5", 443, Scope.Reach.LOCAL), decided::add);
    assertThat(decided).containsExactly(true, false, true);
  }

  @Test
  void whatTheMessageSaidItselfIsNotAskedAboutTwice() {
    start(
        "client",
        guest -> {
          answerOf(guest, connect(5, 443));
          guest.receive();
        });
    decide(ONCE);
    var decided = new CopyOnWriteArrayList<Boolean>();

    tcp.calls
        .getFirst()
        .check(new Scope.Endpoint("10.0.0.5", 443, Scope.Reach.LOCAL), decided::add);

    assertThat(decided).containsExactly(true);
    assertThat(it.kernel.snapshot().questions()).isEmpty();
  }

  @Test
  void aCheckOfAProcessThatEndsIsDenied() {
    var client =
        start(
            "client",
            guest -> {
              answerOf(guest, connect(5, 443));
              guest.receive();
            });
    decide(ONCE);
    var decided = new CopyOnWriteArrayList<Boolean>();
    tcp.calls
        .getFirst()
        .check(new Scope.Endpoint("127.0.0.1", 1, Scope.Reach.LOOPBACK), decided::add);

    it.kernel.end(client, "you");

    assertThat(decided).containsExactly(false);
  }

  @Test
  void anAskerThatFailsHarmsNothing() {
    try (var bad =
        new TestKernel(
            b ->
                b.asker(
                    request -> {
                      throw new IllegalStateException("a bug");
                    }))) {
      var client =
          bad.kernel.open(
              TestKernel.request(
                  bad.scripts.program("c", guest -> guest.register(ECHO)), "c", List.of()));
      bad.settle(client);

      assertThat(bad.kernel.snapshot().questions()).hasSize(1);
    }
  }

  @Test
  void anAskerMayDecideAtOnce() {
    var holder = new ArrayList<Kernel>();
    try (var headless =
        new TestKernel(b -> b.asker(request -> holder.getFirst().decide(request.id(), NO)))) {
      holder.add(headless.kernel);
      var client =
          headless.kernel.open(
              TestKernel.request(
                  headless.scripts.program("c", guest -> say(guest.register(ECHO))),
                  "c",
                  List.of()));

      headless.end(client);

      assertThat(said).containsExactly("denied");
    }
  }
}
