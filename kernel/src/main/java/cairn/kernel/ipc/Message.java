package cairn.kernel.ipc;

import cairn.kernel.Limit;
import cairn.kernel.gate.GrantId;
import cairn.kernel.judge.Ticket;
import cairn.kernel.judge.Wish;
import cairn.kernel.trace.TraceRing;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message on its way, and a link of the mailbox that holds it. */
final class Message {
  final Party from;
  final Route route;
  final boolean mayWait;

  /**
   * Its length stays when the body has gone. Written again only by a filter's thread that has it in
   * hand, when it is in no queue.
   */
  int length;

  /** Where it is brought. Written by whoever carries it, or has its old and new place in order. */
  volatile Place at;

  /** The rank of the places it has left behind. Written by the filter's thread that passes it. */
  volatile int progress;

  /** Set once, before anybody else sees the message. */
  @Nullable Question question;

  /**
   * Its row in the trace. Written before anybody else sees the message, and by a filter's thread
   * that changes it.
   */
  volatile long row;

  /** Set once, before anybody else sees the message. */
  @Nullable TraceRing trace;

  /** The decoded body, if the gate needed it. Written by the thread that brings the message. */
  MessageCodec.@Nullable Call call;

  /** The filter that changed it, the last one. Written by that filter's thread. */
  @Nullable Party changedBy;

  /** The limit that kept it from being sent. Written by the thread that brings the message. */
  @Nullable Limit over;

  /** The grants that let it through. Written by the thread that brings the message. */
  List<GrantId> by = List.of();

  /** The gate's revision at which that was, if it was before it was parked. Written as that. */
  int decidedAt = -1;

  /** Its place at the gate, while it is parked. */
  volatile @Nullable Ticket ticket;

  /** The mailbox it is queued in; written under that mailbox's monitor. */
  volatile @Nullable Mailbox home;

  /** Links and order, guarded by the home's monitor. */
  @Nullable Message previous;

  @Nullable Message next;
  long arrival;

  private static final VarHandle COUNTED;

  static {
    try {
      COUNTED = MethodHandles.lookup().findVarHandle(Message.class, "isCounted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * Set once, through {@link #COUNTED}: whoever brought it counts it when no lock is held, and by
   * then another may have brought it elsewhere.
   */
  @SuppressWarnings("unused") // by name
  private volatile boolean isCounted;

  private final InFlight inFlight;
  private Payload body; // guarded by this
  private boolean charged; // guarded by this
  private boolean landed; // guarded by this
  private @Nullable NativeDelivery lent; // guarded by this
  private @Nullable Sleeper untilLanded; // guarded by this

  /** The caller has charged the body to {@code inFlight}, and has entered the route. */
  Message(Party from, Route route, Payload body, boolean mayWait, InFlight inFlight) {
    this.from = from;
    this.route = route;
    this.at = route.toward(0);
    this.body = body;
    this.length = body.length();
    this.mayWait = mayWait;
    this.inFlight = inFlight;
    this.charged = InFlight.counts(length);
  }

  boolean isCancelled() {
    var asked = question;
    return asked != null && asked.fate == Question.Fate.CANCELLED;
  }

  /** The user was asked about it for so long. */
  void asked(long nanos) {
    Question asked = question;
    if (asked != null) asked.addAsked(nanos);
  }

  /** Counts it among the messages of its interface, once. */
  void count() {
    if (COUNTED.compareAndSet(this, false, true)) route.messages.incrementAndGet();
  }

  /** Whether its path leads elsewhere by now. */
  boolean isAstray() {
    return route.toward(progress) != at;
  }

  /** Another body takes the place of this one. The caller has charged it. */
  synchronized void change(Payload other) {
    if (charged) inFlight.giveBack(length);
    body = other;
    length = other.length();
    charged = InFlight.counts(length);
  }

  /** What it wants, with who changed it, if a filter did. */
  Wish asChanged(Wish wish) {
    Party filter = changedBy;
    return filter == null ? wish : wish.changed(from.subject(), filter.subject());
  }

  synchronized Payload body() {
    return body;
  }

  /**
   * Its body is no longer on the way, and forgotten: questions live on until they are answered, and
   * are not to keep it. Idempotent; answers the body, the first time. If Java code has it in hand,
   * it still counts.
   */
  Payload landed() {
    Payload was;
    Sleeper waiting;
    synchronized (this) {
      was = body;
      body = Payload.EMPTY;
      if (lent == null) giveBack();
      if (!landed) route.leave();
      landed = true;
      waiting = untilLanded;
    }
    if (waiting != null) waiting.wake();
    return was;
  }

  /** Java code takes it in hand. False: it was cancelled before. */
  synchronized boolean lend(NativeDelivery to) {
    if (landed) return false;
    lent = to;
    return true;
  }

  /** Nobody wants its answer any more, and Java code that had it in hand has been told. */
  void over() {
    NativeDelivery hand;
    synchronized (this) {
      hand = lent;
    }
    if (hand != null) hand.over();
  }

  /** Its body no longer counts. Idempotent. */
  synchronized void giveBack() {
    if (!charged) return;
    charged = false;
    inFlight.giveBack(length);
  }

  /** Whether it is taken, or nobody will take it; if not, the sleeper is woken when it is. */
  synchronized boolean hasLanded(Sleeper orWake) {
    untilLanded = orWake;
    return landed;
  }
}
