package cairn.kernel.ipc;

import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.Refusal;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.judge.Gate;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages that the gate let through to whoever is next on their path, and keeps those that
 * wait for a handler or for room. Any thread.
 *
 * <p>Where the handler is a process with room and nobody waits, that takes the monitor of its
 * mailbox and no other. Everything else goes under the place's monitor. No two places and no two
 * mailboxes are ever locked at once.
 */
final class Placement {
  private static final System.Logger LOG = System.getLogger(Placement.class.getName());

  /** The message's path changed meanwhile: look again. */
  private static final int AGAIN = -1;

  /** Messages that may not wait, and wait for a program to start, per place. */
  private static final int MOST_IMPATIENT = Limits.DEFAULT.mailboxMessages();

  private final Router router;
  private final Gate gate;

  Placement(Router router, Gate gate) {
    this.router = router;
    this.gate = gate;
  }

  /**
   * Brings a message to whoever is next on its path. Without a sleeper its emitter has been told
   * that it is accepted, so it waits for room by itself.
   */
  int place(Message message, @Nullable Sleeper sleeper) {
    while (true) {
      Place at = message.route.toward(message.progress);
      if (message.at != at) message.at = at;
      // The handler first: whoever changes it keeps the place busy until all is in order.
      Handler now = at.handler;
      if (at.busy == 0) {
        if (now instanceof Handler.Native code) {
          deliver(message, code);
          return Syscalls.ACCEPTED;
        }
        if (now instanceof Handler.ByProcess by
            && offer(message, by, false) == Mailbox.Offered.TAKEN_IN) return Syscalls.ACCEPTED;
      }
      int status = placeOrWait(message, at, sleeper);
      if (status != AGAIN) return status;
    }
  }

  /** Brings a message whose emitter does not wait, perhaps has ended. */
  void bring(Message message) {
    boolean pinned = message.from.pin();
    try {
      if (place(message, null) != Syscalls.ACCEPTED) Refusals.fail(message);
    } finally {
      if (pinned) message.from.unpin();
    }
    if (message.from.isGone())
      for (Party handler : message.from.usedParties()) tellEnd(handler, message.from);
  }

  private static Mailbox.Offered offer(Message message, Handler.ByProcess to, boolean willWait) {
    if (message.route.known != to) {
      message.from.use(to);
      message.route.known = to;
    }
    Mailbox.Offered offered = to.party.mailbox.offer(message, to, willWait);
    if (offered == Mailbox.Offered.TAKEN_IN) message.count();
    return offered;
  }

  private int placeOrWait(Message message, Place place, @Nullable Sleeper sleeper) {
    Waiting waiting;
    boolean orderly = sleeper == null;
    boolean wanted = false;
    synchronized (place) {
      if (message.isAstray()) return AGAIN;
      // Somebody puts things in order here, which does not take long.
      boolean brief = place.isHeld();
      switch (place.handler) {
        case Handler.Nobody _ -> {
          wanted = router.onDemand().expects(place);
          boolean over = sleeper == null && message.from.isOver();
          if (!brief && !wanted && (!message.mayWait || over)) return Syscalls.NO_HANDLER;
          if (!brief && !message.mayWait && place.waiting.size() >= MOST_IMPATIENT)
            return Syscalls.NO_ROOM;
          orderly |= !message.mayWait;
        }
        case Handler.Native _ -> {
          if (place.busy == 0) return AGAIN;
          orderly = true;
        }
        case Handler.ByProcess by -> {
          boolean willWait = message.mayWait || orderly;
          if (place.busy == 0)
            switch (offer(message, by, willWait)) {
              case TAKEN_IN -> {
                return Syscalls.ACCEPTED;
              }
              case FULL -> by.party.hit(Limit.MAILBOX);
              case GONE -> {
                if (!message.mayWait) return Syscalls.NO_HANDLER;
              }
              case ASTRAY -> {
                return AGAIN;
              }
            }
          if (!willWait && !brief) return Syscalls.NO_ROOM;
          orderly |= !message.mayWait;
        }
      }
      waiting = queue(message, place, orderly ? null : sleeper);
    }
    if (wanted) want(place);
    if (waiting.sleeper != null) await(waiting, waiting.sleeper);
    else serve(place);
    return Syscalls.ACCEPTED;
  }

