package cairn.kernel.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answer;
import cairn.kernel.Limits;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.judge.Charter;
import cairn.kernel.judge.Subject;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Questions that are answered by the next message for their asker. One thread. */
final class PullsTest {
  private static final int MIB = 1 << 20;

  private final InFlight inFlight = new InFlight(1 << 30);
  private final Ids ids = new Ids();
  private final Port port = port("x");
  private final Port other = port("y");
  private final Party owner = party(1);
  private final Party sender = party(2);
  private final Mailbox mailbox = owner.mailbox;

  PullsTest() {
    mailbox.handle(port.usual, new Handler.ByProcess(owner));
    mailbox.handle(other.usual, new Handler.ByProcess(owner));
  }

  private static Port port(String name) {
    return new Port(Charter.of(new InterfaceId(Sha256.of(Payload.utf8(name))), Optional.empty()));
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

  private Message bring(Port to, Payload body) {
    assertThat(inFlight.take(body.length())).isTrue();
    var message = new Message(sender, new Route(sender, to), body, false, inFlight);
    assertThat(mailbox.offer(message, to.usual.handler, false)).isEqualTo(Mailbox.Offered.TAKEN_IN);
    return message;
  }

  private Question pull(Port from) {
    var message = new Message(owner, new Route(owner, port), Payload.EMPTY, false, inFlight);
    var question = mailbox.ask(message, 0, Optional.empty());
    if (question == null) throw new AssertionError("no room for a question");
    message.question = question;
    mailbox.answerWithNext(question, from, PullsTest::pack);
    return question;
  }

  private static Payload pack(Delivery what) {
    return switch (what) {
      case Delivery.Message(var _, long _, var _, var body) -> body;
      case Delivery.ProcessEnded(var pid) -> Payload.utf8("end of " + pid);
      case Delivery.AnswerTo to -> throw new AssertionError(to);
    };
  }

  /** The answer to one of them; empty: there is none yet. */
  private Optional<Payload> answer(Question question) {
    var wish = new Syscall.NextMessage(List.of(question.id), false, Integer.MAX_VALUE);
    return switch (mailbox.next(wish, new NoSleep())) {
      case Next.Taken(int _, Delivery.AnswerTo(var _, Answer.Success(var body))) ->
          Optional.of(body);
      case Next.Nothing() -> Optional.empty();
      case Next other -> throw new AssertionError(other);
    };
  }

  private static final class NoSleep implements Sleeper {
    @Override
    public void sleep() {
      throw new AssertionError("nobody is to sleep");
    }

    @Override
    public void wake() {}
  }

  private static Payload zeros(int length) {
    return Payload.owning(new byte[length]);
  }

  @Test
  void eachGetsTheNextOfItsInterfaceInOrder() {
    bring(port, Payload.utf8("a"));
    var first = pull(port);
    var second = pull(port);
    var elsewhere = pull(other);

    bring(other, Payload.utf8("b"));
    bring(port, Payload.utf8("c"));

    assertThat(answer(first)).contains(Payload.utf8("a"));
    assertThat(answer(second)).contains(Payload.utf8("c"));
    assertThat(answer(elsewhere)).contains(Payload.utf8("b"));
    assertThat(mailbox.levels().messages()).isZero();
  }

  @Test
  void whatHasNoRoomAmongTheAnswersWaitsForThatAndIsNotLost() {
    var questions = List.of(pull(port), pull(port), pull(port));
    for (int i = 0; i < 3; i++) bring(port, zeros(12 * MIB + i));
    assertThat(answer(questions.get(2))).isEmpty();
    assertThat(mailbox.levels().messages()).isOne();

    assertThat(answer(questions.get(0)).orElseThrow().length()).isEqualTo(12 * MIB);

    assertThat(mailbox.levels().messages()).isZero();
    assertThat(answer(questions.get(1)).orElseThrow().length()).isEqualTo(12 * MIB + 1);
    assertThat(answer(questions.get(2)).orElseThrow().length()).isEqualTo(12 * MIB + 2);
    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void whatACancelledOneHadGotIsForTheNextInOrder() {
    var first = pull(port);
    var second = pull(port);
    var third = pull(port);
    bring(port, zeros(2000));
    bring(port, zeros(2001));
    bring(port, zeros(2002));
    bring(port, zeros(2003));

    mailbox.cancel(new MessageId(second.id));
    mailbox.cancel(new MessageId(first.id));

    assertThat(answer(pull(port)).orElseThrow().length()).isEqualTo(2000);
    assertThat(answer(pull(port)).orElseThrow().length()).isEqualTo(2001);
    assertThat(answer(third).orElseThrow().length()).isEqualTo(2002);
    assertThat(answer(pull(port)).orElseThrow().length()).isEqualTo(2003);
    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void whatWasGivenBackIsNotHeldAgainstTheKernelWhenItsProcessEnds() {
    var question = pull(port);
    bring(port, zeros(2000));
    mailbox.cancel(new MessageId(question.id));
    assertThat(inFlight.bytes()).isEqualTo(2000);

    mailbox.close();

    assertThat(inFlight.bytes()).isZero();
  }

  @Test
  void aCancelledAnswerMakesRoomToo() {
    var questions = List.of(pull(port), pull(port), pull(port));
    for (int i = 0; i < 3; i++) bring(port, zeros(12 * MIB + i));

    mailbox.cancel(new MessageId(questions.get(0).id));

    // What it had got stood before, and goes to the one that waits.
    assertThat(answer(questions.get(2)).orElseThrow().length()).isEqualTo(12 * MIB);
  }

  @Test
  void anEndComesOnceForEachInterfaceThatWasUsedAfterItsMessages() {
    bring(port, Payload.utf8("a"));
    bring(other, Payload.utf8("b"));
    mailbox.userEnded(sender.pid());

    var ofPort = List.of(pull(port), pull(port), pull(port));
    var ofOther = List.of(pull(other), pull(other), pull(other));

    assertThat(answer(ofPort.get(0))).contains(Payload.utf8("a"));
    assertThat(answer(ofPort.get(1))).contains(Payload.utf8("end of 2"));
    assertThat(answer(ofPort.get(2))).isEmpty();
    assertThat(answer(ofOther.get(0))).contains(Payload.utf8("b"));
    assertThat(answer(ofOther.get(1))).contains(Payload.utf8("end of 2"));
    assertThat(answer(ofOther.get(2))).isEmpty();
  }

  @Test
  void aMessageThatAnswersOneIsTaken() {
    var message = bring(port, Payload.utf8("a"));
    assertThat(message.hasLanded(new NoSleep())).isFalse();

    pull(port);

    assertThat(message.hasLanded(new NoSleep())).isTrue();
  }

  @Test
  void whatIsAskedInItsNameIsNotCountedAndNotForItsThreads() {
    var message = new Message(owner, new Route(owner, port), Payload.EMPTY, false, inFlight);
    var told = new ArrayList<Answer>();
    var question = mailbox.ask(message, 0, Optional.of(told::add));
    if (question == null) throw new AssertionError("no room for a question");
    assertThat(mailbox.levels().open()).isZero();

    assertThat(mailbox.answer(question, new Answer.Failure(), true)).isTrue();

    assertThat(told).containsExactly(new Answer.Failure());
    assertThat(mailbox.answer(question, new Answer.Failure(), true)).isFalse();
    assertThat(mailbox.levels().open()).isZero();
  }
}
