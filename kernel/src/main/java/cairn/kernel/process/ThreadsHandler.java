package cairn.kernel.process;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.engine.Alarms;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.WaitQueues;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code threads}: a process starts threads of its own and waits for them. It knows no
 * process but the emitter's. Any thread; making a thread's instance takes long, all of it on a
 * processor, and happens on a few threads of its own, where the processes take turns.
 */
public final class ThreadsHandler implements NativeHandler {
  /** So many instances are made at once, by all processes together. */
  private static final int MAKERS = 2;

  private final Definition definition;
  private final ProcessTable processes;
  private final Alarms alarms;
  private final AtomicInteger makers = new AtomicInteger();
  private final ThreadPoolExecutor pool;
  private final Turns turns;

  /** Waits that are asked for, by process. */
  private final Map<Pid, Set<Asking>> asking = new ConcurrentHashMap<>();

  /** For these processes; {@code alarms} end waits whose time is up. */
  public ThreadsHandler(Interfaces interfaces, ProcessTable processes, Alarms alarms) {
    this.definition = interfaces.shipped("threads").definition();
    this.processes = processes;
    this.alarms = alarms;
    this.pool =
        new ThreadPoolExecutor(
            MAKERS,
            MAKERS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name("cairn-threads-" + makers.incrementAndGet())
                    .unstarted(work),
            // When it is closed nobody waits for more threads.
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    this.turns = new Turns(pool);
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    var process = processes.process(call.emitter());
    if (process.isEmpty()) {
      call.fail();
      return;
    }
    switch (call.message().name()) {
      case "spawn" -> {
        if (!turns.add(call.emitter(), () -> spawn(call, process.get())))
          call.answer(Value.err("too-many"));
      }
      case "wait" -> wait(call, process.get());
      case "wake" -> wake(call, process.get());
      default -> call.fail();
    }
  }

  private static int number(NativeCall call, int index) {
    return (int) ((Value.Unsigned) call.arguments().get(index)).value();
  }

  // ---- spawn

  private static void spawn(NativeCall call, Process process) {
    int argument = number(call, 1);
    var begin = (Value.Case) call.arguments().getFirst();
    var spawned =
        process.spawn(
            number ->
                begin.payload().isEmpty()
                    ? new Engine.ThreadStart.Wasi(number, argument)
                    : new Engine.ThreadStart.OfTable(
                        (int) ((Value.Unsigned) begin.payload().get()).value(), argument));
    call.answer(
        switch (spawned) {
          case Process.Spawned.Ok(int number) -> Value.ok(Value.unsigned(number));
          case Process.Spawned.TooMany() -> Value.err("too-many");
          case Process.Spawned.Failed(var why) -> Value.err(word(why));
        });
  }

  private static String word(Engine.Sibling why) {
    return switch (why) {
      case Engine.Sibling.NotShared() -> "not-shared";
      case Engine.Sibling.NoFunction() -> "no-function";
      case Engine.Sibling.NoMemory() -> "no-memory";
      case Engine.Sibling.Ok _ -> throw new IllegalStateException("it was made");
    };
  }

  // ---- wait and wake

  private void wait(NativeCall call, Process process) {
    long address = Integer.toUnsignedLong(number(call, 0));
    int expected = number(call, 1);
    var waits = process.waits();
    var memory = process.memory();
    if (waits.isEmpty() || memory.isEmpty() || (address & 3) != 0) {
      call.fail();
      return;
    }
    var own = asking.computeIfAbsent(call.emitter(), pid -> ConcurrentHashMap.newKeySet());
    if (own.size() >= call.limits().timers()) {
      call.fail();
      return;
    }
    var waiter = new Asking(address, call, own);
    own.add(waiter);
    try {
      boolean equal = waits.get().join(waiter, () -> memory.get().atomicI32(address) == expected);
      if (!equal) {
        waiter.end();
        call.answer(Value.named("not-equal"));
        return;
      }
    } catch (GuestFault outOfBounds) {
      waiter.end();
      call.fail();
      return;
    }
    waiter.joined(waits.get());
  }

  /** A question that is answered when somebody wakes its address. */
  private final class Asking extends WaitQueues.Waiter {
    private final NativeCall call;
    private final Set<Asking> own;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable disarm = () -> {};

    Asking(long address, NativeCall call, Set<Asking> own) {
      super(address);
      this.call = call;
      this.own = own;
    }

    /** It stands in a queue, and may have been taken out already. */
    void joined(WaitQueues waits) {
      call.onCancel(
          () -> {
            if (waits.leave(this)) end();
          });
      var timeout = ((Value.Case) call.arguments().get(2)).payload();
      if (timeout.isEmpty()) return;
      long nanos = ((Value.Unsigned) timeout.get()).value();
      disarm = alarms.after(nanos < 0 ? Long.MAX_VALUE : nanos, () -> timeIsUp(waits));
      // It may have ended before there was anything to disarm.
      if (over.get()) disarm.run();
    }

    private void timeIsUp(WaitQueues waits) {
      if (!waits.leave(this)) return;
      end();
      call.answer(Value.named("timed-out"));
    }

    void end() {
      over.set(true);
      own.remove(this);
      disarm.run();
    }

    @Override
    protected boolean wake() {
      end();
      return call.tryAnswer(Value.named("woken"));
    }
  }

  private static void wake(NativeCall call, Process process) {
    long address = Integer.toUnsignedLong(number(call, 0));
    var waits = process.waits();
    if (waits.isEmpty() || !isPlace(process, address)) {
      call.fail();
      return;
    }
    Runnable wake =
        () ->
            call.answer(Value.unsigned(waits.get().wake(address, number(call, 1), Thread::yield)));
    // Where this runs nobody else could meanwhile.
    if (waits.get().waiting(address) <= WaitQueues.PIECE) wake.run();
    else Thread.ofVirtual().name("cairn-wake-" + call.emitter()).start(wake);
  }

  /** Whether somebody could wait there. */
  private static boolean isPlace(Process process, long address) {
    if ((address & 3) != 0) return false;
    try {
      process.memory().ifPresent(memory -> memory.atomicI32(address));
      return true;
    } catch (GuestFault outOfBounds) {
      return false;
    }
  }

  @Override
  public void ended(Pid pid) {
    turns.ended(pid);
    var own = asking.remove(pid);
    if (own != null) own.forEach(Asking::end);
  }

  @Override
  public void close() {
    pool.shutdown();
    asking.values().forEach(own -> own.forEach(Asking::end));
    asking.clear();
  }
}