  /** Under the place's monitor. */
  private static Waiting queue(Message message, Place place, @Nullable Sleeper sleeper) {
    var waiting = new Waiting(message, sleeper, System.nanoTime());
    Track.waits(message);
    waiting.era = place.era;
    if (sleeper != null) message.from.stuck.add(waiting);
    place.waiting.add(waiting);
    place.counted();
    return waiting;
  }

  private void await(Waiting waiting, Sleeper sleeper) {
    try {
      while (!waiting.accepted) sleeper.sleep();
    } finally {
      waiting.message.from.stuck.remove(waiting);
      if (!waiting.accepted) {
        waiting.abandoned = true;
        Place place = waiting.message.at;
        synchronized (place) {
          place.waiting.remove(waiting);
          place.counted();
        }
        // Those behind it may fit.
        serve(place);
      }
    }
  }

  /** Sleeps until a message that was accepted is taken, or nobody will take it. */
  void awaitTaken(Message message, Sleeper sleeper) {
    if (message.hasLanded(sleeper)) return;
    var waiting = new Waiting(message, sleeper, System.nanoTime());
    message.from.stuck.add(waiting);
    try {
      while (!message.hasLanded(sleeper)) sleeper.sleep();
    } finally {
      message.from.stuck.remove(waiting);
    }
  }

  /** Hands over what waits at a place, in order, as far as there are a handler and room. */
  void serve(Place place) {
    while (place.busy != 0) {
      var left = new ArrayList<Waiting>();
      Waiting forCode = null;
      Handler.Native code = null;
      synchronized (place) {
        while (!place.isHeld() && !place.waiting.isEmpty()) {
          Waiting head = place.waiting.getFirst();
          if (head.isGone()) {
            head.message.landed();
          } else if (place.handler instanceof Handler.ByProcess by) {
            if (offer(head.message, by, true) != Mailbox.Offered.TAKEN_IN) break;
            head.servedBy = by.party;
          } else if (place.handler instanceof Handler.Native its) {
            // One after the other, and until it is handed over nobody overtakes it.
            forCode = head;
            code = its;
            place.waiting.removeFirst();
            place.hold();
            break;
          } else {
            break;
          }
          place.waiting.removeFirst();
          head.accepted = true;
          left.add(head);
        }
        place.counted();
      }
      left.forEach(this::letGo);
      if (forCode == null || code == null) return;
      try {
        deliverFor(forCode.message, code);
      } finally {
        synchronized (place) {
          place.letGo();
        }
        forCode.accepted = true;
        letGo(forCode);
      }
    }
  }

  /** A message does not wait any more, with no lock held. */
  private void letGo(Waiting waiting) {
    Party from = waiting.message.from;
    if (waiting.sleeper != null) waiting.sleeper.wake();
    else if (waiting.servedBy != null && from.isGone()) tellEnd(waiting.servedBy, from);
  }

  /** Somebody took something from a mailbox: those who waited for room there come next. */
  void roomIn(Mailbox mailbox) {
    if (!mailbox.takeRoomWanted()) return;
    for (Place place : mailbox.places()) serve(place);
  }

  /**
   * What a handler had not taken: what may wait goes to the front of those who wait, the rest gets
   * an error or is dropped. Under the place's monitor, where nobody handles; an answer takes its
   * asker's mailbox only.
   */
  static void moveOn(Place place, List<Message> queued) {
    for (Message message : queued.reversed()) {
      if (message.isCancelled()) message.landed();
      else {
        place.waiting.addFirst(new Waiting(message, null, System.nanoTime()));
        if (message.mayWait) Track.waits(message);
      }
    }
    failImpatient(place);
  }

