package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.kernel.Answer;
import cairn.kernel.Limits;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.judge.Charter;
import cairn.kernel.judge.Subject;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What no single-threaded guest can see of a mailbox: several threads that wait at once. */
final class MailboxTest {
  private final InFlight inFlight = new InFlight(1 << 30);
  private final Ids ids = new Ids();
  private final Port port =
      new Port(Charter.of(new InterfaceId(Sha256.of(Payload.utf8("x"))), Optional.empty()));
  private final Party owner = party(1);
  private final Party sender = party(2);
  private final Mailbox mailbox = owner.mailbox;
  private final Handler handler = new Handler.ByProcess(owner);

  MailboxTest() {
    mailbox.handle(port.usual, handler);
  }

  private Party party(long pid) {
    return new Party(
        new Pid(pid),
        Limits.DEFAULT,
        Subject.ofKernel(),
        inFlight,
        ids,
        new Party.Life() {
          @Override
          public void gone() {}

          @Override
          public void unresponsive() {}
        });
  }

  /** A thread that waits in next. */
  private CompletableFuture<Next> waiter(int room, long... slots) {
    int before = mailbox.waiters();
    var wanted = new ArrayList<Long>();
    for (long slot : slots) wanted.add(slot);
    var outcome = new CompletableFuture<Next>();
    Thread.ofVirtual()
        .start(
            () -> {
              Thread self = Thread.currentThread();
              var sleeper =
                  new Sleeper() {
                    @Override
                    public void sleep() {
                      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                    }

                    @Override
                    public void wake() {
                      LockSupport.unpark(self);
                    }
                  };
              try {
                outcome.complete(
                    mailbox.next(new Syscall.NextMessage(wanted, true, room), sleeper));
              } catch (Throwable thrown) {
                outcome.completeExceptionally(thrown);
              }
            });
    while (mailbox.waiters() == before && !outcome.isDone()) Thread.onSpinWait();
    return outcome;
  }

  private void bring(String body) {
    var message = new Message(sender, new Route(sender, port), Payload.utf8(body), false, inFlight);
    assertThat(mailbox.offer(message, handler, false)).isEqualTo(Mailbox.Offered.TAKEN_IN);
  }

  private Question question() {
    var message = new Message(owner, new Route(owner, port), Payload.EMPTY, false, inFlight);
    var question = mailbox.ask(message, 0, Optional.empty());
    if (question == null) throw new AssertionError("no room for a question");
    message.question = question;
    return question;
  }

  private static String bodyOf(CompletableFuture<Next> outcome) throws Exception {
    return switch (outcome.get(5, TimeUnit.SECONDS)) {
      case Next.Taken(int _, Delivery.Message(var _, long _, var _, var body)) -> body.utf8();
      case Next.Taken(int _, Delivery.AnswerTo(var _, Answer.Success(var body))) -> body.utf8();
      case Next.Taken(int _, Delivery.AnswerTo(var _, Answer.Failure())) -> "error";
      case Next.Taken(int _, Delivery.ProcessEnded(var pid)) -> "end of " + pid;
      case Next.TooLarge(int size) -> "too large: " + size;
      case Next.Nothing() -> "nothing";
    };
  }

  @Test
  void theLongestWaiterGetsIt() throws Exception {
    var first = waiter(1000, 1);
    var second = waiter(1000, 1);

    bring("one");
    assertThat(bodyOf(first)).isEqualTo("one");
    assertThat(second).isNotDone();

    bring("two");
    assertThat(bodyOf(second)).isEqualTo("two");
  }

  @Test
  void aWaiterWithTooLittleRoomIsToldAndDoesNotKeepOthersFromIt() throws Exception {
    var small = waiter(10, 1);
    var large = waiter(1000, 1);

    bring("a body");

    assertThat(bodyOf(small)).isEqualTo("too large: 59");
    assertThat(bodyOf(large)).isEqualTo("a body");
  }

  @Test
  void aMessageThatFitsNobodyStays() throws Exception {
    var small = waiter(10, 1);

    bring("a body");

    assertThat(bodyOf(small)).isEqualTo("too large: 59");
    assertThat(bodyOf(waiter(59, 1))).isEqualTo("a body");
  }

  @Test
  void eachThreadGetsTheAnswerItWaitsFor() throws Exception {
    var one = question();
    var two = question();
    var forTwo = waiter(1000, two.id);
    var forOne = waiter(1000, 0, one.id);

    mailbox.answer(one, new Answer.Success(Payload.utf8("1")), true);
    assertThat(forTwo).isNotDone();
    mailbox.answer(two, new Answer.Failure(), true);

    assertThat(bodyOf(forOne)).isEqualTo("1");
    assertThat(bodyOf(forTwo)).isEqualTo("error");
  }

