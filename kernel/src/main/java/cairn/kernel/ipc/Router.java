package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.MessageId;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.gate.Charter;
import cairn.kernel.gate.Gate;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Judgement;
import cairn.kernel.gate.Parked;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Wish;
import cairn.kernel.process.GuestKilled;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries messages from emitters to handlers: finds the handler, passes the gate, queues, and
 * settles everything when somebody ends. Any thread; what may sleep takes a {@link Sleeper}.
 *
 * <p>A message that is cleared, whose handler is a process with room and nobody waiting, takes only
 * the monitor of that process's mailbox, and a question that of its emitter's before. Everything
 * else goes under the port's monitor. No two ports and no two mailboxes are ever locked at once.
 *
 * <p>Longer than others, because the order of an emit's steps is one story.
 */
public final class Router {
  private static final System.Logger LOG = System.getLogger(Router.class.getName());

  private final Interfaces interfaces;
  private final Gate gate;
  private final InFlight inFlight;
  private final Map<InterfaceId, Port> ports = new ConcurrentHashMap<>();
  private final Map<Pid, Party> parties = new ConcurrentHashMap<>();

  /** With nobody in it. */
  public Router(Interfaces interfaces, Gate gate, InFlight inFlight) {
    this.interfaces = interfaces;
    this.gate = gate;
    this.inFlight = inFlight;
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

  /** Java code answers an interface. Throws IllegalArgumentException if somebody does already. */
  public void handle(NativeHandler code) {
    Definition definition = code.definition();
    ports.compute(
        definition.id(),
        (id, old) -> {
          Port port = old == null ? new Port(charter(id, definition)) : old;
          synchronized (port) {
            if (port.handler != Handler.Nobody.INSTANCE)
              throw new IllegalArgumentException(definition.name() + " is handled already");
            port.handler = new Handler.Native(code);
          }
          return port;
        });
  }

  private Charter charter(InterfaceId id, Definition definition) {
    return Charter.of(
        id,
        interfaces
            .find(id)
            .or(() -> Optional.of(new Interfaces.Known(definition, Optional.empty()))));
  }

  // ---- handlers -------------------------------------------------------------------------------

  /** What came of wanting to handle an interface. */
  enum Registered {
    OK,
    /** Somebody handles it. */
    TAKEN,
    /** It handles as many as it may, or has ended. */
    REFUSED
  }

  /** A process begins to answer an interface. */
  Registered register(Party party, InterfaceId id) {
    var outcome = new Registered[] {Registered.TAKEN};
    Port port =
        ports.compute(
            id,
            (key, old) -> {
              Port claimed = old == null ? new Port(Charter.of(id, interfaces.find(id))) : old;
              synchronized (claimed) {
                if (claimed.handler == Handler.Nobody.INSTANCE)
                  outcome[0] =
                      party.mailbox.handle(claimed, new Handler.ByProcess(party))
                          ? Registered.OK
                          : Registered.REFUSED;
              }
              return claimed.isUseless() ? null : claimed;
            });
    if (port != null && outcome[0] == Registered.OK) serve(port);
    return outcome[0];
  }

  /** A process stops answering an interface; false: it does not. What it took it still owes. */
  boolean unregister(Party party, InterfaceId id) {
    Port port = ports.get(id);
    if (port == null) return false;
    synchronized (port) {
      if (!isHandledBy(port, party)) return false;
      party.mailbox.unhandle(port);
      moveOn(port, party.mailbox.withdrawAll(port));
    }
    serve(port);
    discardIfUseless(id);
    return true;
  }

  private static boolean isHandledBy(Port port, Party party) {
    return port.handler instanceof Handler.ByProcess by && by.party == party;
  }

  private void discardIfUseless(InterfaceId id) {
    ports.computeIfPresent(id, (key, port) -> port.isUseless() ? null : port);
  }

  /** Whether no answer of the user could make a wish to handle an interface come true. */
  public boolean isMoot(Wish wish) {
    if (!(wish.scope() instanceof Scope.OfInterface(InterfaceId id, String _))) return false;
    Port port = ports.get(id);
    return isReserved(id) || (port != null && port.handler != Handler.Nobody.INSTANCE);
  }

  boolean isReserved(InterfaceId id) {
    return interfaces
        .find(id)
        .flatMap(Interfaces.Known::descriptor)
        .map(Descriptor::reserved)
        .orElse(false);
  }

  /** Whether Java code answers an interface. */
  public boolean isNative(InterfaceId id) {
    Port port = ports.get(id);
    return port != null && port.handler instanceof Handler.Native;
  }

  // ---- emit -----------------------------------------------------------------------------------

  /** As {@link Syscalls#emit}, in the name of {@code from}. */
  public int emit(Party from, Syscall.EmitMessage wanted, LongConsumer id, Sleeper sleeper) {
    if (from.isOver()) throw new GuestKilled();
    Payload body = wanted.body();
    if (body.length() > from.limits().body() || !inFlight.take(body.length()))
      return Syscalls.LIMIT;
    Route route = route(from, wanted.to(), wanted.mayWait());
    if (route == null) {
      inFlight.giveBack(body.length());
      return Syscalls.NO_HANDLER;
    }
    var message = new Message(from, route, body, wanted.mayWait(), inFlight);
    int status = Syscalls.LIMIT;
    try {
      if (wanted.needsAnswer()) message.question = from.mailbox.ask(message, System.nanoTime());
      if (!wanted.needsAnswer() || message.question != null) status = admit(message, id, sleeper);
    } finally {
      if (status != Syscalls.ACCEPTED) undo(message);
    }
    if (status == Syscalls.ACCEPTED) {
      from.sent.incrementAndGet();
      from.bytesSent.addAndGet(body.length());
    }
    return status;
  }

  private static void undo(Message message) {
    message.landed();
    if (message.question != null) message.from.mailbox.unask(message.question);
  }

  /**
   * The way of a process to an interface; null: there is no such interface, and it may not wait.
   */
  private @Nullable Route route(Party from, InterfaceId to, boolean mayWait) {
    Route known = from.routes.get(to);
    if (known != null) return known;
    Port there = ports.get(to);
    if (!mayWait && (there == null || there.handler == Handler.Nobody.INSTANCE)) return null;
    ports.compute(
        to,
        (id, old) -> {
          Port port = old == null ? new Port(Charter.of(id, interfaces.find(id))) : old;
          Route fresh = from.routes.computeIfAbsent(id, key -> new Route(from, port));
          port.routes.put(from, fresh);
          return port;
        });
    return from.routes.get(to);
  }

  /** Is there a handler, then the gate, then the queue. */
  private int admit(Message message, LongConsumer id, Sleeper sleeper) {
    Port port = message.route.port;
    if (port.handler == Handler.Nobody.INSTANCE && !message.mayWait) return Syscalls.NO_HANDLER;
    int revision = gate.revision();
    Judgement.Pass cleared = message.route.cleared(revision);
    if (cleared != null) {
      cleared.count();
    } else {
      if (port.charter.readsBodies() && !read(message, port.charter.definition().orElseThrow())) {
        tell(message, id);
        refuseUnfit(message);
        return Syscalls.ACCEPTED;
      }
      switch (gate.judge(message.from.subject(), port.charter, Optional.ofNullable(message.call))) {
        case Judgement.Pass pass -> {
          if (pass.everything()) message.route.clear(revision, pass);
          pass.count();
          message.by = pass.by();
        }
        case Judgement.Denied _ -> {
          tell(message, id);
          refuse(message);
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
    return place(message, sleeper);
  }

  /** The emitter learns the id before anybody can see the message. */
  private static void tell(Message message, LongConsumer id) {
    if (message.question != null) id.accept(message.question.id);
  }

  /**
   * Reads the body once. False: it does not fit the definition, or wants what that does not have.
   */
  private static boolean read(Message message, Definition definition) {
    if (message.call != null) return true;
    return switch (MessageCodec.decodeCall(definition, message.body())) {
      case MessageCodec.Decoded.Ok<MessageCodec.Call>(var call) -> {
        message.call = call;
        yield call.message().needsAnswer() == (message.question != null);
      }
      case MessageCodec.Decoded.Malformed<MessageCodec.Call> _ -> false;
    };
  }

  private int park(Message message, Wish wish, LongConsumer id, Sleeper sleeper) {
    if (message.question == null
        && message.from.mailbox.openQuestions() >= message.from.limits().unanswered())
      return Syscalls.LIMIT;
    tell(message, id);
    var parking =
        gate.park(
            message.from.subject(),
            wish,
            message.length,
            new ParkedMessage(message),
            ticket -> message.ticket = ticket);
    return switch (parking) {
      case Gate.Parking.Waits _ -> Syscalls.ACCEPTED;
      case Gate.Parking.Full _ -> Syscalls.LIMIT;
      case Gate.Parking.Decided(Judgement.Pass pass) -> {
        pass.count();
        message.by = pass.by();
        yield place(message, sleeper);
      }
      case Gate.Parking.Decided(Judgement.Moot(Wish moot)) -> {
        answerMoot(message, moot);
        yield Syscalls.ACCEPTED;
      }
      case Gate.Parking.Decided _ -> {
        refuse(message);
        yield Syscalls.ACCEPTED;
      }
    };
  }

  /** A message that waits for the user. */
  private final class ParkedMessage implements Parked {
    private final Message message;

    ParkedMessage(Message message) {
      this.message = message;
    }

    @Override
    public void pass(Optional<GrantId> by) {
      message.ticket = null;
      if (!message.from.pin()) {
        message.landed();
        return;
      }
      try {
        message.by = by;
        if (message.from.isOver() || message.isCancelled()) message.landed();
        else if (place(message, null) != Syscalls.ACCEPTED) fail(message);
      } finally {
        message.from.unpin();
      }
    }

    @Override
    public void refuse() {
      message.ticket = null;
      Router.this.refuse(message);
    }

    @Override
    public void withdraw() {
      message.ticket = null;
      message.landed();
    }

    @Override
    public Object recipient() {
      return switch (message.route.port.handler) {
        case Handler.Nobody nobody -> nobody;
        case Handler.Native code -> code;
        case Handler.ByProcess by ->
            by.party.subject().program().<Object>map(program -> program).orElse(by);
      };
    }
  }

  /** What cannot come true is answered here: the handler might find that it can by now. */
  private void answerMoot(Message message, Wish wish) {
    message.landed();
    Question question = message.question;
    MessageCodec.Call call = message.call;
    if (question == null || call == null) throw new IllegalStateException("moot: " + wish);
    boolean reserved =
        wish.scope() instanceof Scope.OfInterface(InterfaceId id, String _) && isReserved(id);
    Value error = Value.err(reserved ? "reserved" : "taken");
    question
        .asker()
        .answer(
            question, new Answer.Success(MessageCodec.encodeAnswer(call.message(), error)), true);
  }

  // ---- refusing -------------------------------------------------------------------------------

  /** The user or a rule said no: politely, where the application knows how. */
  private void refuse(Message message) {
    countRefused(message);
    Question question = message.question;
    if (question == null) message.from.dropped.incrementAndGet();
    else question.asker().answer(question, refusalOf(message), false);
  }

  private static Answer refusalOf(Message message) {
    MessageCodec.Call call = message.call;
    if (call == null) return new Answer.Failure();
    return message
        .route
        .port
        .charter
        .descriptor()
        .flatMap(told -> told.message(call.message().name()))
        .flatMap(Descriptor.OfMessage::refusal)
        .<Answer>map(value -> new Answer.Success(MessageCodec.encodeAnswer(call.message(), value)))
        .orElseGet(Answer.Failure::new);
  }

  /** The body is not what the definition says, so nobody is asked about it. */
  private void refuseUnfit(Message message) {
    countRefused(message);
    fail(message);
  }

  private static void countRefused(Message message) {
    message.landed();
    message.route.refused.incrementAndGet();
    message.from.refused.incrementAndGet();
  }

  /** Nobody will take it. */
  private void fail(Message message) {
    message.landed();
    Question question = message.question;
    if (question == null) message.from.dropped.incrementAndGet();
    else question.asker().answer(question, new Answer.Failure(), true);
  }

  // ---- placing --------------------------------------------------------------------------------

  /**
   * Brings a message to whoever handles its interface now. Without a sleeper its emitter has been
   * told that it is accepted, so it waits for room by itself.
   */
  private int place(Message message, @Nullable Sleeper sleeper) {
    Port port = message.route.port;
    Handler now = port.handler;
    if (now instanceof Handler.Native code) {
      deliver(message, code);
      return Syscalls.ACCEPTED;
    }
    if (now instanceof Handler.ByProcess by
        && port.waiters == 0
        && offer(message, by, false) == Mailbox.Offered.TAKEN_IN) return Syscalls.ACCEPTED;
    return placeOrWait(message, port, sleeper);
  }

  private static Mailbox.Offered offer(Message message, Handler.ByProcess to, boolean willWait) {
    if (message.route.known != to) {
      message.from.use(to);
      message.route.known = to;
    }
    Mailbox.Offered offered = to.party.mailbox.offer(message, to, willWait);
    if (offered == Mailbox.Offered.TAKEN_IN) message.route.messages.incrementAndGet();
    return offered;
  }

  private int placeOrWait(Message message, Port port, @Nullable Sleeper sleeper) {
    Waiting waiting;
    synchronized (port) {
      switch (port.handler) {
        case Handler.Nobody _ -> {
          if (!message.mayWait) return Syscalls.NO_HANDLER;
          waiting = queue(message, port, sleeper);
        }
        case Handler.Native _ -> {
          // It appeared in between; natives come only while the kernel is being built.
          return Syscalls.NO_ROOM;
        }
        case Handler.ByProcess by -> {
          boolean willWait = message.mayWait || sleeper == null;
          if (port.waiting.isEmpty())
            switch (offer(message, by, willWait)) {
              case TAKEN_IN -> {
                return Syscalls.ACCEPTED;
              }
              case FULL -> {}
              case GONE -> {
                if (!message.mayWait) return Syscalls.NO_HANDLER;
              }
            }
          if (!willWait) return Syscalls.NO_ROOM;
          waiting = queue(message, port, sleeper);
        }
      }
    }
    if (sleeper != null) await(waiting, port, sleeper);
    return Syscalls.ACCEPTED;
  }

  /** Under the port's monitor. */
  private static Waiting queue(Message message, Port port, @Nullable Sleeper sleeper) {
    var waiting = new Waiting(message, sleeper, System.nanoTime());
    if (sleeper != null) message.from.stuck.add(waiting);
    port.waiting.add(waiting);
    port.waiters = port.waiting.size();
    return waiting;
  }

  private void await(Waiting waiting, Port port, Sleeper sleeper) {
    try {
      while (!waiting.accepted) sleeper.sleep();
    } finally {
      waiting.message.from.stuck.remove(waiting);
      if (!waiting.accepted) {
        synchronized (port) {
          port.waiting.remove(waiting);
          port.waiters = port.waiting.size();
        }
        // Those behind it may fit.
        serve(port);
      }
    }
  }

  /** Hands over what waits at a port, in order, as far as there are a handler and room. */
  private void serve(Port port) {
    if (port.waiters == 0) return;
    var natives = new ArrayList<Message>();
    var left = new ArrayList<Waiting>();
    synchronized (port) {
      while (!port.waiting.isEmpty()) {
        Waiting head = port.waiting.getFirst();
        if (head.isGone()) {
          head.message.landed();
        } else if (port.handler instanceof Handler.ByProcess by) {
          if (offer(head.message, by, true) != Mailbox.Offered.TAKEN_IN) break;
          head.servedBy = by.party;
        } else if (port.handler instanceof Handler.Native) {
          natives.add(head.message);
        } else {
          break;
        }
        port.waiting.removeFirst();
        head.accepted = true;
        left.add(head);
      }
      port.waiters = port.waiting.size();
    }
    for (Message message : natives) place(message, null);
    left.forEach(this::letGo);
  }

  /** A message does not wait any more, with no lock held. */
  private void letGo(Waiting waiting) {
    Party from = waiting.message.from;
    if (waiting.sleeper != null) waiting.sleeper.wake();
    else if (waiting.servedBy != null && from.isGone()) tellEnd(waiting.servedBy, from);
  }

  /** Somebody took something from a mailbox: those who waited for room there come next. */
  private void roomIn(Mailbox mailbox) {
    if (!mailbox.takeRoomWanted()) return;
    for (Port port : mailbox.ports()) serve(port);
  }

  private void deliver(Message message, Handler.Native to) {
    if (message.route.known != to) {
      message.from.use(to);
      message.route.known = to;
    }
    if (!read(message, to.code.definition()) || message.call == null) {
      refuseUnfit(message);
      return;
    }
    message.route.messages.incrementAndGet();
    var call = new NativeDelivery(gate, message, message.call);
    try {
      to.code.handle(call);
    } catch (Throwable bug) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the handler of " + to.code.definition().name() + " failed",
          bug);
      call.fail();
    }
    message.call = null;
    message.landed();
  }

  // ---- next, answer, cancel -------------------------------------------------------------------

  /** As {@link Syscalls#next}. */
  public Next next(Party who, Syscall.NextMessage wish, Sleeper sleeper) {
    Next next = who.mailbox.next(wish, sleeper);
    roomIn(who.mailbox);
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
    Port port = message.route.port;
    // A waiting message that is cancelled leaves when it is looked at.
    serve(port);
    Mailbox home = message.home;
    if (home != null) {
      home.withdraw(message);
      roomIn(home);
    }
    message.landed();
    Runnable action = question.onCancel;
    if (action != null) contained(action, "a cancellation failed");
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

  // ---- the end --------------------------------------------------------------------------------

  /**
   * A process ends: callers get errors at once, its interfaces are free, what it sent is still
   * delivered, what it parked is withdrawn. Idempotent. Those it used learn of it when {@link
   * Party.Life#gone} comes and {@link #gone} is called.
   */
  public void end(Party party) {
    if (!party.markOver()) return;
    Mailbox.Left left = party.mailbox.close();
    for (Port port : left.ports())
      synchronized (port) {
        if (isHandledBy(port, party)) port.handler = Handler.Nobody.INSTANCE;
      }
    for (Question owed : left.owed()) owed.asker().answer(owed, new Answer.Failure(), true);
    for (Port port : left.ports()) {
      var here = left.messages().stream().filter(m -> m.route.port == port).toList();
      synchronized (port) {
        moveOn(port, here);
      }
    }
    // Of interfaces it had given up while messages were still queued there is nobody to wait with.
    for (Message message : left.messages())
      if (!left.ports().contains(message.route.port)) fail(message);
    gate.ended(party.subject());
    for (Port port : left.ports()) {
      serve(port);
      discardIfUseless(port.id());
    }
    party.unpin();
  }

  /**
   * What a handler had not taken: what may wait goes to the front of those who wait, the rest gets
   * an error or is dropped. Under the port's monitor; an answer takes its asker's mailbox only.
   */
  private void moveOn(Port port, List<Message> queued) {
    for (Message message : queued.reversed()) {
      if (message.isCancelled()) message.landed();
      else if (message.mayWait) {
        port.waiting.addFirst(new Waiting(message, null, System.nanoTime()));
      }
    }
    port.waiters = port.waiting.size();
    for (Message message : queued) if (!message.mayWait && !message.isCancelled()) fail(message);
  }

  /**
   * An ended process sends nothing more: tells all it used. A handler that something of it still
   * waits for, for want of room, is told when that has been handed over.
   */
  public void gone(Party party) {
    party.markGone();
    parties.remove(party.pid());
    for (Party handler : party.usedParties()) tellEnd(handler, party);
    for (NativeHandler handler : party.usedNatives())
      contained(() -> handler.ended(party.pid()), "a handler could not take an end");
  }

  private void tellEnd(Party handler, Party ended) {
    for (Port port : handler.mailbox.ports())
      synchronized (port) {
        for (Waiting waiting : port.waiting) if (waiting.message.from == ended) return;
      }
    if (ended.tellOnce(handler) && !handler.mailbox.userEnded(ended.pid())) handler.unresponsive();
  }

  /** Forgets the counters of a process whose row goes. */
  public void forget(Party party) {
    party.routes.forEach(
        (id, route) ->
            ports.computeIfPresent(
                id,
                (key, port) -> {
                  if (port.routes.remove(party) != null) port.remember(route);
                  return port.isUseless() ? null : port;
                }));
    party.routes.clear();
  }

  private static void contained(Runnable callback, String failure) {
    try {
      callback.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, failure, bug);
    }
  }

  // ---- looking in -----------------------------------------------------------------------------

  /** All interfaces that are handled or were used. */
  public List<KernelSnapshot.OfInterface> interfaces() {
    var all = new ArrayList<KernelSnapshot.OfInterface>();
    for (Port port : ports.values()) all.add(port.row(nameOf(port.id(), port)));
    all.sort(
        (a, b) ->
            a.name().equals(b.name()) ? a.id().compareTo(b.id()) : a.name().compareTo(b.name()));
    return all;
  }

  private String nameOf(InterfaceId id, Port port) {
    return interfaces
        .find(id)
        .map(known -> known.definition().name())
        .orElseGet(() -> port.charter.name());
  }

  /** What a party's threads wait for, in words; empty when one of them does not. */
  public Optional<WaitingFor> waitingFor(Party party, int threads) {
    var ids = new HashSet<MessageId>();
    var words = new ArrayList<String>();
    long since = Long.MAX_VALUE;
    int waiting = 0;
    for (Waiting stuck : party.stuck) {
      Port port = stuck.message.route.port;
      String name = nameOf(port.id(), port);
      words.add(
          port.handler == Handler.Nobody.INSTANCE
              ? "a handler for " + name
              : "room at the handler of " + name);
      since = Math.min(since, stuck.sinceNanos);
      waiting++;
    }
    var wish = party.mailbox.wish();
    if (wish.isPresent()) {
      waiting += wish.get().threads();
      since = Math.min(since, wish.get().sinceNanos());
      ids.addAll(wish.get().ids());
      for (Question asked : wish.get().asked()) {
        var ticket = asked.message.ticket;
        var asking = ticket == null ? Optional.<PermissionRequest>empty() : gate.asking(ticket);
        if (asking.isPresent() && waiting >= threads)
          return Optional.of(new WaitingFor(ids, "you", since, asking));
        Port port = asked.message.route.port;
        String word = "an answer from " + nameOf(port.id(), port);
        if (!words.contains(word)) words.add(word);
      }
      if (wish.get().anything()) words.add("messages");
    }
    if (waiting == 0 || waiting < threads) return Optional.empty();
    return Optional.of(new WaitingFor(ids, String.join(" or ", words), since, Optional.empty()));
  }
}
