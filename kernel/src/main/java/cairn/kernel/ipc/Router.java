package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.Deadlock;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.MessageId;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Scope;
import cairn.kernel.judge.Charter;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.Judgement;
import cairn.kernel.judge.Parked;
import cairn.kernel.judge.Subject;
import cairn.kernel.judge.Ticket;
import cairn.kernel.judge.Wish;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.trace.TraceRing;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from emitters to handlers: finds the handler, passes the gate, queues, and
 * settles everything when somebody ends. Any thread; what may sleep takes a {@link Sleeper}.
 *
 * <p>Here is the order in which things happen to a message; {@link Ports} knows who handles what,
 * {@link Placement} brings it there, {@link Refusals} say what its emitter gets instead.
 *
 * <p>Longer than others, because the order of the steps is the rule, and is to be read in one
 * place.
 */
public final class Router {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());

  private final Gate gate;
  private final TraceRing trace;
  private final Placement placement;
  private final Ports ports;
  private final OnDemand onDemand;
  private final Map<Pid, Party> parties = new ConcurrentHashMap<>();

  /** With nobody in it. {@code starter}: makes processes of chosen programs. */
  public Router(Interfaces interfaces, Gate gate, TraceRing trace, Starter starter) {
    this.trace = trace;
    this.gate = gate;
    this.placement = new Placement(this, gate);
    this.ports = new Ports(interfaces, gate, placement);
    this.onDemand = new OnDemand(ports, parties, starter);
  }

  // ---- who is there ---------------------------------------------------------------------------

  /** A party that may send and handle from now on. */
  public void join(Party party) {
    parties.put(party.pid(), party);
  }

  /** The party of a process that has not ended. */
  Optional<Party> party(Pid pid) {
    return Optional.ofNullable(parties.get(pid));
  }

  /** Who handles what. */
  Ports ports() {
    return ports;
  }

  /** Starts who is chosen. */
  OnDemand onDemand() {
    return onDemand;
  }

  /** Java code answers an interface. Throws IllegalArgumentException if somebody does already. */
  public void handle(NativeHandler code) {
    ports.handle(code);
  }

  /** Whether Java code answers an interface. */
  public boolean isNative(InterfaceId id) {
    return ports.isNative(id);
  }

  /** Whether no answer of the user could make a wish to handle an interface come true. */
  public boolean isMoot(Subject who, Wish wish) {
    return ports.isMoot(who.program(), wish);
  }

  /** As {@link cairn.kernel.Kernel#choose}. */
  public Choice choose(InterfaceId id, Optional<ProgramId> of, Answerer who) {
    return switch (who) {
      case Answerer.Process(Pid pid) ->
          party(pid).map(by -> ports.choose(id, of, who, Optional.of(by))).orElse(Choice.NOT_ABLE);
      case Answerer.Cairn _, Answerer.Nobody _, Answerer.Usual _ ->
          ports.choose(id, of, who, Optional.empty());
    };
  }

  /** As {@link cairn.kernel.Kernel#filter}. */
  public Choice filter(InterfaceId id, Optional<ProgramId> of, Optional<Pid> by) {
    if (by.isEmpty()) return ports.filter(id, of, Optional.empty());
    return party(by.get())
        .map(party -> ports.filter(id, of, Optional.of(party)))
        .orElse(Choice.NOT_ABLE);
  }

  // ---- choices for every run ------------------------------------------------------------------

  /** As {@link Rerouting#expect}. */
  public void expect(KeptChoice choice, boolean takeOver) {
    ports.expect(choice, takeOver);
  }

  /** As {@link cairn.kernel.Kernel#forgetKept}, but for the store. */
  public void forgetKept(KeptChoice.Where where) {
    ports.forget(where);
  }

  /** As {@link cairn.kernel.Kernel#startKept}. */
  public void startKept(KeptChoice.Where where) {
    var choice = ports.kept(where);
    if (choice.isEmpty()) return;
    onDemand.forgive(choice.get().program());
    ports.expect(choice.get(), true);
    onDemand.start(where.on(), choice.get());
  }

  /** Whether no program may ever handle an interface. */
  public boolean isReserved(InterfaceId id) {
    return ports.isReserved(id);
  }

  /** No program is started for messages any more. */
  public void startNothingMore() {
    onDemand.close();
  }

  // ---- emit -----------------------------------------------------------------------------------

  /** As {@link Syscalls#emit}, in the name of {@code from}. */
  public int emit(Party from, Syscall.EmitMessage wanted, LongConsumer id, Sleeper sleeper) {
    return emit(from, wanted, id, sleeper, Optional.empty(), message -> {});
  }

  /**
   * The same; without a sleeper it waits by itself. {@code courier}: who gets the answer. {@code
   * seen} is told the message before anybody else.
   */
  private int emit(
      Party from,
      Syscall.EmitMessage wanted,
      LongConsumer id,
      @Nullable Sleeper sleeper,
      Optional<Consumer<Answer>> courier,
      Consumer<Message> seen) {
    if (from.isOver()) throw new GuestKilled();
    Payload body = wanted.body();
    if (body.length() > from.limits().body() || !from.inFlight.take(body.length())) {
      from.hit(Limit.BODY);
      Refusals.wentNowhere(from, wanted.to(), body, new Refusal.OverLimit(Limit.BODY), trace);
      return Syscalls.LIMIT;
    }
    Message message = null;
    try {
      switch (ports.route(from, wanted.to(), wanted.mayWait())) {
        case Route route ->
            message = new Message(from, route, body, wanted.mayWait(), from.inFlight);
        case Ports.NoWay none -> {
          // Limits come first.
          boolean tooMany = none == Ports.NoWay.TOO_MANY;
          boolean full = tooMany || (wanted.needsAnswer() && from.mailbox.isFullOfQuestions());
          Refusal.Reason why =
              full
                  ? new Refusal.OverLimit(tooMany ? Limit.INTERFACES : Limit.UNANSWERED)
                  : ports.whyNobody(wanted.to());
          Refusals.wentNowhere(from, wanted.to(), body, why, trace);
          return full ? Syscalls.LIMIT : Syscalls.NO_HANDLER;
        }
      }
    } finally {
      // From then on the charge is the message's.
      if (message == null) from.inFlight.giveBack(body.length());
    }
    int status = Syscalls.LIMIT;
    try {
      if (wanted.needsAnswer())
        message.question = from.mailbox.ask(message, System.nanoTime(), courier);
      if (wanted.needsAnswer() && message.question == null) over(message, Limit.UNANSWERED);
      Track.begins(message, trace);
      seen.accept(message);
      if (!wanted.needsAnswer() || message.question != null) status = admit(message, id, sleeper);
    } finally {
      if (status != Syscalls.ACCEPTED) undo(message, status);
    }
    if (status == Syscalls.ACCEPTED) {
      from.sent.incrementAndGet();
      from.bytesSent.addAndGet(body.length());
      if (wanted.untilTaken() && sleeper != null) placement.awaitTaken(message, sleeper);
    }
    return status;
  }

  /**
   * As {@link Syscalls#refusal}. It refuses only what {@link #emit} would refuse at this moment,
   * and only where the gate has nothing to say.
   */
  public int refusal(
      Party from, InterfaceId to, int length, int first, boolean needsAnswer, boolean mayWait) {
    if (from.isOver()) throw new GuestKilled();
    if (length > from.limits().body() || !from.inFlight.hasRoom(length)) {
      from.hit(Limit.BODY);
      Refusals.wentNowhere(from, to, first, length, new Refusal.OverLimit(Limit.BODY), trace);
      return Syscalls.LIMIT;
    }
    if (mayWait) return Syscalls.ACCEPTED;
    Port port = ports.find(to);
    Route route = from.routes.get(to);
    int status = Syscalls.ACCEPTED;
    if (port == null) status = Syscalls.NO_HANDLER;
    else if (route != null) status = refusal(route, length);
    if (status == Syscalls.ACCEPTED) return status;
    Refusal.Reason why = status == Syscalls.NO_ROOM ? new Refusal.NoRoom() : ports.whyNobody(to);
    if (needsAnswer && from.mailbox.isFullOfQuestions()) {
      from.hit(Limit.UNANSWERED);
      status = Syscalls.LIMIT;
      why = new Refusal.OverLimit(Limit.UNANSWERED);
    }
    Refusals.wentNowhere(from, to, first, length, why, trace);
    return status;
  }

  private int refusal(Route route, int length) {
    Place at = route.toward(0);
    if (at.isBusy()) return Syscalls.ACCEPTED;
    return switch (at.handler) {
      case Handler.Nobody _ -> onDemand.expects(at) ? Syscalls.ACCEPTED : Syscalls.NO_HANDLER;
      case Handler.Native _ -> Syscalls.ACCEPTED;
      case Handler.ByProcess by -> {
        if (route.cleared(gate.revision()) == null || by.party.mailbox.hasRoom(length))
          yield Syscalls.ACCEPTED;
        by.party.hit(Limit.MAILBOX);
        yield Syscalls.NO_ROOM;
      }
    };
  }

  private static int over(Message message, Limit limit) {
    message.from.hit(limit);
    message.over = limit;
    return Syscalls.LIMIT;
  }

  private void undo(Message message, int status) {
    if (message.from.isOver()) Track.ends(message, Outcome.ABANDONED);
    else Refusals.unsent(message, whyUnsent(message, status));
    message.landed();
    if (message.question != null) message.from.mailbox.unask(message.question);
    ports.dropIfUnused(message.route);
  }

  private Refusal.Reason whyUnsent(Message message, int status) {
    return switch (status) {
      case Syscalls.NO_HANDLER -> ports.whyNobody(message.route.port.id());
      case Syscalls.NO_ROOM -> new Refusal.NoRoom();
      default -> new Refusal.OverLimit(message.over == null ? Limit.BODY : message.over);
    };
  }

  /** Is there a handler, then the gate, then the queue. */
  private int admit(Message message, LongConsumer id, @Nullable Sleeper sleeper) {
    Port port = message.route.port;
    Place at = message.at;
    if (at.handler == Handler.Nobody.INSTANCE
        && !at.isBusy()
        && !message.mayWait
        && !onDemand.expects(at)) return Syscalls.NO_HANDLER;
    int revision = gate.revision();
    Judgement.Pass cleared = message.route.cleared(revision);
    if (cleared != null) {
      cleared.count();
      message.by = cleared.by();
      message.decidedAt = revision;
    } else {
      if (port.charter.readsBodies()) {
        var unfit = Placement.read(message, port.charter.definition().orElseThrow());
        if (unfit.isPresent()) {
          tell(message, id);
          Refusals.refuseUnfit(message, unfit.get());
          return Syscalls.ACCEPTED;
        }
      }
      switch (gate.judge(message.from.subject(), port.charter, Optional.ofNullable(message.call))) {
        case Judgement.Pass pass -> {
          Track.passes(message);
          if (pass.everything()) message.route.clear(revision, pass);
          pass.count();
          message.by = pass.by();
          message.decidedAt = revision;
        }
        case Judgement.Denied denied -> {
          tell(message, id);
          refuse(message, denied);
          return Syscalls.ACCEPTED;
        }
        case Judgement.Moot(Wish wish) -> {
          tell(message, id);
          answerMoot(message, wish);
          return Syscalls.ACCEPTED;
        }
        case Judgement.Ask(Wish wish) -> {
          return park(message, wish, id, sleeper);
        }
      }
    }
    tell(message, id);
    return placement.place(message, sleeper);
  }

  /** Who wants to handle what somebody handles cannot now, but the user may choose it later. */
  private void answerMoot(Message message, Wish wish) {
    boolean reserved = ports.isReserved(wish);
    if (!reserved && wish.scope() instanceof Scope.OfInterface(InterfaceId id, String _))
      message.from.ableTo(id);
    Refusals.answerMoot(message, wish, reserved);
  }

  private static void refuse(Message message, Judgement.Denied denied) {
    denied.count();
    Refusals.refuse(message, denied.wish(), denied.why());
  }

  /** The emitter learns the id before anybody can see the message. */
  private static void tell(Message message, LongConsumer id) {
    if (message.question != null) id.accept(message.question.id);
  }

  private int park(Message message, Wish wish, LongConsumer id, @Nullable Sleeper sleeper) {
    if (message.question == null && message.from.mailbox.isFullOfQuestions())
      return over(message, Limit.UNANSWERED);
    tell(message, id);
    Track.asksUser(message);
    var parking =
        gate.park(
            message.from.subject(),
            wish,
            message.length,
            new ParkedMessage(message, System.nanoTime()),
            ticket -> message.ticket = ticket);
    return switch (parking) {
      case Gate.Parking.Waits(Ticket ticket) -> {
        withdrawUnwanted(message, ticket);
        yield Syscalls.ACCEPTED;
      }
      case Gate.Parking.Full _ -> over(message, Limit.PARKED);
      case Gate.Parking.Decided(Judgement.Pass pass) -> {
        Track.passes(message);
        pass.count();
        message.by = pass.by();
        yield placement.place(message, sleeper);
      }
      case Gate.Parking.Decided(Judgement.Moot(Wish moot)) -> {
        answerMoot(message, moot);
        yield Syscalls.ACCEPTED;
      }
      case Gate.Parking.Decided(Judgement.Denied denied) -> {
        refuse(message, denied);
        yield Syscalls.ACCEPTED;
      }
      case Gate.Parking.Decided(Judgement.Ask _) ->
          throw new IllegalStateException("what is to be asked is parked");
    };
  }

  /**
   * Whoever cancels a question or ends looks for its ticket after that, and whoever parks it looks
   * after it got the ticket whether it is still wanted: one of the two sees the other.
   */
  private void withdrawUnwanted(Message message, Ticket ticket) {
    Question asked = message.question;
    if (asked == null || asked.fate == Question.Fate.WANTED) return;
    gate.withdraw(ticket);
    message.landed();
  }

  /** A message that waits for the user. */
  private final class ParkedMessage implements Parked {
    private final Message message;
    private final long sinceNanos;

    ParkedMessage(Message message, long sinceNanos) {
      this.message = message;
      this.sinceNanos = sinceNanos;
    }

    @Override
    public void pass(List<GrantId> by) {
      message.ticket = null;
      message.asked(System.nanoTime() - sinceNanos);
      if (!message.from.pin()) {
        message.landed();
        return;
      }
      try {
        Track.passes(message);
        message.by = by;
        if (message.from.isOver() || message.isCancelled()) message.landed();
        else if (placement.place(message, null) != Syscalls.ACCEPTED) Refusals.fail(message);
      } finally {
        message.from.unpin();
      }
    }

    @Override
    public void refuse(Wish wish, Refusal.Reason why) {
      message.ticket = null;
      Refusals.refuse(message, wish, why);
    }

    @Override
    public void withdraw() {
      message.ticket = null;
      Track.ends(message, Outcome.ABANDONED);
      message.landed();
    }

    @Override
    public Object recipient() {
      return message.route.path().stream().map(Router::whoIs).toList();
    }
  }

  private static Object whoIs(Place place) {
    return switch (place.handler) {
      case Handler.Nobody nobody -> {
        KeptChoice kept = place.kept;
        yield kept == null ? nobody : kept.program();
      }
      case Handler.Native code -> code;
      case Handler.ByProcess by ->
          by.party.subject().program().<Object>map(program -> program).orElse(by);
    };
  }

  // ---- next, answer, cancel -------------------------------------------------------------------

  /** As {@link Syscalls#next}. */
  public Next next(Party who, Syscall.NextMessage wish, Sleeper sleeper) {
    Next next = who.mailbox.next(wish, sleeper);
    placement.roomIn(who.mailbox);
    return next;
  }

  /** As {@link Syscalls#answer}. */
  public boolean answer(Party who, Syscall.EmitAnswer given) {
    Question question = who.mailbox.settle(given.to());
    if (question == null) {
      who.ignored.incrementAndGet();
      return false;
    }
    question.asker().answer(question, given.answer(), true);
    placement.roomIn(who.mailbox);
    return true;
  }

  /** As {@link Syscalls#cancel}. */
  public boolean cancel(Party who, MessageId id) {
    Question question = who.mailbox.cancel(id);
    if (question == null) {
      who.ignored.incrementAndGet();
      return false;
    }
    Message message = question.message;
    var ticket = message.ticket;
    if (ticket != null) gate.withdraw(ticket);
    // A waiting message that is cancelled leaves when it is looked at.
    placement.serve(message.at);
    Mailbox home = message.home;
    if (home != null) {
      home.withdraw(message);
      placement.roomIn(home);
    }
    message.landed();
    Runnable action = question.onCancel;
    if (action != null) contained(action, "a cancellation failed");
    message.over();
    return true;
  }

  /** As {@link Syscalls#ask}. */
  public Answer ask(Party who, InterfaceId to, Payload body, Sleeper sleeper) {
    long[] id = {0};
    int status =
        emit(who, new Syscall.EmitMessage(to, body, true, true), given -> id[0] = given, sleeper);
    if (status != Syscalls.ACCEPTED) return new Answer.Failure();
    var wish = new Syscall.NextMessage(List.of(id[0]), true, Integer.MAX_VALUE);
    boolean answered = false;
    try {
      Next next = next(who, wish, sleeper);
      answered = true;
      if (next instanceof Next.Taken(int _, Delivery.AnswerTo(MessageId _, Answer answer)))
        return answer;
      throw new GuestFault("An answer it waited for was taken by another thread.");
    } finally {
      if (!answered) cancel(who, new MessageId(id[0]));
    }
  }

  // ---- in a process's name --------------------------------------------------------------------

  /** As {@link NativeCall#relay(InterfaceId, Payload)}. */
  void relay(Party from, InterfaceId to, Payload body) {
    int status =
        inTheNameOf(
            from,
            new Syscall.EmitMessage(to, body, false, true),
            id -> {},
            Optional.empty(),
            m -> {});
    if (status != Syscalls.ACCEPTED) from.dropped.incrementAndGet();
  }

  /**
   * As {@link NativeCall#relay(InterfaceId, Payload, Consumer)}, to find the answer to {@code
   * what}.
   *
   * <p>INVARIANT: relayed questions may wait, and those that may are never answered under a port's
   * monitor; so whoever gets the answer holds no lock and may send again.
   */
  Runnable relay(Message what, InterfaceId to, Payload body, Consumer<Answer> answered) {
    long[] id = {0};
    Question asked = what.question;
    int status =
        inTheNameOf(
            what.from,
            new Syscall.EmitMessage(to, body, true, true),
            given -> id[0] = given,
            Optional.of(answered),
            onward -> {
              if (asked != null) asked.onward = onward;
            });
    if (status == Syscalls.ACCEPTED) return () -> cancel(what.from, new MessageId(id[0]));
    if (status != ENDED) answered.accept(new Answer.Failure());
    return () -> {};
  }

  /** Not a status of emit: there is no such process any more. */
  private static final int ENDED = -1;

  private int inTheNameOf(
      Party from,
      Syscall.EmitMessage wanted,
      LongConsumer id,
      Optional<Consumer<Answer>> courier,
      Consumer<Message> seen) {
    if (!from.pin()) return ENDED;
    try {
      return emit(from, wanted, id, null, courier, seen);
    } catch (GuestKilled over) {
      return ENDED;
    } finally {
      from.unpin();
    }
  }

  /**
   * Answers a question of a process with the next message that it gets for an interface which it
   * handles, or the next end of a process that used it; {@code packing} makes the answer's body of
   * it, and must be quick. What is answered so is taken.
   */
  void answerWithNext(Message asked, InterfaceId handled, Function<Delivery, Payload> packing) {
    Port port = ports.find(handled);
    Question question = asked.question;
    if (port == null || question == null) return;
    asked.from.mailbox.answerWithNext(question, port, packing);
    placement.roomIn(asked.from.mailbox);
  }

  // ---- filters ----------------------------------------------------------------------------------

  /** A filter lets go what it has taken, as it is. False: it has nothing of that id. */
  boolean pass(Party filter, MessageId id) {
    Message message = filter.mailbox.letGo(id);
    if (message == null) return false;
    if (isDecidedStill(message)) goOn(message);
    else new Regated(message, List.of(message.from.subject()), 0).judge();
    placement.roomIn(filter.mailbox);
    return true;
  }

  /** Whether no grant that let it through can have been taken back while a filter had it. */
  private boolean isDecidedStill(Message message) {
    // What the user allowed this once stays allowed, and what the ended sent is still delivered.
    return message.by.isEmpty()
        || message.decidedAt == gate.revision()
        || message.isCancelled()
        || message.from.isOver();
  }

  private void goOn(Message message) {
    message.progress = message.at.rank + 1;
    if (message.isCancelled()) message.landed();
    else placement.bring(message);
  }

  /** What came of passing a changed message on. */
  enum Passed {
    /** It is decided about, and goes on as that says. */
    OK,
    UNKNOWN,
    UNFIT,
    LIMIT
  }

  /** The same with another body, which the gate decides about for its emitter and the filter. */
  Passed passChanged(Party filter, MessageId id, Payload body) {
    Message message = filter.mailbox.held(id);
    if (message == null) return Passed.UNKNOWN;
    Charter charter = message.route.port.charter;
    Optional<MessageCodec.Call> call = Optional.empty();
    if (charter.readsBodies()) {
      if (!(MessageCodec.decodeCall(charter.definition().orElseThrow(), body)
              instanceof MessageCodec.Decoded.Ok<MessageCodec.Call>(var read))
          || read.message().needsAnswer() != (message.question != null)) return Passed.UNFIT;
      call = Optional.of(read);
    }
    if (body.length() > message.from.limits().body() || !message.from.inFlight.take(body.length()))
      return Passed.LIMIT;
    if (filter.mailbox.letGo(id) != message) {
      message.from.inFlight.giveBack(body.length());
      return Passed.UNKNOWN;
    }
    message.change(body);
    message.changedBy = filter;
    Track.changed(message, filter);
    message.call = call.orElse(null);
    new Regated(message, List.of(message.from.subject(), filter.subject()), 0).judge();
    placement.roomIn(filter.mailbox);
    return Passed.OK;
  }

  /** A changed message on its way past the gate, as of one subject after the other. */
  private final class Regated implements Parked {
    private final Message message;
    private final List<Subject> subjects;
    private final int next;
    private long askedSince;

    Regated(Message message, List<Subject> subjects, int next) {
      this.message = message;
      this.subjects = subjects;
      this.next = next;
    }

    void judge() {
      if (next == subjects.size()) {
        goOn(message);
        return;
      }
      Subject who = subjects.get(next);
      settle(gate.judge(who, message.route.port.charter, Optional.ofNullable(message.call)), who);
    }

    private void settle(Judgement judgement, Subject who) {
      switch (judgement) {
        case Judgement.Pass pass -> {
          pass.count();
          goesOn(pass.by());
        }
        case Judgement.Denied denied -> Router.refuse(message, denied);
        case Judgement.Moot(Wish wish) -> answerMoot(message, wish);
        case Judgement.Ask(Wish wish) -> {
          Track.asksUser(message);
          askedSince = System.nanoTime();
          Wish asked = message.asChanged(wish);
          switch (gate.park(who, asked, message.length, this, ticket -> message.ticket = ticket)) {
            case Gate.Parking.Waits(Ticket ticket) -> withdrawUnwanted(message, ticket);
            case Gate.Parking.Full _ -> Refusals.fail(message);
            case Gate.Parking.Decided(var other) -> settle(other, who);
          }
        }
      }
    }

    @Override
    public void pass(List<GrantId> by) {
      message.asked(System.nanoTime() - askedSince);
      goesOn(by);
    }

    /** What it opens is kept by its emitter, under the emitter's grant. */
    private void goesOn(List<GrantId> by) {
      message.ticket = null;
      if (next == 0) message.by = by;
      Track.passes(message);
      new Regated(message, subjects, next + 1).judge();
    }

    @Override
    public void refuse(Wish wish, Refusal.Reason why) {
      message.ticket = null;
      Refusals.refuse(message, wish, why);
    }

    @Override
    public void withdraw() {
      message.ticket = null;
      Refusals.fail(message);
    }

    @Override
    public Object recipient() {
      return message.route.path().stream().map(Router::whoIs).toList();
    }
  }

  // ---- the end --------------------------------------------------------------------------------

  /**
   * A process ends: callers get errors at once, its interfaces are free, what it sent is still
   * delivered, what it parked is withdrawn. Idempotent. Those it used learn of it when {@link
   * Party.Life#gone} comes and {@link #gone} is called.
   */
  public void end(Party party) {
    if (!party.markOver()) return;
    Mailbox.Left left = party.mailbox.close();
    for (Place place : left.places())
      synchronized (place) {
        place.hold();
        if (place.isBy(party)) place.handler = Handler.Nobody.INSTANCE;
      }
    for (Question owed : left.owed()) Refusals.fail(owed.message);
    for (Place place : left.places()) {
      var here = left.messages().stream().filter(m -> m.at == place).toList();
      synchronized (place) {
        Placement.moveOn(place, here);
        place.letGo();
      }
    }
    // Of interfaces it had given up while messages were still queued there is nobody to wait with.
    for (Message message : left.messages())
      if (!left.places().contains(message.at)) Refusals.fail(message);
    gate.ended(party.subject());
    for (Question open : left.open()) {
      var ticket = open.message.ticket;
      if (ticket == null) continue;
      gate.withdraw(ticket);
      open.message.landed();
    }
    party.abandon(left.open());
    placement.forget(party);
    for (Place place : left.places()) {
      placement.serve(place);
      ports.discardIfUseless(place.id());
    }
    party.unpin();
  }

  /**
   * An ended process sends nothing more: tells all it used. A handler that something of it still
   * waits for, for want of room, is told when that has been handed over.
   */
  public void gone(Party party) {
    party.markGone();
    parties.remove(party.pid());
    ports.dropUnused(party);
    for (Party handler : party.usedParties()) placement.tellEnd(handler, party);
    for (NativeHandler handler : party.usedNatives())
      contained(() -> handler.ended(party.pid()), "a handler could not take an end");
    for (Question open : party.abandoned()) open.message.over();
  }

  private static void contained(Runnable callback, String failure) {
    try {
      callback.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, failure, bug);
    }
  }

  // ---- limits -----------------------------------------------------------------------------------

  /** Other limits for a party, from now on. */
  public void limit(Party party, Limits limits) {
    party.limit(limits);
    placement.roomIn(party.mailbox);
  }

  // ---- looking in -----------------------------------------------------------------------------

  /** All interfaces that are handled or were used. */
  public List<KernelSnapshot.OfInterface> interfaces() {
    var able = new HashMap<InterfaceId, Set<Pid>>();
    for (Party party : parties.values())
      for (InterfaceId id : party.able())
        able.computeIfAbsent(id, key -> new HashSet<>()).add(party.pid());
    return ports.rows(able, onDemand);
  }

  /** Messages on interfaces that have no row any more. */
  public long pastMessages() {
    return ports.past();
  }

  /** What a party's threads wait for, in words; empty when one of them does not. */
  public Optional<WaitingFor> waitingFor(Party party, int threads) {
    return ports.waitingFor(party, threads, onDemand);
  }

  /** As {@link cairn.kernel.Kernel#deadlocks}. {@code threads}: of each process that lives. */
  public List<Deadlock> deadlocks(Map<Party, Integer> threads) {
    return new WaitWatch(ports).deadlocks(threads);
  }

  /** Forgets the counters of a process whose row goes. */
  public void forget(Party party) {
    ports.forget(party);
  }
}