  /** A message waits at a place where nobody answers: whoever was chosen is started. No locks. */
  void want(Place place) {
    router.onDemand().want(place);
  }

  /** A party has ended: of what it sent nothing waits where nobody is to come. */
  void forget(Party ended) {
    for (Route route : ended.routes.values())
      for (Place place : route.path())
        if (place.handler == Handler.Nobody.INSTANCE)
          synchronized (place) {
            failUnexpected(place);
          }
  }

  /** Under the monitor of a place: what may not wait does not, unless somebody is to come. */
  void failUnexpected(Place place) {
    if (place.handler == Handler.Nobody.INSTANCE && !router.onDemand().expects(place))
      failImpatient(place);
  }

  /**
   * Under the monitor of a place that has no handler: what may not wait does not, nor what nobody
   * would withdraw any more because its emitter has ended.
   */
  static void failImpatient(Place place) {
    var gone = new ArrayList<Waiting>();
    place.waiting.removeIf(
        each ->
            each.sleeper == null
                && (!each.message.mayWait || each.message.from.isOver())
                && gone.add(each));
    place.counted();
    for (Waiting each : gone) if (!each.message.isCancelled()) Refusals.fail(each.message);
  }

  void tellEnd(Party handler, Party ended) {
    for (Place place : handler.mailbox.places())
      // While messages are moved they are nowhere; that is done under the port's monitor.
      synchronized (place.port) {
        synchronized (place) {
          for (Waiting waiting : place.waiting) if (waiting.message.from == ended) return;
        }
      }
    if (ended.tellOnce(handler) && !handler.mailbox.userEnded(ended.pid())) handler.unresponsive();
  }

  /** As {@link #deliver}, on another thread than the emitter's: that may have ended. */
  private void deliverFor(Message message, Handler.Native to) {
    boolean pinned = message.from.pin();
    try {
      if (pinned && !message.from.isOver()) deliver(message, to);
      // Code was told of the end already, and would keep what it opens now for ever.
      else Refusals.fail(message);
    } finally {
      if (pinned) message.from.unpin();
    }
  }

  private void deliver(Message message, Handler.Native to) {
    if (message.progress > 0 && message.from.isOver()) {
      Refusals.fail(message);
      return;
    }
    if (message.route.known != to) {
      message.from.use(to);
      message.route.known = to;
    }
    Optional<Refusal.Reason> unfit = read(message, to.code.definition());
    if (unfit.isPresent()) {
      Refusals.refuseUnfit(message, unfit.get());
      return;
    }
    if (message.call == null) throw new IllegalStateException("what was read has a call");
    var call = new NativeDelivery(router, gate, message, message.call);
    if (!message.lend(call)) {
      message.call = null;
      return;
    }
    message.count();
    Track.handedToNative(message);
    try {
      to.code.handle(call);
    } catch (Throwable bug) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the handler of " + to.code.definition().name() + " failed",
          bug);
      call.fail();
    } finally {
      message.call = null;
      message.landed();
      call.handled();
      // What the handler's code has done on this thread nobody knows.
      GuestThread.lookSoon();
    }
  }

  /**
   * Reads the body once. Present: why it cannot be, since it does not fit the definition or wants
   * what that does not have.
   */
  static Optional<Refusal.Reason> read(Message message, Definition definition) {
    if (message.call != null) return Optional.empty();
    if (definition.rawLabel().isPresent()) {
      message.call = RawBodies.call(message.body());
      return Optional.empty();
    }
    return switch (MessageCodec.decodeCall(definition, message.body())) {
      case MessageCodec.Decoded.Ok<MessageCodec.Call>(var call) -> {
        message.call = call;
        boolean wantsAnswer = call.message().needsAnswer();
        yield wantsAnswer == (message.question != null)
            ? Optional.empty()
            : Optional.of(new Refusal.WrongKind(wantsAnswer));
      }
      case MessageCodec.Decoded.Malformed<MessageCodec.Call>(int at, String why) ->
          Optional.of(new Refusal.Malformed(at, why));
    };
  }
}
