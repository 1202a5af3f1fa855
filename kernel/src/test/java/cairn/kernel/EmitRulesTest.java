package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.limits;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What emit_message promises (docs/ABI.md), but for the gate's part. Long as the list of rules is:
 * one case for each.
 */
final class EmitRulesTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId HELD = own("held");
  private static final InterfaceId OTHER = own("other");

  private final TestKernel it = new TestKernel();
  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  private static void echo(ScriptGuest guest) {
    guest.register(ECHO);
    while (true) {
      var got = guest.receive();
      if (got.kind() == 0 && got.id() != 0) guest.answer(got.id(), got.body().utf8());
    }
  }

  private static void ignore(ScriptGuest guest) {
    guest.register(ECHO);
    guest.hold("held");
    while (true) guest.receive();
  }

  private Pid handler(Consumer<ScriptGuest> script, Limits limits) {
    var pid = it.open("handler", script, limits, ECHO, HELD);
    it.settle(pid);
    return pid;
  }

  private Exit run(Consumer<ScriptGuest> script) {
    return it.end(it.open("client", script, ECHO, OTHER));
  }

  private static Exit trapped(String reason) {
    return new Exit.Trapped(reason, List.of());
  }

  @Test
  void aQuestionReachesTheHandlerAndItsAnswerComesBack() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);

    var exit = run(guest -> said.add(guest.ask(ECHO, "hello")));

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("hello");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void theBodyIsTheBuffersOneAfterTheOther() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);

    run(
        guest -> {
          guest.memory.write(0, ECHO.hash().toByteArray(), 0, 32);
          guest.memory.write(1000, new byte[] {'a', 'b', 'c', 'd'}, 0, 4);
          int[] pairs = {1002, 2, 5000, 0, 1000, 2, 1003, 1};
          for (int i = 0; i < pairs.length; i++) guest.memory.putI32(64 + 4 * i, pairs[i]);
          guest.call("emit_message", 0, 64, 4, NEEDS_ANSWER, 128);
          said.add(guest.await(guest.memory.i64(128)).body().utf8());
        });

    assertThat(said).containsExactly("cdabd");
  }

  @Test
  void withoutAHandlerTheStatusIs1TheIdIs0AndNobodyIsAsked() {
    run(
        guest -> {
          var sent = guest.emit(own("nobody knows it"), "x", NEEDS_ANSWER);
          said.add(sent.status() + " " + sent.id());
        });

    assertThat(said).containsExactly("1 0");
    assertThat(it.asked).isEmpty();
  }

  @Test
  void aOneWayDoesNotTouchThePlaceForTheId() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);

    run(guest -> said.add(guest.emit(ECHO, "x", 0).toString()));

    assertThat(said).containsExactly("Sent[status=0, id=-1]");
  }

  @Test
  void theIdIsThereBeforeAnybodySeesTheMessage() {
    // A native handler runs inside the emit, before it returns.
    handler(EmitRulesTest::echo, Limits.DEFAULT);

    run(
        guest -> {
          var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
          said.add(String.valueOf(sent.id() >= 2));
          said.add(guest.await(sent.id()).id() == sent.id() ? "same" : "other");
        });

    assertThat(said).containsExactly("true", "same");
  }

  @Test
  void idsAreNeverUsedAgain() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);
    var ids = new ArrayList<Long>();
    Consumer<ScriptGuest> asksOften =
        guest -> {
          for (int i = 0; i < 100; i++) {
            var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
            ids.add(sent.id());
            guest.await(sent.id());
          }
        };

    run(asksOften);
    run(asksOften);

    assertThat(ids).hasSize(200).doesNotHaveDuplicates().doesNotContain(0L, 1L);
  }

  @Test
  void anUnknownFlagEndsTheProcess() {
    var exit = run(guest -> guest.emit(ECHO, "x", 4));

    assertThat(exit).isEqualTo(trapped("emit_message was given flags 0x4, which nobody knows."));
  }

  @Test
  void moreThan1024BuffersEndTheProcess() {
    var exit = run(guest -> guest.call("emit_message", 0, 0, 1025, 0, 0));

    assertThat(exit).isEqualTo(trapped("emit_message was given 1025 buffers, more than 1024."));
  }

  @Test
  void aBodyOf17MiBEndsTheProcessAndHarmsNobodyElse() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);

    var exit = run(guest -> guest.emitLarge(ECHO, 1024, 17 << 10, 0));

    assertThat(exit)
        .isEqualTo(trapped("emit_message was given a body of 17825792 bytes, more than 16 MiB."));
    run(guest -> said.add(guest.ask(ECHO, "still there")));
    assertThat(said).containsExactly("still there");
  }

  @Test
  void lengthsThatOverflow32BitsAreAddedUpIn64() {
    var exit =
        run(
            guest -> {
              guest.memory.putI32(64, 0);
              guest.memory.putI32(68, -1);
              guest.memory.putI32(72, 0);
              guest.memory.putI32(76, 2);
              guest.call("emit_message", 0, 64, 2, 0, 0);
            });

    assertThat(exit)
        .isEqualTo(trapped("emit_message was given a body of 4294967297 bytes, more than 16 MiB."));
  }

  @Test
  void pointersOutOfBoundsEndTheProcess() {
    handler(EmitRulesTest::echo, Limits.DEFAULT);
    int end = 65_536;

    assertThat(run(guest -> guest.call("emit_message", end - 31, 0, 0, 0, 0)))
        .isInstanceOf(Exit.Trapped.class);
    assertThat(run(guest -> guest.call("emit_message", 0, end - 7, 1, 0, 0)))
        .isInstanceOf(Exit.Trapped.class);
    assertThat(run(guest -> guest.call("emit_message", 0, 0, 0, NEEDS_ANSWER, end - 7)))
        .isInstanceOf(Exit.Trapped.class);
    assertThat(run(guest -> guest.call("emit_message", -1, 0, 0, 0, 0)))
        .isInstanceOf(Exit.Trapped.class);
  }

  @Test
  void withMayWaitTheThreadSleepsUntilThereIsAHandler() {
    var client = it.open("client", guest -> said.add(guest.ask(ECHO, "early")), ECHO);
    it.settle(client);
    assertThat(it.state(client))
        .isInstanceOfSatisfying(
            ProcessState.Waiting.class,
            waiting -> assertThat(waiting.what()).startsWith("a handler for "));

    handler(EmitRulesTest::echo, Limits.DEFAULT);

    assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("early");
  }

  @Test
  void aFullMailboxAnswersNoRoom() {
    handler(EmitRulesTest::ignore, limits(2, 1 << 20, 10, 10));

    run(
        guest -> {
          for (int i = 0; i < 3; i++) said.add(guest.emit(ECHO, "x", NEEDS_ANSWER).toString());
        });

    assertThat(said.get(0)).startsWith("Sent[status=0");
    assertThat(said.get(1)).startsWith("Sent[status=0");
    assertThat(said.get(2)).isEqualTo("Sent[status=2, id=0]");
  }

  @Test
  void anEmptyMailboxTakesAnyOneMessage() {
    handler(EmitRulesTest::ignore, limits(10, 8, 10, 10));

    run(
        guest -> {
          said.add("" + guest.emit(ECHO, "more than eight bytes", 0).status());
          said.add("" + guest.emit(ECHO, "", 0).status());
        });

    assertThat(said).containsExactly("0", "2");
  }

  @Test
  void withMayWaitTheThreadSleepsUntilThereIsRoomAndOrderIsKept() {
    var handler =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.hold("held");
              for (int i = 0; i < 6; i++) said.add(guest.message().body().utf8());
            },
            limits(2, 1 << 20, 10, 10),
            ECHO,
            HELD);
    it.settle(handler);
    var first =
        it.open(
            "first",
            guest -> {
              for (int i = 0; i < 4; i++) guest.emit(ECHO, "a" + i, MAY_WAIT);
            },
            ECHO);
    it.settle(first);
    var second =
        it.open(
            "second",
            guest -> {
              for (int i = 0; i < 2; i++) guest.emit(ECHO, "b" + i, MAY_WAIT);
            },
            ECHO);
    it.settle(second);
    assertThat(it.state(second))
        .isInstanceOfSatisfying(
            ProcessState.Waiting.class,
            waiting -> assertThat(waiting.what()).startsWith("room at the handler of "));

    it.release("held");
    it.end(handler);

    assertThat(said).containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "b0", "b1");
    assertThat(said).containsSubsequence("a0", "a1", "a2", "a3");
    assertThat(said).containsSubsequence("a2", "b0", "b1");
  }

  @Test
  void tooManyUnansweredQuestionsAreALimit() {
    handler(EmitRulesTest::ignore, Limits.DEFAULT);

    var client =
        it.open(
            "client",
            guest -> {
              for (int i = 0; i < 3; i++) guest.emit(ECHO, "x", NEEDS_ANSWER);
              var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
              said.add(sent.status() + " " + sent.id());
              said.add("" + guest.emit(ECHO, "one-way", 0).status());
            },
            limits(10, 1 << 20, 3, 10),
            ECHO);

    it.end(client);
    assertThat(said).containsExactly("3 0", "0");
  }

  @Test
  void bodiesInFlightAreLimitedInSum() {
    try (var small =
        new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withInFlight(20_000)))) {
      var handler = small.open("handler", EmitRulesTest::ignore, ECHO, HELD);
      small.settle(handler);

      var client =
          small.open(
              "client",
              guest -> {
                said.add("" + guest.emitLarge(ECHO, 1, 3000, 0).status());
                said.add("" + guest.emitLarge(ECHO, 1, 3000, 0).status());
              },
              ECHO);
      small.end(client);
      small.kernel.end(handler, "the test");

      assertThat(said).containsExactly("0", "3");
      var next = small.open("handler", EmitRulesTest::echo, ECHO);
      small.settle(next);
      var again =
          small.open(
              "client", guest -> said.add("" + guest.emitLarge(ECHO, 1, 3000, 0).status()), ECHO);
      small.end(again);
      assertThat(said).containsExactly("0", "3", "0");
    }
  }

  @Test
  void processesThatFillWhatIsInFlightTogetherLeaveRoomForOthers() {
    try (var small =
        new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withInFlight(400_000)))) {
      small.settle(small.open("handler", EmitRulesTest::ignore, ECHO, HELD));
      for (int i = 0; i < 8; i++)
        small.settle(
            small.open(
                "flood " + i,
                guest -> {
                  int sent = 0;
                  while (guest.emitLarge(ECHO, 1, 2000, 0).status() == 0) sent++;
                  said.add(sent < 60 ? "stopped" : "took " + sent);
                  guest.hold("held");
                },
                ECHO,
                HELD));
      assertThat(said).hasSize(8).containsOnly("stopped");

      var client =
          small.open(
              "client", guest -> said.add("" + guest.emitLarge(ECHO, 1, 5000, 0).status()), ECHO);
      small.end(client);

      assertThat(said.getLast()).isEqualTo("0");
    }
  }

  @Test
  void aFloodOfMessagesStopsAtTheMailboxAndHarmsNobodyElse() {
    handler(EmitRulesTest::ignore, Limits.DEFAULT);
    var flood =
        it.open(
            "flood",
            guest -> {
              int accepted = 0;
              while (guest.emit(ECHO, "x", 0).status() == 0) accepted++;
              said.add("" + accepted);
            },
            ECHO);
    it.end(flood);

    var other =
        it.open(
            "bystander",
            guest -> {
              guest.register(OTHER);
              guest.emit(OTHER, "to myself", 0);
              said.add(guest.receive().body().utf8());
            },
            OTHER);
    it.end(other);

    assertThat(said).containsExactly("4096", "to myself");
  }

  @Test
  void aProcessCanAskItself() {
    var exit =
        run(
            guest -> {
              guest.register(ECHO);
              var sent = guest.emit(ECHO, "me", QUESTION);
              guest.answer(guest.receive().id(), "too");
              said.add(guest.await(sent.id()).body().utf8());
            });

    assertThat(exit).isEqualTo(new Exit.Exited(0));
    assertThat(said).containsExactly("too");
  }
}
