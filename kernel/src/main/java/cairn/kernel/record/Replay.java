package cairn.kernel.record;

import cairn.kernel.LoadFault;
import cairn.kernel.abi.Personalities;
import cairn.kernel.engine.Budget;
import cairn.kernel.engine.Engine;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.StackLedger;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Runs a recorded process again: the same program in the same form, on a guest thread like any,
 * with the log in the place of the world. There is no kernel in it: no handler, no gate, no
 * network, so nothing that the program does has an effect, and its listener hears what it would
 * have sent.
 *
 * <p>The whole log is checked first; nothing runs from one that was changed. Then it is read once
 * more while the guest runs.
 */
public final class Replay {
  private static final System.Logger LOG = System.getLogger(Replay.class.getName());

  private final Surroundings in;
  private final LogSource source;
  private final Listener listener;
  private final CompletableFuture<ReplayResult> result = new CompletableFuture<>();

  /** Set once, by whoever stops it; looked at after {@link #running} was set, and the other way. */
  private volatile boolean stopped;

  private volatile @Nullable GuestThread running;

  /**
   * What a replay needs.
   *
   * @param personalities those that the process was recorded with
   * @param mostMemory bytes that a replayed program may take, whatever the log says
   */
  public record Surroundings(
      Engine engine, GuestScheduler scheduler, Personalities personalities, long mostMemory) {}

  /** Hears what a replayed program sends. Called on its guest thread, a carrier; must not block. */
  @FunctionalInterface
  public interface Listener {
    /** It sent this, as it did when it was recorded. */
    void sent(InterfaceId to, Payload body);
  }

  /** How a guest's run ended; empty: it was killed, as the tape wanted. */
  private record Run(Optional<Engine.Outcome> outcome) {}

  private Replay(Surroundings in, LogSource source, Listener listener) {
    this.in = in;
    this.source = source;
    this.listener = listener;
  }

  /** Begins a replay; returns at once. */
  public static Replay start(Surroundings in, LogSource source, Listener listener) {
    var replay = new Replay(in, source, listener);
    Thread.ofVirtual().name("replay").start(replay::run);
    return replay;
  }

  /** Completes on a virtual thread when nothing of it runs any more, never with an exception. */
  public CompletionStage<ReplayResult> result() {
    return result.minimalCompletionStage();
  }

  /**
   * Ends it, soon: with {@link ReplayResult.Stopped}, unless it is over already. Any thread;
   * returns at once.
   */
  public void stop() {
    stopped = true;
    GuestThread guest = running;
    if (guest != null) guest.kill();
  }

  private void run() {
    ReplayResult came = came();
    result.complete(stopped ? new ReplayResult.Stopped() : came);
  }

  private ReplayResult came() {
    try {
      return replayed();
    } catch (IOException e) {
      return new ReplayResult.Unreadable(new LogFault.NotRead(String.valueOf(e)));
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a replay failed", bug);
      return new ReplayResult.Unreadable(new LogFault.NotRead("Cairn made a mistake: " + bug));
    }
  }

  /** The log, which ends with an exception once nobody wants it any more. */
  private InputStream opened() throws IOException {
    return new FilterInputStream(source.open()) {
      @Override
      public int read() throws IOException {
        goOn();
        return super.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        goOn();
        return super.read(into, from, length);
      }

      private void goOn() throws IOException {
        if (stopped) throw new IOException("the replay was stopped");
      }
    };
  }

  private ReplayResult replayed() throws IOException {
    CheckedLog.Checked checked;
    try (var stream = opened()) {
      checked = CheckedLog.read(stream);
    }
    return switch (checked) {
      case CheckedLog.Checked.Bad(var why) -> new ReplayResult.Unreadable(why);
      case CheckedLog.Checked.Ok(var log) when log.header().stack() > GuestSchedulers.STACK ->
          new ReplayResult.Unreadable(
              new LogFault.SmallerStack(log.header().stack(), GuestSchedulers.STACK));
      case CheckedLog.Checked.Ok(var log) -> prepared(log);
    };
  }

  private ReplayResult prepared(CheckedLog log) throws IOException {
    var header = log.header();
    long memory = Math.clamp(header.memoryLimit(), 0, in.mostMemory());
    return switch (in.engine()
        .prepare(
            header.program(),
            log.module(),
            memory,
            new Engine.Preparation(Budget.of(in.mostMemory()), () -> stopped, true))) {
      case Engine.Prepared.Refused(var why) -> new ReplayResult.Refused(header, why);
      case Engine.Prepared.Ready(var code) -> {
        try (code) {
          yield instantiated(log, code);
        }
      }
      case Engine.Prepared.Unwanted _ -> new ReplayResult.Stopped();
    };
  }

