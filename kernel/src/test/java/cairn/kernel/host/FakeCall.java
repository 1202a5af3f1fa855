package cairn.kernel.host;

import cairn.kernel.Answer;
import cairn.kernel.Limits;
import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.Scope;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A message as the kernel would hand it over, whose answer the test reads. Any thread. */
public final class FakeCall implements NativeCall {
  public static final Pid PID = new Pid(7);

  private final Pid emitter;
  private final Definition.Message message;
  private final List<Value> arguments;
  private final Limits limits;
  private final Optional<ProgramId> program;

  /** Empty: an error. */
  private final CompletableFuture<Optional<Value>> answer = new CompletableFuture<>();

  // Guarded by this.
  private final List<Runnable> onCancel = new ArrayList<>();
  private final List<Runnable> onRevoke = new ArrayList<>();
  private boolean cancelled;
  private boolean answered;
  private boolean closed;

  private final AtomicInteger keepers = new AtomicInteger();

  final List<Scope> checked = new CopyOnWriteArrayList<>();

  /** Whether it is handed over on a thread of a program. */
  public volatile boolean mayBlock;

  /** What the gate says to {@link #check}. */
  volatile Consumer<Consumer<Boolean>> gate = decided -> decided.accept(true);

  FakeCall(
      Pid emitter, Limits limits, NativeHandler handler, String message, List<Value> arguments) {
    this(emitter, Optional.empty(), limits, handler, message, arguments);
  }

  private FakeCall(
      Pid emitter,
      Optional<ProgramId> program,
      Limits limits,
      NativeHandler handler,
      String message,
      List<Value> arguments) {
    this.emitter = emitter;
    this.program = program;
    this.limits = limits;
    this.message = handler.definition().message(message).orElseThrow();
    // What does not fit the definition could not have been sent.
    assert MessageCodec.encodeCall(this.message, arguments).length() > 0;
    this.arguments = List.copyOf(arguments);
  }

  /** Of process 7, with the default limits, not handed over yet. */
  static FakeCall of(NativeHandler handler, String message, Value... arguments) {
    return new FakeCall(PID, Limits.DEFAULT, handler, message, List.of(arguments));
  }

  /** Of a process that runs this program, not handed over yet. */
  public static FakeCall of(
      Pid pid, ProgramId program, NativeHandler handler, String message, Value... arguments) {
    return new FakeCall(
        pid, Optional.of(program), Limits.DEFAULT, handler, message, List.of(arguments));
  }

  /** The same, handed over. */
  static FakeCall sent(NativeHandler handler, String message, Value... arguments) {
    FakeCall call = of(handler, message, arguments);
    handler.handle(call);
    return call;
  }

  /** Of another process, handed over. */
  static FakeCall sentBy(Pid pid, NativeHandler handler, String message, Value... arguments) {
    FakeCall call = new FakeCall(pid, Limits.DEFAULT, handler, message, List.of(arguments));
    handler.handle(call);
    return call;
  }

  /** Waits for the answer, which must be a success. */
  public Value value() {
    return outcome().orElseThrow(() -> new AssertionError("an error answer"));
  }

  /** Waits for the answer; empty for an error. */
  Optional<Value> outcome() {
    try {
      return answer.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError("no answer to " + message.name(), e);
    }
  }

  public boolean isAnswered() {
    return answer.isDone();
  }

  /** Whether the answer is an error. */
  public boolean isFailed() {
    return answer.isDone() && answer.join().isEmpty();
  }

  /** Runs on the thread that answers, before that goes on. */
  public void whenAnswered(Runnable action) {
    var _ = answer.thenRun(action);
  }

  public void cancel() {
    List<Runnable> actions;
    synchronized (this) {
      if (answered || cancelled) return;
      cancelled = true;
      actions = List.copyOf(onCancel);
    }
    actions.forEach(Runnable::run);
  }

  public void revoke() {
    List<Runnable> actions;
    synchronized (this) {
      actions = List.copyOf(onRevoke);
    }
    actions.forEach(Runnable::run);
  }

  @Override
  public boolean block(BooleanSupplier work) {
    return mayBlock && work.getAsBoolean();
  }

  @Override
  public Pid emitter() {
    return emitter;
  }

  @Override
  public Optional<ProgramId> program() {
    return program;
  }

  @Override
  public Definition.Message message() {
    return message;
  }

  @Override
  public List<Value> arguments() {
    return arguments;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public void answer(Value value) {
    tryAnswer(value);
  }

  @Override
  public boolean tryAnswer(Value value) {
    // As the kernel does: throws when it does not fit.
    MessageCodec.encodeAnswer(message, value);
    return settle(Optional.of(value));
  }

  @Override
  public void fail() {
    settle(Optional.empty());
  }

  private boolean settle(Optional<Value> outcome) {
    synchronized (this) {
      if (cancelled || answered) return false;
      answered = true;
    }
    answer.complete(outcome);
    return true;
  }

  @Override
  public void onCancel(Runnable action) {
    synchronized (this) {
      if (!cancelled) {
        onCancel.add(action);
        return;
      }
    }
    action.run();
  }

  @Override
  public void relay(InterfaceId to, Payload body) {
    throw new UnsupportedOperationException("no handler under test speaks for others");
  }

  @Override
  public Runnable relay(InterfaceId to, Payload body, Consumer<Answer> answered) {
    throw new UnsupportedOperationException("no handler under test speaks for others");
  }

  @Override
  public void check(Scope really, Consumer<Boolean> decided) {
    checked.add(really);
    gate.accept(decided);
  }

  @Override
  public Runnable keep() {
    // What is kept is the bytes, not the call.
    AtomicInteger count = keepers;
    count.incrementAndGet();
    var once = new AtomicBoolean(true);
    return () -> {
      if (once.compareAndSet(true, false)) count.decrementAndGet();
    };
  }

  /** Whether the handler says that it needs the message's bytes still. */
  public boolean isKept() {
    return keepers.get() > 0;
  }

  /** Waits until it does not. */
  public void awaitLetGo() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (isKept()) {
      if (System.nanoTime() > deadline) throw new AssertionError(message.name() + " is kept");
      LockSupport.parkNanos(100_000);
    }
  }

  /** Whether the handler says that nothing of it is open. */
  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void closed() {
    closed = true;
  }

  @Override
  public void onRevoke(Runnable action) {
    synchronized (this) {
      onRevoke.add(action);
    }
  }
}
