package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.Limits;
import cairn.kernel.NativeCall;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Scope;
import cairn.kernel.judge.Closer;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.Parked;
import cairn.kernel.judge.Wish;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One message in the hands of a native handler. Any thread.
 *
 * <p>It knows who needs the message's body still, and gives its charge back when nobody does. That
 * is before an answer is brought, so that whoever has the answer has the room too.
 */
final class NativeDelivery implements NativeCall {
  /** The bits of {@link #holders}: it is being handed over; its answer is wanted. */
  private static final int HANDLING = 1;

  private static final int WANTED = 2;

  /** What is above them counts those that said {@link #keep}. */
  private static final int KEEPER = 4;

  private final Router router;
  private final Gate gate;
  private final Message message;

  /** Without its arguments once nobody needs the body: the question may keep this for long. */
  private volatile MessageCodec.Call call;

  /** The grants that let it through: the message's, and the check's. Guarded by this. */
  private final Set<GrantId> by;

  /** Who needs the body still. Nobody comes back from 0. */
  private final AtomicInteger holders;

  /** Guarded by this. */
  private final List<Closer> closers = new ArrayList<>(0);

  NativeDelivery(Router router, Gate gate, Message message, MessageCodec.Call call) {
    this.router = router;
    this.gate = gate;
    this.message = message;
    this.call = call;
    holders = new AtomicInteger(message.question == null ? HANDLING : HANDLING | WANTED);
    by = new LinkedHashSet<>(message.by);
  }

  /** The handler has taken it. */
  void handled() {
    release(HANDLING);
  }

  /** It is answered, or nobody wants its answer any more and the handler knows. */
  void over() {
    release(WANTED);
  }

  private void release(int bit) {
    if (holders.getAndUpdate(now -> now & ~bit) == bit) letGo();
  }

  private void letGo() {
    // Who has a small one in hand need not say so, and may still read it.
    if (InFlight.counts(message.length)) call = new MessageCodec.Call(call.message(), List.of());
    message.giveBack();
  }

  @Override
  public Runnable keep() {
    if (!InFlight.counts(message.length)) return () -> {};
    holders.addAndGet(KEEPER);
    var kept = new AtomicBoolean(true);
    return () -> {
      if (kept.compareAndSet(true, false) && holders.addAndGet(-KEEPER) == 0) letGo();
    };
  }

  @Override
  public Pid emitter() {
    return message.from.pid();
  }

  @Override
  public Optional<ProgramId> program() {
    return message.from.subject().program();
  }

  @Override
  public Definition.Message message() {
    return call.message();
  }

  @Override
  public List<Value> arguments() {
    return call.arguments();
  }

  @Override
  public boolean block(BooleanSupplier work) {
    return GuestThread.block(work);
  }

  @Override
  public Limits limits() {
    return message.from.limits();
  }

  @Override
  public void answer(Value value) {
    tryAnswer(value);
  }

  @Override
  public boolean tryAnswer(Value value) {
    Question question = message.question;
    if (question == null) return false;
    var answer = new Answer.Success(RawBodies.encodeAnswer(call.message(), value));
    over();
    return question.asker().answer(question, answer, true);
  }

  @Override
  public void fail() {
    Question question = message.question;
    over();
    if (question != null) question.asker().answer(question, new Answer.Failure(), true);
  }

  @Override
  public void onCancel(Runnable action) {
    Question question = message.question;
    if (question == null || question.asker().onCancel(question, action)) return;
    if (message.isCancelled()) action.run();
  }

  @Override
  public void relay(InterfaceId to, Payload body) {
    router.relay(message.from, to, body);
  }

  @Override
  public Runnable relay(InterfaceId to, Payload body, Consumer<Answer> answered) {
    return router.relay(message, to, body, answered);
  }

  /** As {@link Router#answerWithNext}. */
  void answerWithNext(InterfaceId handled, Function<Delivery, Payload> packing) {
    router.answerWithNext(message, handled, packing);
  }

  @Override
  public void check(Scope really, Consumer<Boolean> decided) {
    var askedSince = new AtomicLong();
    gate.check(
        message.from.subject(),
        message.route.port.charter,
        call,
        message::asChanged,
        really,
        new Parked() {
          @Override
          public void pass(List<GrantId> grants) {
            answered();
            synchronized (NativeDelivery.this) {
              by.addAll(grants);
            }
            decided.accept(true);
          }

          @Override
          public void refuse(Wish wish, Refusal.Reason why) {
            answered();
            Refusals.partly(message, wish, why, call.message().index());
            decided.accept(false);
          }

          @Override
          public void withdraw() {
            answered();
            decided.accept(false);
          }

          private void answered() {
            long since = askedSince.get();
            if (since == 0) return;
            long nanos = System.nanoTime() - since;
            message.asked(nanos);
            Track.askedLater(message, nanos);
          }

          @Override
          public Object recipient() {
            return NativeDelivery.this;
          }
        },
        ticket -> {
          askedSince.set(System.nanoTime() | 1); // Never 0, which means not at all.
          Track.asksUser(message);
        });
  }

  @Override
  public void onRevoke(Runnable action) {
    List<GrantId> grants;
    synchronized (this) {
      grants = List.copyOf(by);
    }
    Closer closer = gate.onRevoke(message.from.subject(), grants, action);
    synchronized (this) {
      closers.add(closer);
    }
  }

  @Override
  public void closed() {
    List<Closer> over;
    synchronized (this) {
      over = List.copyOf(closers);
      closers.clear();
    }
    over.forEach(gate::forget);
  }
}
