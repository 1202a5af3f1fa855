package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The user says who answers whom, while programs run. Long, because every case has the same cast:
 * two who answer, and one whom each of them is to serve.
 */
final class RoutesTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId GO = own("go");
  private static final InterfaceId RANDOM =
      Interfaces.shipped().shipped("random").definition().id();
  private static final Optional<ProgramId> EVERYBODY = Optional.empty();

  private final CountingRandom random = new CountingRandom();
  private final TestKernel it = new TestKernel(builder -> builder.handler(random));
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  /** Java code that refuses all and counts. */
  private static final class CountingRandom implements NativeHandler {
    final List<Pid> from = new CopyOnWriteArrayList<>();

    @Override
    public Definition definition() {
      return Interfaces.shipped().shipped("random").definition();
    }

    @Override
    public void handle(NativeCall call) {
      from.add(call.emitter());
      call.fail();
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  private Pid start(String name, Consumer<ScriptGuest> script) {
    var pid = it.open(name, script, ECHO, GO, RANDOM);
    it.settle(pid);
    return pid;
  }

  private Optional<ProgramId> program(Pid pid) {
    return it.row(pid).program();
  }

  /** Registers, says how that went, and answers all with its name. */
  private Consumer<ScriptGuest> answering(InterfaceId id, String name) {
    return guest -> {
      said.add(name + " " + guest.register(id));
      while (true) {
        var got = guest.message();
        if (got.id() == 0) said.add(name + " took " + got.body().utf8());
        else guest.answer(got.id(), name + " " + got.body().utf8());
      }
    };
  }

  /** Registers, and takes nothing before the interface GO is handled. */
  private Consumer<ScriptGuest> late(InterfaceId id, String name) {
    return guest -> {
      guest.register(id);
      guest.hold("go");
      answering(id, name).accept(guest);
    };
  }

  private Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who) {
    Choice choice = it.kernel.choose(on, of, who);
    it.stepper.runUntilIdle();
    return choice;
  }

  private static Payload bytes(int count) {
    var definition = Interfaces.shipped().shipped("random").definition();
    return MessageCodec.encodeCall(
        definition.message("bytes").orElseThrow(), List.of(cairn.registry.Value.unsigned(count)));
  }

  private String ask(ScriptGuest guest, InterfaceId on) {
    var got = guest.await(guest.emit(on, bytes(4), NEEDS_ANSWER).id());
    return got.error() ? "error" : got.body().utf8().substring(0, 5);
  }

  @Test
  void whoWasRefusedBecauseItIsTakenIsKnownToBeAbleAndCanBeChosen() {
    var first = start("first", answering(ECHO, "first"));
    var second = start("second", answering(ECHO, "other"));
    assertThat(said).containsExactly("first ok", "other taken");
    assertThat(it.port(ECHO).orElseThrow().routing().able())
        .containsExactlyInAnyOrder(first, second);

    assertThat(choose(ECHO, EVERYBODY, new Answerer.Process(second))).isEqualTo(Choice.DONE);

    start("client", guest -> said.add(guest.ask(ECHO, "x")));
    assertThat(said).endsWith("other x");
    assertThat(it.port(ECHO).orElseThrow().handler())
        .isEqualTo(new KernelSnapshot.HandledBy.Process(second));
    assertThat(it.row(first).handles()).isEmpty();
  }

  @Test
  void aProcessThatNeverAskedCannotBeChosen() {
    var idle = start("idle", ScriptGuest::receive);

    assertThat(choose(ECHO, EVERYBODY, new Answerer.Process(idle))).isEqualTo(Choice.NOT_ABLE);
    assertThat(choose(ECHO, EVERYBODY, new Answerer.Process(new Pid(77))))
        .isEqualTo(Choice.NOT_ABLE);
    assertThat(choose(ECHO, EVERYBODY, new Answerer.Cairn())).isEqualTo(Choice.NOT_NATIVE);
    assertThat(it.port(ECHO)).isEmpty();
  }

  @Test
  void interfacesOfTheKernelAreNobodysToChoose() {
    var registering = it.interfaces.shipped("interface").definition().id();

    assertThat(choose(registering, EVERYBODY, new Answerer.Nobody())).isEqualTo(Choice.RESERVED);
    assertThat(it.kernel.filter(registering, EVERYBODY, Optional.empty()))
        .isEqualTo(Choice.RESERVED);
  }

  @Test
  void whatIsQueuedMovesInOrderAndWhatWasTakenIsStillOwed() {
    var first =
        start(
            "first",
            guest -> {
              guest.register(ECHO);
              var taken = guest.message();
              guest.hold("go");
              guest.answer(taken.id(), "late answer");
            });
    var second = start("second", answering(ECHO, "second"));
    var client =
        start(
            "client",
            guest -> {
              var taken = guest.emit(ECHO, "taken", NEEDS_ANSWER);
              guest.emit(ECHO, "one", 0);
              guest.emit(ECHO, "two", MAY_WAIT);
              var three = guest.emit(ECHO, "three", NEEDS_ANSWER);
              said.add(guest.await(three.id()).body().utf8());
              said.add(guest.await(taken.id()).body().utf8());
            });
    assertThat(it.row(first).mailboxMessages()).isEqualTo(3);

    choose(ECHO, EVERYBODY, new Answerer.Process(second));
    it.release("go");

    it.end(client);
    assertThat(said)
        .containsExactly(
            "second taken", "second took one", "second took two", "second three", "late answer");
    assertThat(it.row(client).dropped()).isZero();
    assertThat(it.port(ECHO).orElseThrow().messages()).isEqualTo(4);
  }

  @Test
  void oneProgramIsAnsweredByAnother() {
    start("usual", answering(ECHO, "usual"));
    var special = start("special", answering(ECHO, "special"));
    Consumer<ScriptGuest> client =
        guest -> {
          said.add(guest.ask(ECHO, "x"));
          guest.hold("go");
          said.add(guest.ask(ECHO, "y"));
        };
    var routed = start("routed", client);
    start("other", client);
    said.clear();

    assertThat(choose(ECHO, program(routed), new Answerer.Process(special))).isEqualTo(Choice.DONE);
    assertThat(it.port(ECHO).orElseThrow().routing().routes())
        .containsExactly(
            new KernelSnapshot.OfPlace(
                program(routed), new KernelSnapshot.HandledBy.Process(special), 0));
    assertThat(it.row(special).handles()).contains(ECHO);
    it.release("go");
    assertThat(said).containsExactlyInAnyOrder("special y", "usual y");

    said.clear();
    assertThat(choose(ECHO, program(routed), new Answerer.Usual())).isEqualTo(Choice.DONE);
    start("routed", guest -> said.add(guest.ask(ECHO, "z")));
    assertThat(said).containsExactly("usual z");
    assertThat(it.port(ECHO).orElseThrow().routing().routes()).isEmpty();
  }

  @Test
  void whatOneProgramHasQueuedMovesAndWhatOthersHaveStays() {
    var usual = start("usual", late(ECHO, "usual"));
    var special = start("special", answering(ECHO, "special"));
    Consumer<ScriptGuest> client =
        guest -> {
          guest.emit(ECHO, "a", 0);
          guest.emit(ECHO, "b", 0);
          guest.hold("end");
        };
    var routed = start("routed", client);
    start("other", client);
    assertThat(it.row(usual).mailboxMessages()).isEqualTo(4);

    choose(ECHO, program(routed), new Answerer.Process(special));

    assertThat(it.row(usual).mailboxMessages()).isEqualTo(2);
    assertThat(said).endsWith("special took a", "special took b");
  }

  @Test
  void aProgramCanBeCutOffAndWhatMayWaitWaits() {
    start("usual", answering(ECHO, "usual"));
    var client =
        start(
            "client",
            guest -> {
              guest.hold("go");
              said.add("status " + guest.emit(ECHO, "x", NEEDS_ANSWER).status());
              said.add(guest.ask(ECHO, "y"));
            });
    choose(ECHO, program(client), new Answerer.Nobody());

    it.release("go");
    assertThat(said).endsWith("status 1");
    var routing = it.port(ECHO).orElseThrow().routing();
    assertThat(routing.waiters()).hasSize(1);
    assertThat(routing.waiters().getFirst().from()).isEqualTo(client);
    assertThat(routing.waiters().getFirst().forRoom()).isFalse();

    choose(ECHO, program(client), new Answerer.Usual());
    it.end(client);
    assertThat(said).endsWith("usual y");
  }

  @Test
  void aSleepingEmitterWakesWhereItsMessageWentTo() {
    var usual = it.open("usual", late(ECHO, "usual"), TestKernel.limits(1, 1000, 64, 8), ECHO, GO);
    it.settle(usual);
    var special = start("special", answering(ECHO, "special"));
    var client =
        start(
            "client",
            guest -> {
              for (int i = 0; i < 4; i++) guest.emit(ECHO, "m" + i, MAY_WAIT);
            });
    assertThat(it.state(client)).isInstanceOf(ProcessState.Waiting.class);

    choose(ECHO, program(client), new Answerer.Process(special));

    assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(said)
        .containsExactly(
            "special taken",
            "special took m0",
            "special took m1",
            "special took m2",
            "special took m3");
  }

  @Test
  void anEmitterKilledWhileItsMessageMovedLeavesNothing() {
    var usual = it.open("usual", late(ECHO, "usual"), TestKernel.limits(1, 1000, 64, 8), ECHO, GO);
    it.settle(usual);
    var client =
        start(
            "client",
            guest -> {
              for (int i = 0; i < 4; i++) guest.emit(ECHO, "m" + i, MAY_WAIT);
            });
    choose(ECHO, program(client), new Answerer.Nobody());
    assertThat(it.port(ECHO).orElseThrow().waiting()).isEqualTo(2);

    it.kernel.end(client, "the test");
    it.stepper.runUntilIdle();

    // What waits for a handler that nobody has chosen goes with whoever sent it.
    assertThat(it.port(ECHO).orElseThrow().waiting()).isZero();
  }

  @Test
  void codeInsideCairnIsReplacedForOneProgramOrForAllAndComesBack() {
    var special = start("special", answering(RANDOM, "special"));
    assertThat(said).containsExactly("special taken");
    Consumer<ScriptGuest> client = guest -> said.add(ask(guest, RANDOM));
    var routed = start("routed", client);
    assertThat(said).endsWith("error");

    choose(RANDOM, program(routed), new Answerer.Process(special));
    start("routed", client);
    assertThat(said).endsWith("speci");
    start("other", client);
    assertThat(said).endsWith("error");
    assertThat(it.port(RANDOM).orElseThrow().routing().natively()).isTrue();

    choose(RANDOM, EVERYBODY, new Answerer.Process(special));
    start("other", client);
    assertThat(said).endsWith("speci");

    choose(RANDOM, program(routed), new Answerer.Cairn());
    start("routed", client);
    assertThat(said).endsWith("error");
    choose(RANDOM, EVERYBODY, new Answerer.Usual());
    start("other", client);
    assertThat(said).endsWith("error");
  }

  @Test
  void whoStandsInForCairnReachesCairnItself() {
    var standIn =
        start(
            "stand-in",
            guest -> {
              guest.register(RANDOM);
              while (true) {
                var got = guest.message();
                guest.answer(got.id(), "asked: " + ask(guest, RANDOM));
              }
            });
    choose(RANDOM, EVERYBODY, new Answerer.Process(standIn));

    start("client", guest -> said.add(ask(guest, RANDOM)));

    assertThat(said).containsExactly("asked");
    assertThat(random.from).containsExactly(standIn);
  }

  @Test
  void anEndedStandInLeavesNobodyAndNotCairn() {
    var standIn = start("stand-in", answering(RANDOM, "stand-in"));
    choose(RANDOM, EVERYBODY, new Answerer.Process(standIn));
    it.kernel.end(standIn, "the test");

    start(
        "client",
        guest -> said.add("status " + guest.emit(RANDOM, bytes(4), NEEDS_ANSWER).status()));

    assertThat(said).endsWith("status 1");
    assertThat(random.from).isEmpty();
  }

  @Test
  void whatWaitsForTheUserIsAskedAgainWhenItWouldGoToAnotherProgram() {
    start("first", answering(ECHO, "first"));
    var second = start("second", answering(ECHO, "second"));
    var client =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program("client", guest -> said.add(guest.ask(ECHO, "x"))),
                "client",
                List.of()));
    it.settle(client);
    assertThat(it.asked).hasSize(1);
    choose(ECHO, EVERYBODY, new Answerer.Process(second));

    it.kernel.decide(it.asked.getFirst().id(), new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    it.stepper.runUntilIdle();
    assertThat(it.asked).hasSize(2);
    assertThat(it.isOver(client)).isFalse();

    it.kernel.decide(it.asked.getLast().id(), new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    it.end(client);
    assertThat(said).endsWith("second x");
  }

  @Test
  void aReplacedHandlerLearnsOfTheEndOfThoseThatUsedIt() {
    var first =
        start(
            "first",
            guest -> {
              guest.register(ECHO);
              said.add("took " + guest.message().body().utf8());
              guest.hold("go");
              said.add("end of " + guest.receive().pid());
            });
    var second = start("second", answering(ECHO, "second"));
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "a", 0);
              guest.emit(ECHO, "b", 0);
            });
    choose(ECHO, EVERYBODY, new Answerer.Process(second));

    it.release("go");

    it.end(first);
    assertThat(said).contains("took a", "second took b", "end of " + client);
  }

  @Test
  void whatWaitedForNobodyGoesToWhoeverIsChosenNext() {
    var first = start("first", answering(ECHO, "first"));
    choose(ECHO, EVERYBODY, new Answerer.Nobody());
    assertThat(it.row(first).handles()).isEmpty();

    var client = start("client", guest -> said.add(guest.ask(ECHO, "x")));
    assertThat(it.isOver(client)).isFalse();

    choose(ECHO, EVERYBODY, new Answerer.Process(first));
    it.end(client);
    assertThat(said).endsWith("first x");
  }
}