  private ReplayResult instantiated(CheckedLog log, Engine.Code code) throws IOException {
    var lane = new Lane<Entry.Called>();
    var tape = new Tape(log, lane);
    var functions =
        in.personalities().functions(new ReplayedSyscalls(tape, listener), code.imports());
    return switch (code.instantiate(
        functions, new ReplayedLedger(tape, in.mostMemory()), Replay::atOnce)) {
      case Engine.Instantiated.Failed(LoadFault why) -> new ReplayResult.Refused(log.header(), why);
      case Engine.Instantiated.Ok(var guest) -> {
        try {
          yield log.calls() == 0 && !log.isWhole()
              ? new ReplayResult.SameSoFar(log.header(), 0, log.lack())
              : ran(log, tape, lane, guest);
        } finally {
          guest.release();
        }
      }
    };
  }

  /** Of one thread a wait with a time limit can only run out; nobody waits for that twice. */
  private static Runnable atOnce(long nanos, Runnable action) {
    Thread.ofVirtual().name("replay-alarm").start(action);
    return () -> {};
  }

  private ReplayResult ran(CheckedLog log, Tape tape, Lane<Entry.Called> lane, Engine.Guest guest)
      throws IOException {
    var over = new CompletableFuture<Run>();
    try (var stream = opened()) {
      Thread.ofVirtual().name("replay-read").start(() -> feed(stream, lane));
      GuestThread thread =
          in.scheduler()
              .create(
                  "replay",
                  () -> runToEnd(guest, over),
                  () -> over.completeExceptionally(new Lost()),
                  StackLedger.ENDLESS);
      running = thread;
      if (stopped) thread.kill();
      thread.start();
      Run run;
      try {
        run = over.join();
      } catch (CompletionException lost) {
        return new ReplayResult.Unreadable(
            new LogFault.NotRead("Cairn had no memory or stack left to replay it"));
      }
      if (stopped) return new ReplayResult.Stopped();
      return compared(log, tape, lane, run, guest);
    } finally {
      lane.close();
    }
  }

  /** The guest's thread was lost: the JVM could not run it. */
  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;

    Lost() {
      super(null, null, false, false);
    }
  }

  /** Says how it came out, whatever happens: somebody waits for it. */
  private static void runToEnd(Engine.Guest guest, CompletableFuture<Run> over) {
    try {
      over.complete(new Run(Optional.of(guest.run())));
    } catch (GuestKilled killed) {
      over.complete(new Run(Optional.empty()));
    } catch (Throwable bug) {
      over.completeExceptionally(bug);
      throw bug;
    }
  }

  /** On its own virtual thread: brings the calls of the log to the guest. */
  private static void feed(InputStream stream, Lane<Entry.Called> lane) {
    try {
      var reader = new LogReader(stream);
      var me = Lane.Waiter.thread();
      while (reader.next() instanceof LogReader.Step.Read(Entry entry))
        if (entry instanceof Entry.Called called)
          lane.put(called, 256 + Recording.weight(called.result()), me);
    } catch (IOException e) {
      // The guest finds the lane closed, which no log that was checked does by itself.
    } finally {
      lane.close();
    }
  }

  private static ReplayResult compared(
      CheckedLog log, Tape tape, Lane<Entry.Called> lane, Run run, Engine.Guest guest) {
    var header = log.header();
    if (tape.divergence().isPresent())
      return new ReplayResult.Diverged(header, log.calls(), tape.divergence().get());
    if (tape.number() < log.calls()) {
      Entry.Called next = tape.isOver() ? null : lane.take(Lane.Waiter.thread(), false);
      if (next == null)
        return new ReplayResult.Unreadable(
            new LogFault.NotRead("it changed while it was replayed"));
      return diverged(
          log, tape, new Happening.Called(next.call()), new Happening.Ended(ending(run, log)));
    }
    if (!log.isWhole()) return new ReplayResult.SameSoFar(header, log.calls(), log.lack());
    Entry.End end = log.end().orElseThrow();
    FinalState left = end.state().orElseThrow();
    Ending came = ending(run, log);
    if (!came.equals(end.ending()))
      return diverged(log, tape, new Happening.Ended(end.ending()), new Happening.Ended(came));
    var state = FinalState.of(guest);
    return state.equals(left)
        ? new ReplayResult.Same(header, log.calls(), came, state)
        : diverged(log, tape, new Happening.Left(left), new Happening.Left(state));
  }

  private static ReplayResult diverged(
      CheckedLog log, Tape tape, Happening recorded, Happening came) {
    return new ReplayResult.Diverged(
        log.header(), log.calls(), new Divergence(tape.number() + 1, recorded, came));
  }

  /** How it ended. Where the log says it was ended in a call, the tape has ended it there. */
  private static Ending ending(Run run, CheckedLog log) {
    var recorded = log.end().map(Entry.End::ending);
    if (recorded.isPresent() && recorded.get() instanceof Ending.Killed killed) return killed;
    if (run.outcome().isEmpty()) return new Ending.Killed("the replay");
    return switch (run.outcome().get()) {
      case Engine.Outcome.Exited(int code) -> new Ending.Exited(code);
      case Engine.Outcome.Trapped(var _, var reason, var _) -> new Ending.Trapped(reason);
      case Engine.Outcome.Returned() ->
          throw new IllegalStateException("only a further thread just returns");
    };
  }
}
