package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What next_message, emit_answer and cancel_message promise (docs/ABI.md). Long as the list of
 * rules is: one case for each.
 */
final class NextRulesTest {
  private static final InterfaceId ECHO = own("echo");
  private static final InterfaceId MINE = own("mine");
  private static final InterfaceId HELD = own("held");

  /** With so much in flight that only the limits of one process count. */
  private final TestKernel it =
      new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withInFlight(1L << 30)));

  private final List<String> said = new ArrayList<>();

  @AfterEach
  void close() {
    it.close();
  }

  private void say(Object what) {
    said.add(String.valueOf(what));
  }

  private Pid echoHandler() {
    var pid =
        it.open(
            "echo",
            guest -> {
              guest.register(ECHO);
              while (true) {
                var got = guest.receive();
                if (got.kind() == 0 && got.id() != 0) guest.answer(got.id(), got.body().utf8());
              }
            },
            ECHO);
    it.settle(pid);
    return pid;
  }

  /** Takes one question and never answers it. */
  private Pid silentHandler() {
    var pid =
        it.open(
            "silent",
            guest -> {
              guest.register(ECHO);
              guest.receive();
              guest.hold("held");
              while (true) guest.receive();
            },
            ECHO,
            HELD);
    it.settle(pid);
    return pid;
  }

  private Exit run(Consumer<ScriptGuest> script) {
    return it.end(it.open("client", script, ECHO, MINE));
  }

  private static Exit trapped(String reason) {
    return new Exit.Trapped(reason, List.of());
  }

  private static final Exit WAITS_FOR_NOTHING =
      trapped("It waits for nothing: no answer it waits for can ever come.");

  // ---- slots

  @Test
  void theMatchedSlotIsZeroedAndItsIndexTold() {
    echoHandler();

    run(
        guest -> {
          var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
          var got = guest.await(0, 77, sent.id(), 1);
          say(got.slot());
          say(guest.slot(0) + " " + guest.slot(1) + " " + guest.slot(2) + " " + guest.slot(3));
        });

    assertThat(said).containsExactly("2", "0 77 0 1");
  }

  @Test
  void theLowestMatchingIndexWins() {
    run(
        guest -> {
          guest.register(MINE);
          guest.emit(MINE, "x", 0);
          say(guest.await(1, 1).slot());
          say(guest.slot(0) + " " + guest.slot(1));
        });

    assertThat(said).containsExactly("0", "0 1");
  }

  @Test
  void whatArrivedFirstIsTakenFirstWhateverItsSlot() {
    run(
        guest -> {
          guest.register(MINE);
          var question = guest.emit(MINE, "question", NEEDS_ANSWER);
          guest.emit(MINE, "one-way", 0);
          guest.answer(guest.receive().id(), "answer");
          say(guest.await(question.id(), 1).body().utf8());
          say(guest.await(question.id(), 1).body().utf8());
        });

    assertThat(said).containsExactly("one-way", "answer");
  }

  @Test
  void withoutBlockingNothingIs0() {
    run(guest -> say(guest.next(100, false, 1, 5, 0)));

    assertThat(said).containsExactly("0");
  }

  @Test
  void aMessageThatDoesNotFitStaysWithAllElse() {
    run(
        guest -> {
          guest.register(MINE);
          guest.emit(MINE, "twelve bytes", 0);
          say(guest.next(53 + 11, true, 1));
          say(guest.slot(0));
          int size = guest.next(53 + 12, true, 1);
          say(size + " " + guest.got(size).body().utf8());
        });

    assertThat(said).containsExactly("65", "1", "65 twelve bytes");
  }

  @Test
  void aMessageIsNeverPassedOverBecauseItDoesNotFit() {
    run(
        guest -> {
          guest.register(MINE);
          guest.emit(MINE, "a long one", 0);
          guest.emit(MINE, "", 0);
          say(guest.next(53, false, 1));
          say(guest.receive().body().utf8());
        });

    assertThat(said).containsExactly("63", "a long one");
  }

  @Test
  void anAnswerThatDoesNotFitStaysToo() {
    echoHandler();

    run(
        guest -> {
          var sent = guest.emit(ECHO, "hello", NEEDS_ANSWER);
          say(guest.next(0, true, sent.id()));
          say(guest.await(sent.id()).body().utf8());
        });

    assertThat(said).containsExactly("19", "hello");
  }

  @Test
  void waitingForNothingEndsTheProcess() {
    echoHandler();

    assertThat(run(guest -> guest.await(0, 12345))).isEqualTo(WAITS_FOR_NOTHING);
    assertThat(run(guest -> guest.await())).isEqualTo(WAITS_FOR_NOTHING);
    assertThat(
            run(
                guest -> {
                  var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
                  guest.await(sent.id());
                  guest.await(sent.id());
                }))
        .isEqualTo(WAITS_FOR_NOTHING);
    assertThat(
            run(
                guest -> {
                  var sent = guest.emit(ECHO, "x", NEEDS_ANSWER);
                  guest.cancel(sent.id());
                  guest.await(sent.id());
                }))
        .isEqualTo(WAITS_FOR_NOTHING);
  }

  @Test
  void idsOfOthersMatchNothing() {
    silentHandler();
    var ids = new ArrayList<Long>();
    var victim =
        it.open(
            "victim",
            guest -> {
              ids.add(guest.emit(ECHO, "x", NEEDS_ANSWER).id());
              guest.hold("held");
            },
            ECHO,
            HELD);
    it.settle(victim);

    var exit =
        run(
            guest -> {
              say(guest.cancel(ids.getFirst()));
              say(guest.answer(ids.getFirst(), "forged"));
              say(guest.next(100, false, ids.getFirst()));
              guest.await(ids.getFirst());
            });

    assertThat(said).containsExactly("1", "1", "0");
    assertThat(exit).isEqualTo(WAITS_FOR_NOTHING);
    assertThat(it.row(victim).openQuestions()).isEqualTo(1);
  }

  @Test
  void moreThan512IdsAndUnknownFlagsAndBadPointersEndTheProcess() {
    assertThat(run(guest -> guest.call("next_message", 0, 513, 0, 0, 0)))
        .isEqualTo(trapped("next_message was given 513 ids, more than 512."));
    assertThat(run(guest -> guest.call("next_message", 0, 1, 0, 0, 2)))
        .isEqualTo(trapped("next_message was given flags 0x2, which nobody knows."));
    assertThat(run(guest -> guest.call("emit_answer", 5, 0, 0, 2)))
        .isEqualTo(trapped("emit_answer was given flags 0x2, which nobody knows."));
    assertThat(run(guest -> guest.call("next_message", 65_530, 1, 0, 0, 0)))
        .isInstanceOf(Exit.Trapped.class);
    assertThat(
            run(
                guest -> {
                  guest.register(MINE);
                  guest.emit(MINE, "x", 0);
                  guest.memory.putI64(0, 1);
                  guest.call("next_message", 0, 1, 65_530, 100, 0);
                }))
        .isInstanceOf(Exit.Trapped.class);
  }

  @Test
  void theLayoutOfAMessageIsAsWrittenDown() {
    run(
        guest -> {
          guest.register(MINE);
          var sent = guest.emit(MINE, "!", NEEDS_ANSWER);
          guest.memory.putI64(0, 0);
          guest.memory.putI64(8, 1);
          int size = guest.call("next_message", 0, 2, 100, 500, 1);
          say(size);
          say(guest.memory.u8(100));
          say(
              Payload.owning(guest.memory.read(101, 32))
                  .equals(Payload.owning(MINE.hash().toByteArray())));
          say(guest.memory.i64(133) == sent.id());
          say(guest.memory.i32(149));
          say((char) guest.memory.u8(153));
        });

    assertThat(said).containsExactly("54", "0", "true", "true", "1", "!");
  }

  // ---- answers

  @Test
  void anErrorAnswerCarriesNothing() {
    run(
        guest -> {
          guest.register(MINE);
          var sent = guest.emit(MINE, "x", NEEDS_ANSWER);
          say(guest.answerError(guest.receive().id()));
          int size = guest.next(100, true, sent.id());
          say(size + " " + guest.got(size).error());
        });

    assertThat(said).containsExactly("0", "14 true");
  }

  @Test
  void aSecondAnswerIsIgnored() {
    run(
        guest -> {
          guest.register(MINE);
          var sent = guest.emit(MINE, "x", NEEDS_ANSWER);
          long owed = guest.receive().id();
          say(guest.answer(owed, "first"));
          say(guest.answer(owed, "second"));
          say(guest.answer(0, "to nothing"));
          say(guest.await(sent.id()).body().utf8());
        });

    assertThat(said).containsExactly("0", "1", "1", "first");
  }

  @Test
  void aQuestionMustBeTakenBeforeItIsAnswered() {
    run(
        guest -> {
          guest.register(MINE);
          var sent = guest.emit(MINE, "x", NEEDS_ANSWER);
          say(guest.answer(sent.id(), "not taken yet"));
        });

    assertThat(said).containsExactly("1");
  }

  @Test
  void answersOver32MiBBecomeErrors() {
    run(
        guest -> {
          guest.register(MINE);
          var ids = new long[3];
          for (int i = 0; i < 3; i++) ids[i] = guest.emit(MINE, "x", NEEDS_ANSWER).id();
          for (int i = 0; i < 3; i++) {
            long owed = guest.receive().id();
            for (int b = 0; b < 1024; b++) {
              guest.memory.putI32(40_000 + 8 * b, 0);
              guest.memory.putI32(40_004 + 8 * b, 16 << 10);
            }
            say(guest.call("emit_answer", owed, 40_000, 1024, 0));
          }
          for (long id : ids) say(guest.next(0, true, id));
        });

    assertThat(said)
        .containsExactly("0", "0", "0", "" + (14 + (16 << 20)), "" + (14 + (16 << 20)), "14");
  }

  // ---- cancelling

  @Test
  void aCancelledQuestionThatIsNotTakenDisappears() {
    run(
        guest -> {
          guest.register(MINE);
          var first = guest.emit(MINE, "first", NEEDS_ANSWER);
          guest.emit(MINE, "second", NEEDS_ANSWER);
          say(guest.cancel(first.id()));
          say(guest.cancel(first.id()));
          say(guest.receive().body().utf8());
          say(guest.next(100, false, 1));
        });

    assertThat(said).containsExactly("0", "1", "second", "0");
  }

  @Test
  void theAnswerToACancelledQuestionIsDroppedAndItsHandlerNotTold() {
    run(
        guest -> {
          guest.register(MINE);
          var sent = guest.emit(MINE, "x", NEEDS_ANSWER);
          long owed = guest.receive().id();
          say(guest.cancel(sent.id()));
          say(guest.next(100, false, 1));
          say(guest.answer(owed, "late"));
          say(guest.next(100, false, sent.id(), 1));
        });

    assertThat(said).containsExactly("0", "0", "0", "0");
  }

  @Test
  void cancellingNothingIs1() {
    run(
        guest -> {
          say(guest.cancel(0));
          say(guest.cancel(1));
          say(guest.cancel(-1));
        });

    assertThat(said).containsExactly("1", "1", "1");
  }

  @Test
  void cancellingMakesRoomForThoseWhoWait() {
    var handler =
        it.open(
            "handler",
            guest -> {
              guest.register(ECHO);
              guest.hold("held");
              say(guest.message().body().utf8());
            },
            TestKernel.limits(1, 1000, 10, 10),
            ECHO,
            HELD);
    it.settle(handler);
    var canceller =
        it.open(
            "canceller",
            guest -> {
              var sent = guest.emit(ECHO, "cancelled", NEEDS_ANSWER);
              guest.hold("cancel now");
              guest.cancel(sent.id());
              guest.hold("for ever");
            },
            ECHO,
            own("cancel now"),
            own("for ever"));
    it.settle(canceller);
    var waiter = it.open("waiter", guest -> guest.emit(ECHO, "waits", ScriptGuest.MAY_WAIT), ECHO);
    it.settle(waiter);
    assertThat(it.isOver(waiter)).isFalse();

    it.release("cancel now");

    assertThat(it.end(waiter)).isEqualTo(new Exit.Exited(0));
    it.release("held");
    assertThat(said).containsExactly("waits");
  }
}
