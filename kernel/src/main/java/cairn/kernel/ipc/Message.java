package cairn.kernel.ipc;

import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Ticket;
import cairn.kernel.trace.TraceRing;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message on its way, and a link of the mailbox that holds it. */
final class Message {
  final Party from;
  final Route route;
  final boolean mayWait;

  /** Its length stays when the body has gone. */
  final int length;

  /** Set once, before anybody else sees the message. */
  @Nullable Question question;

  /** Its row in the trace. Set once, before anybody else sees the message, as the next. */
  long row;

  @Nullable TraceRing trace;

  /** The decoded body, if the gate needed it. Written by the thread that brings the message. */
  MessageCodec.@Nullable Call call;

  /** The grant that let it through. Written by the thread that brings the message. */
  Optional<GrantId> by = Optional.empty();

  /** Its place at the gate, while it is parked. */
  volatile @Nullable Ticket ticket;

  /** The mailbox it is queued in; written under that mailbox's monitor. */
  volatile @Nullable Mailbox home;

  /** Links and order, guarded by the home's monitor. */
  @Nullable Message previous;

  @Nullable Message next;
  long arrival;

  private final InFlight inFlight;
  private Payload body; // guarded by this
  private boolean charged; // guarded by this

  /** The caller has charged the body to {@code inFlight}. */
  Message(Party from, Route route, Payload body, boolean mayWait, InFlight inFlight) {
    this.from = from;
    this.route = route;
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

  synchronized Payload body() {
    return body;
  }

  /**
   * Its body is no longer on the way, and forgotten: questions live on until they are answered, and
   * are not to keep it. Idempotent; answers the body, the first time.
   */
  synchronized Payload landed() {
    Payload was = body;
    body = Payload.EMPTY;
    if (charged) {
      charged = false;
      inFlight.giveBack(length);
    }
    return was;
  }
}
