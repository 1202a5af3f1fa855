package cairn.kernel.ipc;

import cairn.kernel.abi.Syscalls;
import cairn.kernel.gate.Gate;
import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages that the gate let through to whoever handles their interface, and keeps those
 * that wait for a handler or for room. Any thread.
 *
 * <p>Where the handler is a process with room and nobody waits, that takes the monitor of its
 * mailbox and no other. Everything else goes under the port's monitor. No two ports and no two
 * mailboxes are ever locked at once.
 */
final class Placement {
  private static final System.Logger LOG = System.getLogger(Placement.class.getName());

  private final Gate gate;

  Placement(Gate gate) {
    this.gate = gate;
  }

  /**
   * Brings a message to whoever handles its interface now. Without a sleeper its emitter has been
   * told that it is accepted, so it waits for room by itself.
   */
  int place(Message message, @Nullable Sleeper sleeper) {
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
    Track.waits(message);
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
  void serve(Port port) {
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
  void roomIn(Mailbox mailbox) {
    if (!mailbox.takeRoomWanted()) return;
    for (Port port : mailbox.ports()) serve(port);
  }

  /**
   * What a handler had not taken: what may wait goes to the front of those who wait, the rest gets
   * an error or is dropped. Under the port's monitor; an answer takes its asker's mailbox only.
   */
  void moveOn(Port port, List<Message> queued) {
    for (Message message : queued.reversed()) {
      if (message.isCancelled()) message.landed();
      else if (message.mayWait) {
        port.waiting.addFirst(new Waiting(message, null, System.nanoTime()));
        Track.waits(message);
      }
    }
    port.waiters = port.waiting.size();
    for (Message message : queued)
      if (!message.mayWait && !message.isCancelled()) Refusals.fail(message);
  }

  void tellEnd(Party handler, Party ended) {
    for (Port port : handler.mailbox.ports())
      synchronized (port) {
        for (Waiting waiting : port.waiting) if (waiting.message.from == ended) return;
      }
    if (ended.tellOnce(handler) && !handler.mailbox.userEnded(ended.pid())) handler.unresponsive();
  }

  private void deliver(Message message, Handler.Native to) {
    if (message.route.known != to) {
      message.from.use(to);
      message.route.known = to;
    }
    if (!read(message, to.code.definition()) || message.call == null) {
      Refusals.refuseUnfit(message);
      return;
    }
    message.route.messages.incrementAndGet();
    Track.handedToNative(message);
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

  /**
   * Reads the body once. False: it does not fit the definition, or wants what that does not have.
   */
  static boolean read(Message message, Definition definition) {
    if (message.call != null) return true;
    return switch (MessageCodec.decodeCall(definition, message.body())) {
      case MessageCodec.Decoded.Ok<MessageCodec.Call>(var call) -> {
        message.call = call;
        yield call.message().needsAnswer() == (message.question != null);
      }
      case MessageCodec.Decoded.Malformed<MessageCodec.Call> _ -> false;
    };
  }
}
