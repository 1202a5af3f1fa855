package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.engine.GuestFault;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.registry.InterfaceId;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What remains of a process, whatever it did and however it ends: nothing that others wait for.
 * Long, because it goes through every role a process can have when it ends.
 */
final class EndingsTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId HELD = own("held");
  private static final InterfaceId OTHER = own("other");

  private final TestKernel it = new TestKernel();
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  private void say(Object what) {
    said.add(String.valueOf(what));
  }

  private Pid start(String name, Consumer<ScriptGuest> script) {
    var pid = it.open(name, script, ECHO, HELD, OTHER);
    it.settle(pid);
    return pid;
  }

  /** Registers, takes so many messages, and ends when HELD is released. */
  private Consumer<ScriptGuest> handlerThatTakes(int messages) {
    return guest -> {
      guest.register(ECHO);
      for (int i = 0; i < messages; i++) guest.message();
      guest.hold("held");
      throw new GuestFault("It crashed.");
    };
  }

  private void echo(ScriptGuest guest) {
    guest.register(ECHO);
    while (true) {
      var got = guest.message();
      if (got.id() != 0) guest.answer(got.id(), "echo " + got.body().utf8());
    }
  }

  // ---- of a handler

  @Test
  void aHandlerThatCrashesAnswersWhatItTookWithErrorsAtOnce() {
    var handler = start("handler", handlerThatTakes(1));
    var client = start("client", guest -> say(guest.ask(ECHO, "x")));

    it.kernel.end(handler, "the test");

    assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("error");
    assertThat(it.state(handler)).isEqualTo(new ProcessState.Ended(new Exit.Killed("the test")));
  }

  @Test
  void aCrashIsAnEndLikeAnyOther() {
    var handler = start("handler", handlerThatTakes(1));
    var client = start("client", guest -> say(guest.ask(ECHO, "x")));

    it.release("held");

    assertThat(it.end(handler)).isEqualTo(new Exit.Trapped("It crashed.", List.of()));
    it.end(client);
    assertThat(said).containsExactly("error");
  }

  @Test
  void itsInterfaceIsFreeAndAnotherTakesOver() {
    var first = start("first", handlerThatTakes(1));
    var client =
        start(
            "client",
            guest -> {
              say(guest.ask(ECHO, "one"));
              say(guest.ask(ECHO, "two"));
            });
    assertThat(it.port(ECHO).orElseThrow().handler())
        .isEqualTo(new KernelSnapshot.HandledBy.Process(first));

    it.kernel.end(first, "the test");
    it.stepper.runUntilIdle();
    assertThat(it.port(ECHO).orElseThrow().handler())
        .isEqualTo(new KernelSnapshot.HandledBy.Nobody());
    start("second", this::echo);

    it.end(client);
    assertThat(said).containsExactly("error", "echo two");
  }

  @Test
  void ofWhatItHadNotTakenQuestionsGetErrorsAndOneWaysAreDroppedAndCounted() {
    var handler = start("handler", handlerThatTakes(0));
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "dropped", 0);
              guest.emit(ECHO, "dropped", 0);
              var sent = guest.emit(ECHO, "question", NEEDS_ANSWER);
              say(guest.await(sent.id()).error());
            });

    it.kernel.end(handler, "the test");

    it.end(client);
    assertThat(said).containsExactly("true");
    assertThat(it.row(client).dropped()).isEqualTo(2);
  }

  @Test
  void whatMayWaitWaitsInOrderForTheNextHandler() {
    var handler = start("handler", handlerThatTakes(0));
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "one", MAY_WAIT);
              guest.emit(ECHO, "lost", 0);
              var sent = guest.emit(ECHO, "two", QUESTION);
              say("client " + guest.await(sent.id()).body().utf8());
            });

    it.kernel.end(handler, "the test");
    it.stepper.runUntilIdle();
    assertThat(it.port(ECHO).orElseThrow().waiting()).isEqualTo(2);
    start(
        "next",
        guest -> {
          guest.register(ECHO);
          say("next " + guest.message().body().utf8());
          var question = guest.message();
          say("next " + question.body().utf8());
          guest.answer(question.id(), "done");
        });

    it.end(client);
    assertThat(said).containsExactly("next one", "next two", "client done");
  }

  @Test
  void unregisteringFreesTheInterfaceButKeepsTheDebts() {
    var definition = it.interfaces.shipped("interface").definition();
    var handler =
        start(
            "handler",
            guest -> {
              guest.register(ECHO);
              var taken = guest.message();
              var body =
                  MessageCodec.encodeCall(
                      definition.message("unregister").orElseThrow(),
                      List.of(Value.bytes(Payload.owning(ECHO.hash().toByteArray()))));
              guest.await(guest.emit(definition.id(), body, NEEDS_ANSWER).id());
              guest.hold("held");
              guest.answer(taken.id(), "still owed");
            });
    var client = start("client", guest -> say(guest.ask(ECHO, "x")));
    assertThat(it.port(ECHO).orElseThrow().handler())
        .isEqualTo(new KernelSnapshot.HandledBy.Nobody());

    it.release("held");

    it.end(client);
    it.end(handler);
    assertThat(said).containsExactly("still owed");
  }

  // ---- of an emitter

  @Test
  void whatItSentIsStillDeliveredButWantsNoAnswer() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          guest.hold("held");
          var got = guest.message();
          say(got.body().utf8() + " " + got.id());
        });
    var client = start("client", guest -> guest.emit(ECHO, "last words", NEEDS_ANSWER));
    it.end(client);

    it.release("held");

    assertThat(said).containsExactly("last words 0");
  }

  @Test
  void itsHandlersLearnOfItsEndOnceAfterAllItSent() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          guest.register(OTHER);
          guest.hold("held");
          while (true) {
            var got = guest.receive();
            say(got.kind() == 2 ? "end of " + got.pid() : got.body().utf8());
          }
        });
    var client =
        start(
            "client",
            guest -> {
              guest.emit(ECHO, "one", 0);
              guest.emit(OTHER, "two", 0);
            });
    it.end(client);

    it.release("held");

    assertThat(said).containsExactly("one", "two", "end of " + client);
  }

  @Test
  void theEndComesAfterWhatStillWaitedForRoom() {
    var handler =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.hold("held");
              while (true) {
                var got = guest.receive();
                say(got.kind() == 2 ? "end" : got.body().utf8());
              }
            },
            TestKernel.limits(1, 1000, 10, 10),
            ECHO,
            HELD);
    it.settle(handler);
    it.end(start("filler", guest -> guest.emit(ECHO, "fills it", 0)));
    var client =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program(
                    "client",
                    guest -> {
                      guest.emit(ECHO, "let go without room", 0);
                      guest.receive();
                    }),
                "client",
                List.of()));
    it.settle(client);
    it.kernel.decide(
        it.kernel.snapshot().questions().getFirst().id(),
        new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    it.kernel.end(client, "the test");
    it.stepper.runUntilIdle();

    it.release("held");

    assertThat(said).containsExactly("fills it", "end", "let go without room", "end");
  }

  @Test
  void handlersItNeverUsedLearnNothing() {
    start(
        "handler",
        guest -> {
          guest.register(ECHO);
          while (true) say(guest.receive().kind());
        });

    it.end(start("stranger", guest -> {}));
    it.stepper.runUntilIdle();

    assertThat(said).isEmpty();
  }

  // ---- in every state

  @Test
  void endedWhileItWaitsForAnAnswer() {
    start("handler", handlerThatTakes(1));
    var client = start("client", guest -> guest.ask(ECHO, "x"));
    assertThat(it.state(client)).isInstanceOf(ProcessState.Waiting.class);

    it.kernel.end(client, "you");

    assertThat(it.end(client)).isEqualTo(new Exit.Killed("you"));
    assertThat(it.row(client).memoryBytes()).isZero();
  }

  @Test
  void endedWhileItWaitsForAHandler() {
    var client = start("client", guest -> guest.emit(ECHO, "x", MAY_WAIT));

    it.kernel.end(client, "you");

    assertThat(it.end(client)).isEqualTo(new Exit.Killed("you"));
    start("handler", this::echo);
    assertThat(it.port(ECHO).orElseThrow().waiting()).isZero();
  }

  @Test
  void endedWhileItIsPaused() {
    var client = start("client", guest -> guest.ask(OTHER, "x"));
    it.kernel.pause(client);
    assertThat(it.state(client)).isEqualTo(new ProcessState.Suspended());

    it.kernel.end(client, "you");

    assertThat(it.end(client)).isEqualTo(new Exit.Killed("you"));
  }

  @Test
  void endedWhileItWaitsForTheUser() {
    var client =
        it.kernel.open(
            TestKernel.request(
                it.scripts.program("asker", guest -> guest.ask(ECHO, "x")), "asker", List.of()));
    start("handler", this::echo);
    it.settle(client);
    assertThat(it.state(client)).isInstanceOf(ProcessState.AskingUser.class);

    it.kernel.end(client, "you");

    assertThat(it.end(client)).isEqualTo(new Exit.Killed("you"));
    assertThat(it.kernel.snapshot().questions()).isEmpty();
  }

  @Test
  void endedTwiceItEndsOnce() {
    var client = start("client", guest -> guest.ask(OTHER, "x"));

    it.kernel.end(client, "first");
    it.kernel.end(client, "second");

    assertThat(it.end(client)).isEqualTo(new Exit.Killed("first"));
  }

  @Test
  void endedBeforeItsThreadRan() {
    var client = it.open("client", guest -> say("ran"), ECHO);
    it.until(() -> !(it.state(client) instanceof ProcessState.Loading) || it.stepper.ready() > 0);

    it.kernel.end(client, "you");

    it.end(client);
    assertThat(it.state(client)).isInstanceOf(ProcessState.Ended.class);
  }

  @Test
  void pausedItDoesNothingAndResumedItGoesOn() {
    start("handler", this::echo);
    var client =
        start(
            "client",
            guest -> {
              guest.hold("held");
              say(guest.ask(ECHO, "on"));
            });
    it.kernel.pause(client);
    it.release("held");
    assertThat(said).isEmpty();

    it.kernel.resume(client);

    it.end(client);
    assertThat(said).containsExactly("echo on");
  }

  // ---- rows

  @Test
  void itsRowStaysUntilItIsForgotten() {
    var client = start("client", guest -> {});
    it.end(client);
    assertThat(it.state(client)).isEqualTo(new ProcessState.Ended(new Exit.Exited(0)));

    it.kernel.forget(client);

    assertThat(it.kernel.snapshot().processes()).noneMatch(row -> row.pid().equals(client));
  }

  @Test
  void onlySomeEndedRowsAreKept() {
    try (var small = new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withEndedKept(2)))) {
      Pid last = Pid.KERNEL;
      for (int i = 0; i < 5; i++) {
        last = small.open("p" + i, guest -> {});
        small.end(last);
      }

      var rows = small.kernel.snapshot().processes();
      assertThat(rows).hasSize(2);
      assertThat(rows.getLast().pid()).isEqualTo(last);
    }
  }

  @Test
  void theCountersOfAForgottenProcessStayWithTheInterface() {
    start("handler", this::echo);
    var client = start("client", guest -> guest.ask(ECHO, "x"));
    it.end(client);
    long before = it.port(ECHO).orElseThrow().messages();

    it.kernel.forget(client);

    var port = it.port(ECHO).orElseThrow();
    assertThat(port.messages()).isEqualTo(before).isEqualTo(1);
    assertThat(port.answered()).isEqualTo(1);
    assertThat(port.users()).doesNotContain(client);
  }

  @Test
  void endingWhatNeverWasIsNothing() {
    it.kernel.end(new Pid(99), "you");
    it.kernel.pause(new Pid(99));
    it.kernel.resume(new Pid(99));
    it.kernel.forget(new Pid(99));

    assertThat(it.kernel.ended(new Pid(99)).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void aClosedKernelHasEndedEverything() {
    var client = start("client", guest -> guest.ask(OTHER, "x"));
    var ended = it.kernel.ended(client).toCompletableFuture();

    it.close();

    assertThat(ended.join()).isEqualTo(new Exit.Killed("the test is over"));
  }
}
