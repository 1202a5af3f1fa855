package cairn.kernel.ipc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import cairn.kernel.MessageId;
import java.util.HashSet;
import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Mailboxes under threads that meet at every point. What is not listed as an outcome must never be
 * seen; {@code -4} is a thread that nobody woke. Long: each meeting is a class of its own, as the
 * harness wants it.
 */
public class MailboxStress {
  private static final long ANYTHING = 1;

  /** Two givers and two takers: each message goes to one of them, and both are woken. */
  @JCStressTest
  @Outcome(
      id = {"1, 2", "2, 1"},
      expect = ACCEPTABLE,
      desc = "each to one")
  @State
  public static class EachMessageToOneTaker extends MailboxBed {
    @Actor
    public void one(II_Result r) {
      give(1);
      r.r1 = take(true, ANYTHING);
    }

    @Actor
    public void two(II_Result r) {
      give(2);
      r.r2 = take(true, ANYTHING);
    }
  }

  /** The same with four threads; on a computer with too few cores it is left out. */
  @JCStressTest
  @Outcome(
      id = {"1, 2", "2, 1"},
      expect = ACCEPTABLE,
      desc = "each to one")
  @State
  public static class EachMessageToOneOfTwoTakers extends MailboxBed {
    @Actor
    public void giver() {
      give(1);
    }

    @Actor
    public void otherGiver() {
      give(2);
    }

    @Actor
    public void taker(II_Result r) {
      r.r1 = take(true, ANYTHING);
    }

    @Actor
    public void otherTaker(II_Result r) {
      r.r2 = take(true, ANYTHING);
    }
  }

