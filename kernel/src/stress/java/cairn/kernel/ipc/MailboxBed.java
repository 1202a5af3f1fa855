package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.StandIn;
import cairn.kernel.judge.Charter;
import cairn.kernel.judge.Subject;
import cairn.kernel.schedule.GuestKilled;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A mailbox, somebody who sends to it, and numbers for what happens at it. */
class MailboxBed {
  /** What take answers when it is not a message's number. */
  static final int NOTHING = -1;

  static final int FAULT = -2;
  static final int KILLED = -3;

  /** Nobody woke a thread that should have been woken. */
  static final int LOST = -4;

  static final int ERROR = -5;

  /** The end of process N is 100 + N. */
  static final int END = 100;

  private static final Charter CHARTER =
      Charter.of(new InterfaceId(Sha256.of(Payload.utf8("x"))), Optional.empty());

  /** Long enough to be counted among the bytes in flight. */
  static final int LENGTH = 1500;

  private static final Payload[] BODIES = new Payload[10];

  static {
    for (int i = 0; i < BODIES.length; i++) {
      var bytes = new byte[LENGTH];
      Arrays.fill(bytes, (byte) i);
      BODIES[i] = Payload.owning(bytes);
    }
  }

  final InFlight inFlight = new InFlight(1 << 30);
  final Ids ids = new Ids();
  final Port port = new Port(CHARTER);
  final Party owner;
  final Party sender;
  final Mailbox mailbox;
  final Handler handler;

  MailboxBed() {
    this(Limits.DEFAULT);
  }

  MailboxBed(Limits limits) {
    owner = party(1, limits);
    sender = party(2, Limits.DEFAULT);
    mailbox = owner.mailbox;
    handler = new Handler.ByProcess(owner);
    mailbox.handle(port.usual, handler);
  }

  /** The usual limits but with so much room in the mailbox. */
  static Limits room(int messages, long bytes) {
    var d = Limits.DEFAULT;
    return new Limits(
        d.memory(),
        d.tables(),
        messages,
        bytes,
        d.unanswered(),
        d.parked(),
        d.body(),
        d.handles(),
        d.timers(),
        d.logLines(),
        d.module(),
        d.threads(),
        d.stacks());
  }

  Party party(long pid, Limits limits) {
    return new Party(
        new Pid(pid),
        limits,
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

  Message message(int number) {
    // Whoever makes a message has charged its body.
    inFlight.take(LENGTH);
    return new Message(sender, new Route(sender, port), BODIES[number], false, inFlight);
  }

  /** Brings a message; 0 taken in, 1 full, 2 gone, 3 astray. */
  int give(int number, boolean willWait) {
    return mailbox.offer(message(number), handler, willWait).ordinal();
  }

  void give(int number) {
    if (give(number, false) != 0) throw new AssertionError("not taken in");
  }

  Question question() {
    var message = new Message(owner, new Route(owner, port), Payload.EMPTY, false, inFlight);
    var question = mailbox.ask(message, 0, Optional.empty());
    if (question == null) throw new AssertionError("no room for a question");
    message.question = question;
    return question;
  }

  boolean answer(Question question, int number) {
    return mailbox.answer(question, new Answer.Success(BODIES[number]), true);
  }

  /** What one gets who waits for these. */
  int take(boolean block, Long... slots) {
    return take(new Nap(), block, slots);
  }

  int take(Nap nap, boolean block, Long... slots) {
    try {
      return number(mailbox.next(new Syscall.NextMessage(List.of(slots), block, 10_000), nap));
    } catch (GuestFault waitsForNothing) {
      return FAULT;
    } catch (GuestKilled killed) {
      return KILLED;
    } catch (StandIn.Overslept lost) {
      return LOST;
    }
  }

  private static int number(Next next) {
    return switch (next) {
      case Next.Taken(int _, Delivery.Message(var _, long _, var _, var body)) -> number(body);
      case Next.Taken(int _, Delivery.AnswerTo(var _, Answer.Success(var body))) -> number(body);
      case Next.Taken(int _, Delivery.AnswerTo(var _, Answer.Failure())) -> ERROR;
      case Next.Taken(int _, Delivery.ProcessEnded(var pid)) -> END + (int) pid.number();
      case Next.TooLarge(int _), Next.Nothing() -> NOTHING;
    };
  }

  private static int number(Payload body) {
    return body.length() == LENGTH ? body.toByteArray()[LENGTH - 1] : NOTHING;
  }

  /** A sleep of the thread that made it. */
  static final class Nap implements Sleeper {
    private final StandIn thread = new StandIn();

    @Override
    public void sleep() {
      thread.park();
    }

    @Override
    public void wake() {
      thread.unpark();
    }

    void kill() {
      thread.kill();
    }
  }
}