  @Test
  void aThreadWhoseAnswerAnotherTakesWaitsForNothing() {
    var asked = question();
    var first = waiter(1000, asked.id);
    var second = waiter(1000, asked.id);

    mailbox.answer(asked, new Answer.Success(Payload.utf8("1")), true);

    assertThat(first).succeedsWithin(5, TimeUnit.SECONDS);
    assertThatThrownBy(() -> second.get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(GuestFault.class)
        .hasMessageContaining("waits for nothing");
  }

  @Test
  void aThreadWhoseQuestionAnotherCancelsWaitsForNothing() {
    var asked = question();
    var waiting = waiter(1000, asked.id);

    mailbox.cancel(new MessageId(asked.id));

    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(GuestFault.class);
  }

  @Test
  void anEndThatALastMessageHeldBackGoesToTheNextWaiter() throws Exception {
    bring("last");
    assertThat(mailbox.userEnded(sender.pid())).isTrue();
    var message = waiter(1000, 1);
    assertThat(bodyOf(message)).isEqualTo("last");

    assertThat(bodyOf(waiter(1000, 1))).isEqualTo("end of 2");
    assertThatThrownBy(() -> waiter(1000, 1).get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void bothThreadsAreServedWhenAMessageSetsAnEndFree() throws Exception {
    var first = waiter(1000, 1);
    var second = waiter(1000, 1);
    // Both wait when the last message comes; its being taken lets the end arrive.
    var message =
        new Message(sender, new Route(sender, port), Payload.utf8("last"), false, inFlight);
    assertThat(mailbox.offer(message, handler, false)).isEqualTo(Mailbox.Offered.TAKEN_IN);
    mailbox.userEnded(sender.pid());

    assertThat(bodyOf(first)).isEqualTo("last");
    assertThat(bodyOf(second)).isEqualTo("end of 2");
  }

  @Test
  void tooManyEndsAreReported() {
    boolean fine = true;
    for (int i = 0; i <= Mailbox.MAX_ENDS; i++) {
      assertThat(fine).isTrue();
      var user = party(10 + i);
      var message = new Message(user, new Route(user, port), Payload.EMPTY, false, inFlight);
      mailbox.offer(message, handler, false);
      mailbox.withdraw(message);
      fine = mailbox.userEnded(user.pid());
    }
    assertThat(fine).isFalse();
  }

  @Test
  void debtsToNobodyAreForgotten() {
    for (int i = 0; i < 5000; i++) {
      var asker = party(10 + i);
      var message = new Message(asker, new Route(asker, port), Payload.EMPTY, false, inFlight);
      message.question = asker.mailbox.ask(message, 0, Optional.empty());
      mailbox.offer(message, handler, false);
      assertThat(waiter(1000, 1)).succeedsWithin(5, TimeUnit.SECONDS);
      asker.mailbox.close();
    }

    assertThat(mailbox.levels().owed()).isLessThan(2048);
  }

  @Test
  void anAnswerLooksAtWhoWaitsForItAndAtNobodyElse() throws Exception {
    var outcomes = new ArrayList<CompletableFuture<Next>>();
    var theirs = new ArrayList<Question>();
    for (int thread = 0; thread < 6; thread++) {
      long[] slots = new long[512];
      for (int i = 0; i < slots.length; i++) {
        var question = question();
        slots[i] = question.id;
        if (i == 0) theirs.add(question);
      }
      outcomes.add(waiter(100, slots));
    }
    var others = new ArrayList<Question>();
    for (int i = 0; i < 100; i++) others.add(question());
    // Another thread waits for one of theirs too, and for what nobody answers.
    var second = waiter(100, others.getLast().id, theirs.get(3).id);

    for (Question other : others.subList(0, 99))
      mailbox.answer(other, new Answer.Success(Payload.EMPTY), true);
    assertThat(mailbox.looks()).isZero();

    mailbox.answer(theirs.get(3), new Answer.Success(Payload.utf8("third")), true);

    assertThat(bodyOf(outcomes.get(3))).isEqualTo("third");
    assertThat(mailbox.looks()).isEqualTo(512);
    assertThat(second).isNotDone();
    for (int i = 0; i < 6; i++)
      if (i != 3) {
        mailbox.answer(theirs.get(i), new Answer.Success(Payload.utf8("at " + i)), true);
        assertThat(bodyOf(outcomes.get(i))).isEqualTo("at " + i);
      }
    assertThat(mailbox.looks()).isEqualTo(6 * 512);
    mailbox.answer(others.getLast(), new Answer.Success(Payload.utf8("last")), true);
    assertThat(bodyOf(second)).isEqualTo("last");
    assertThat(mailbox.waiters()).isZero();
  }

  @Test
  void whoWaitsForAQuestionThatIsTakenBackWaitsForNothing() {
    var question = question();
    var same = question();
    var waiting = waiter(100, question.id, same.id, question.id);
    mailbox.cancel(new MessageId(same.id));
    assertThat(mailbox.waiters()).isEqualTo(1);

    mailbox.unask(question);

    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(GuestFault.class)
        .hasMessageContaining("waits for nothing");
  }
}