  /** A taker that waits gets them in order. */
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "in order")
  @State
  public static class InOrderToOneWhoWaits extends MailboxBed {
    @Actor
    public void giver() {
      give(1);
      give(2);
    }

    @Actor
    public void taker(II_Result r) {
      r.r1 = take(true, ANYTHING);
      r.r2 = take(true, ANYTHING);
    }
  }

  /** Those of each giver are in order, whatever the two do to each other. */
  @JCStressTest
  @Outcome(
      id = {"1234", "1324", "1342", "3124", "3142", "3412"},
      expect = ACCEPTABLE,
      desc = "in order per giver, none lost")
  @State
  public static class InOrderOfEachGiver extends MailboxBed {
    @Actor
    public void one() {
      give(1);
      give(2);
    }

    @Actor
    public void other() {
      give(3);
      give(4);
    }

    @Arbiter
    public void all(L_Result r) {
      var order = new StringBuilder();
      for (int n; (n = take(false, ANYTHING)) != NOTHING; ) order.append(n);
      r.r1 = order.toString();
    }
  }

  /** What was taken in is there when it closes, or was refused: nothing is lost between. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "taken in and left over")
  @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "refused")
  @State
  public static class ClosedWhileGiven extends MailboxBed {
    @Actor
    public void giver(II_Result r) {
      r.r1 = give(1, false);
    }

    @Actor
    public void end(II_Result r) {
      r.r2 = mailbox.close().messages().size();
    }
  }

  /** A message is taken or left over, never both, never neither. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "taken")
  @Outcome(id = "-3, 1", expect = ACCEPTABLE, desc = "left over")
  @State
  public static class ClosedWhileTaken extends MailboxBed {
    public ClosedWhileTaken() {
      give(1);
    }

    @Actor
    public void taker(II_Result r) {
      r.r1 = take(true, ANYTHING);
    }

    @Actor
    public void end(II_Result r) {
      r.r2 = mailbox.close().messages().size();
    }
  }

  /** One who waits when the process is killed does not stay in the queue of those who wait. */
  @JCStressTest
  @Outcome(id = "-3, 0", expect = ACCEPTABLE, desc = "killed, and waits no more")
  @State
  public static class KilledWhileItWaits extends MailboxBed {
    private final Nap nap = new Nap();

    @Actor
    public void taker(II_Result r) {
      r.r1 = take(nap, true, ANYTHING);
    }

    @Actor
    public void end() {
      mailbox.close();
      nap.kill();
    }

    @Arbiter
    public void left(II_Result r) {
      r.r2 = mailbox.waiters();
    }
  }

  /** Two givers and room for one of them. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 2", "1, 0, 2"},
      expect = ACCEPTABLE,
      desc = "one is told there is no room")
  @State
  public static class NoMoreMessagesThanThereIsRoomFor extends MailboxBed {
    public NoMoreMessagesThanThereIsRoomFor() {
      super(room(2, 1 << 20));
      give(1);
    }

    @Actor
    public void one(III_Result r) {
      r.r1 = give(2, false);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = give(3, false);
    }

    @Arbiter
    public void there(III_Result r) {
      r.r3 = mailbox.levels().messages();
    }
  }

  /** The same by bytes. */
  @JCStressTest
  @Outcome(
      id = {"0, 1, 2", "1, 0, 2"},
      expect = ACCEPTABLE,
      desc = "one is told there is no room")
  @State
  public static class NoMoreBytesThanThereIsRoomFor extends MailboxBed {
    public NoMoreBytesThanThereIsRoomFor() {
      super(room(100, 2 * LENGTH + 1));
      give(1);
    }

    @Actor
    public void one(III_Result r) {
      r.r1 = give(2, false);
    }

    @Actor
    public void other(III_Result r) {
      r.r2 = give(3, false);
    }

    @Arbiter
    public void there(III_Result r) {
      r.r3 = mailbox.levels().messages();
    }
  }

  /** Who found no room and waits for it is found by whoever makes some. */
  @JCStressTest
  @Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "there was room already")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "it waits, and the taker knows")
  @State
  public static class OneWhoWaitsForRoomIsSeen extends MailboxBed {
    public OneWhoWaitsForRoomIsSeen() {
      super(room(1, 1 << 20));
      give(1);
    }

    @Actor
    public void giver(III_Result r) {
      r.r1 = give(2, true);
    }

    @Actor
    public void taker(III_Result r) {
      r.r2 = take(false, ANYTHING);
      r.r3 = mailbox.takeRoomWanted() ? 1 : 0;
    }
  }

  /** Answers to two questions, and two threads that wait for both: each gets one. */
  @JCStressTest
  @Outcome(
      id = {"1, 2", "2, 1"},
      expect = ACCEPTABLE,
      desc = "each gets one")
  @State
  public static class TwoAnswersForTwoThreads extends MailboxBed {
    private final Question first = question();
    private final Question second = question();

    @Actor
    public void one(II_Result r) {
      answer(first, 1);
      r.r1 = take(true, first.id, second.id);
    }

    @Actor
    public void other(II_Result r) {
      answer(second, 2);
      r.r2 = take(true, second.id, first.id);
    }
  }

  /** One answer and two threads that wait for it: the other learns that it waits for nothing. */
  @JCStressTest
  @Outcome(
      id = {"1, -2", "-2, 1"},
      expect = ACCEPTABLE,
      desc = "one gets it, one hopes no more")
  @State
  public static class OneAnswerForTwoThreads extends MailboxBed {
    private final Question question = question();

    @Actor
    public void one(II_Result r) {
      answer(question, 1);
      r.r1 = take(true, question.id);
    }

    @Actor
    public void other(II_Result r) {
      r.r2 = take(true, question.id);
    }
  }

  /** Who waits for what another thread cancels is woken. */
  @JCStressTest
  @Outcome(id = "-2", expect = ACCEPTABLE, desc = "it waits for nothing, and knows")
  @State
  public static class CancelledWhileItIsWaitedFor extends MailboxBed {
    private final Question question = question();

    @Actor
    public void taker(I_Result r) {
      r.r1 = take(true, question.id);
    }

    @Actor
    public void canceller() {
      mailbox.cancel(new MessageId(question.id));
    }
  }

  /** Answered and cancelled at once: nothing of it stays open or charged. */
  @JCStressTest
  @Outcome(
      id = {"1, 1, 0, 0", "0, 1, 0, 0"},
      expect = ACCEPTABLE,
      desc = "nothing is left of it")
  @State
  public static class CancelledWhileItIsAnswered extends MailboxBed {
    private final Question question = question();

    @Actor
    public void answerer(IIII_Result r) {
      r.r1 = answer(question, 1) ? 1 : 0;
    }

    @Actor
    public void canceller(IIII_Result r) {
      r.r2 = mailbox.cancel(new MessageId(question.id)) == null ? 0 : 1;
    }

    @Arbiter
    public void left(IIII_Result r) {
      r.r3 = mailbox.levels().open();
      r.r4 = (int) inFlight.bytes();
    }
  }

  /** The end of a process is told once, and after its last message. */
  @JCStressTest
  @Outcome(id = "1, 102, -1", expect = ACCEPTABLE, desc = "the message, the end, nothing more")
  @State
  public static class AnEndComesAfterTheLastMessage extends MailboxBed {
    public AnEndComesAfterTheLastMessage() {
      give(1);
    }

    @Actor
    public void end() {
      mailbox.userEnded(sender.pid());
    }

    @Actor
    public void taker(III_Result r) {
      r.r1 = take(true, ANYTHING);
      r.r2 = take(true, ANYTHING);
    }

    @Arbiter
    public void left(III_Result r) {
      r.r3 = take(false, ANYTHING);
    }
  }

  /** Two threads of a process and two of another ask: no id is given away twice. */
  @JCStressTest
  @Outcome(id = "280", expect = ACCEPTABLE, desc = "all are different")
  @State
  public static class IdsAreDifferent extends MailboxBed {
    private static final int EACH = 70;
    private final long[] first = new long[2 * EACH];
    private final long[] second = new long[2 * EACH];

    private void ask(long[] into) {
      for (int i = 0; i < EACH; i++) {
        into[2 * i] = question().id;
        var asked = sender.mailbox.ask(message(0), 0, Optional.empty());
        into[2 * i + 1] = asked == null ? 0 : asked.id;
      }
    }

    @Actor
    public void one() {
      ask(first);
    }

    @Actor
    public void other() {
      ask(second);
    }

    @Arbiter
    public void count(I_Result r) {
      var all = new HashSet<Long>();
      for (long id : first) all.add(id);
      for (long id : second) all.add(id);
      r.r1 = all.size();
    }
  }
}
