package cairn.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answer;
import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.kernel.Startup;
import cairn.kernel.Wat;
import cairn.kernel.abi.Personalities;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.host.Clocks;
import cairn.kernel.host.RandomHandler;
import cairn.kernel.host.TimeHandler;
import cairn.kernel.schedule.GuestScheduler;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.StackLedger;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs that are recorded in a whole kernel, and run again in none. Long, because all cases share a
 * kernel that records, a log and an engine that replays.
 */
@Timeout(60)
final class RecordReplayTest {
  private static final long PAGE = 65_536;
  private static final Payload NO_TEXT = Payload.copyOf((byte) 0xff);

  private final Interfaces interfaces = Interfaces.shipped();
  private final Personality wasi = new WasiPersonality(interfaces);
  private final Personalities personalities =
      new Personalities(Interfaces.shipped(), List.of(wasi));
  private final Clocks clocks = Clocks.system();
  private final Kernel kernel =
      new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), interfaces)
          .personality(wasi)
          .handler(new TimeHandler(interfaces, clocks))
          .handler(new RandomHandler(interfaces))
          .build();
  private final Engine engine = new LazyEngine();
  private final GuestScheduler scheduler = GuestSchedulers.best(1);
  private final Log log = new Log();

  /** Keeps what is written, which guards itself. */
  private static class Log implements RecordingTarget {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final CompletableFuture<RecordingEnd> end = new CompletableFuture<>();

    @Override
    public void append(Payload more) throws IOException {
      synchronized (bytes) {
        bytes.writeBytes(more.toByteArray());
      }
    }

    @Override
    public void ended(RecordingEnd how) {
      if (!end.complete(how)) throw new AssertionError("it ended twice");
    }

    byte[] bytes() {
      synchronized (bytes) {
        return bytes.toByteArray();
      }
    }
  }

  @AfterEach
  void close() {
    kernel.close();
    clocks.close();
    scheduler.close();
    engine.close();
  }

  /** A module with functions of WASI; {@code $ms} sleeps so many milliseconds. */
  private static Payload module(String rest) {
    return Payload.owning(
        Wat.compile(
            """
            (module
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
              (import "cairn" "cancel_message" (func $cancel (param i64) (result i32)))
              (memory (export "memory") 1)
              (table $table 1 funcref)
              (global $count (mut i64) (i64.const 0))
              (func $ms (param i64)
                (i32.store (i32.const 416) (i32.const 1))
                (i64.store (i32.const 424) (i64.mul (local.get 0) (i64.const 1000000)))
                (drop (call $poll (i32.const 400) (i32.const 500) (i32.const 1) (i32.const 600))))
              %s)
            """
                .formatted(rest)));
  }

  private static final String ROLLS =
      """
      (func (export "_start") (local $i i32)
        (loop $again
          (drop (call $random (i32.add (i32.const 1024) (i32.mul (local.get $i) (i32.const 16))) (i32.const 16)))
          (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 512)))
          (drop (call $cancel (i64.load (i32.const 512))))
          (global.set $count (i64.xor (global.get $count) (i64.load (i32.const 1024))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get $i) (i32.const 100))))
        (call $ms (i64.const 1))
        (drop (memory.grow (i32.const 1)))
        (drop (table.grow $table (ref.null func) (i32.const 3)))
        (drop (memory.grow (i32.const 100000)))
        (call $exit (i32.wrap_i64 (i64.and (global.get $count) (i64.const 63)))))
      """;

  private Pid open(Payload module, RecordingTarget target, UnaryOperator<Limits> limits) {
    return kernel.open(request(module, target, limits));
  }

  private static OpenRequest request(
      Payload module, RecordingTarget target, UnaryOperator<Limits> limits) {
    return new OpenRequest(
        new OpenRequest.Source.Bytes(module),
        "guest",
        new Startup(Payload.utf8("guest"), List.of(Payload.utf8("one"), NO_TEXT), List.of()),
        List.of(),
        false,
        limits.apply(Limits.DEFAULT),
        Optional.of(target));
  }

  private Exit end(Pid pid) throws Exception {
    return kernel.ended(pid).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private Exit recorded(String functions) throws Exception {
    return end(open(module(functions), log, limits -> limits));
  }

  /** Loses every thread before its body begins. */
  private record Losing(GuestScheduler inner) implements GuestScheduler {
    @Override
    public GuestThread create(String name, Runnable body, Runnable ifLost, StackLedger stacks) {
      return inner.create(name, ifLost, ifLost, stacks);
    }

    @Override
    public String description() {
      return "loses all";
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  @Test
  void aReplayWhoseThreadIsLostSaysSo() throws Exception {
    recorded("(func (export \"_start\"))");
    byte[] bytes = log.bytes();

    var result =
        Replay.start(
                new Replay.Surroundings(engine, new Losing(scheduler), personalities, 1L << 30),
                () -> new ByteArrayInputStream(bytes),
                (to, body) -> {})
            .result()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);

    assertThat(result).isInstanceOf(ReplayResult.Unreadable.class);
  }

  private ReplayResult replay(byte[] bytes) throws Exception {
    return Replay.start(
            new Replay.Surroundings(engine, scheduler, personalities, 1L << 30),
            () -> new ByteArrayInputStream(bytes),
            (to, body) -> {})
        .result()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void until(Pid pid, Predicate<KernelSnapshot.OfProcess> so) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      var row =
          kernel.snapshot().processes().stream()
              .filter(each -> each.pid().equals(pid))
              .findFirst()
              .orElseThrow();
      if (so.test(row)) return;
      assertThat(System.nanoTime()).as("in time: " + row).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private RecordingEnd.Whole whole() throws Exception {
    var end = log.end.get(30, TimeUnit.SECONDS);
    assertThat(end).isInstanceOf(RecordingEnd.Whole.class);
    return (RecordingEnd.Whole) end;
  }

  @Test
  void aReplayComesToTheSameMemoryWithoutAnyHandler() throws Exception {
    var exit = recorded(ROLLS);

    var end = whole();
    assertThat(log.end).as("told before the process counts as ended").isDone();
    var result = replay(log.bytes());
    assertThat(result).isInstanceOf(ReplayResult.Same.class);
    var same = (ReplayResult.Same) result;
    assertThat(new Exit.Exited(((Ending.Exited) same.ending()).code())).isEqualTo(exit);
    assertThat(same.state().memory()).isEqualTo(end.memory());
    assertThat(same.state().memoryBytes()).isEqualTo(2 * PAGE).isEqualTo(end.memoryBytes());
    assertThat(same.calls()).isEqualTo(end.calls()).isGreaterThan(303);
    assertThat(same.header().arguments()).containsExactly(Payload.utf8("one"), NO_TEXT);
    assertThat(same.header().stack()).isEqualTo(GuestSchedulers.STACK);
  }

  @Test
  void aReplayThatWaitsForItsLogCanBeStopped() throws Exception {
    recorded(ROLLS);
    byte[] bytes = log.bytes();
    var opened = new AtomicInteger();
    var reads = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var replay =
        Replay.start(
            new Replay.Surroundings(engine, scheduler, personalities, 1L << 30),
            () ->
                opened.incrementAndGet() == 1
                    ? new ByteArrayInputStream(bytes)
                    : new InputStream() {
                      @Override
                      public int read() throws IOException {
                        reads.countDown();
                        try {
                          never.await();
                        } catch (InterruptedException e) {
                          throw new IOException(e);
                        }
                        return -1;
                      }

                      @Override
                      public int read(byte[] into, int from, int length) throws IOException {
                        return read();
                      }
                    },
            (to, body) -> {});
    assertThat(reads.await(30, TimeUnit.SECONDS)).isTrue();

    replay.stop();

    assertThat(replay.result().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isEqualTo(new ReplayResult.Stopped());
    never.countDown();
  }

  @Test
  void twoRunsOfItDifferSoThatTheLogIsWhatMakesThemTheSame() throws Exception {
    recorded(ROLLS);
    var other = new Log();
    end(open(module(ROLLS), other, limits -> limits));

    assertThat(((ReplayResult.Same) replay(other.bytes())).state().memory())
        .isNotEqualTo(whole().memory());
  }

  @Test
  void aTrapIsReachedAgain() throws Exception {
    recorded(
        """
        (func (export "_start")
          (drop (call $random (i32.const 64) (i32.const 8)))
          (drop (i32.load (i32.const -1))))
        """);

    assertThat(replay(log.bytes()))
        .isInstanceOfSatisfying(
            ReplayResult.Same.class,
            same ->
                assertThat(same.ending())
                    .isEqualTo(new Ending.Trapped("out of bounds memory access")));
    assertThat(whole().calls()).isEqualTo(1);
  }

  @Test
  void anExhaustedStackIsReachedAtTheSameCallAgain() throws Exception {
    recorded(
        """
        (func $deeper (param i32) (result i32)
          (drop (call $random (i32.const 64) (i32.const 8)))
          (i32.store (i32.const 128) (local.get 0))
          (i32.add (call $deeper (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
        (func (export "_start")
          (drop (call $deeper (i32.const 1))))
        """);

    var end = whole();
    assertThat(end.calls()).isGreaterThan(24_000);
    assertThat(replay(log.bytes()))
        .isInstanceOfSatisfying(
            ReplayResult.Same.class,
            same -> {
              assertThat(same.ending()).isEqualTo(new Ending.Trapped("call stack exhausted"));
              assertThat(same.state().memory()).isEqualTo(end.memory());
              assertThat(same.calls()).isEqualTo(end.calls());
            });
  }

  @Test
  void aProcessThatIsEndedWhileItWaitsEndsInTheSameMemory() throws Exception {
    var pid =
        open(
            module(
                """
                (func (export "_start")
                  (drop (call $random (i32.const 64) (i32.const 8)))
                  (call $ms (i64.const 3600000)))
                """),
            log,
            limits -> limits);
    until(
        pid,
        row ->
            row.state() instanceof ProcessState.Waiting waits
                && waits.what().contains("time")
                && row.sent() >= 2);

    kernel.end(pid, "the user");

    assertThat(end(pid)).isEqualTo(new Exit.Killed("the user"));
    var end = whole();
    assertThat(replay(log.bytes()))
        .isInstanceOfSatisfying(
            ReplayResult.Same.class,
            same -> {
              assertThat(same.ending()).isEqualTo(new Ending.Killed("the user"));
              assertThat(same.state().memory()).isEqualTo(end.memory());
            });
  }

  @Test
  void aProcessThatIsEndedWhileItComputesIsTheSameAsFarAsItCalled() throws Exception {
    var pid =
        open(
            module(
                """
                (func (export "_start")
                  (drop (call $random (i32.const 64) (i32.const 8)))
                  (loop $spin (br $spin)))
                """),
            log,
            limits -> limits);
    until(
        pid,
        row ->
            row.sent() == 1 && row.state() instanceof ProcessState.Running && row.received() == 1);

    kernel.end(pid, "the user");
    end(pid);

    assertThat(log.end.get(30, TimeUnit.SECONDS)).isEqualTo(new RecordingEnd.EndedBetween(1));
    assertThat(replay(log.bytes()))
        .isInstanceOfSatisfying(
            ReplayResult.SameSoFar.class,
            so -> {
              assertThat(so.calls()).isEqualTo(1);
              assertThat(so.why()).isEqualTo(new ReplayResult.LogEnd.Killed("the user"));
            });
  }

  @Test
  void aLogThatIsCutReplaysToItsLastWholeRecordAndSaysSo() throws Exception {
    recorded(ROLLS);
    byte[] bytes = log.bytes();

    for (int length : new int[] {bytes.length - 1, bytes.length - 400, bytes.length / 2}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThat(replay(cut))
          .as("cut at " + length)
          .isInstanceOfSatisfying(
              ReplayResult.SameSoFar.class,
              so -> assertThat(so.why()).isInstanceOf(ReplayResult.LogEnd.Cut.class));
    }
  }

  @Test
  void memoryThatWasRefusedIsRefusedAgainWhereThereIsPlenty() throws Exception {
    var exit =
        end(
            open(
                module(
                    """
                    (func (export "_start")
                      (call $exit (memory.grow (i32.const 20))))
                    """),
                log,
                limits -> limits.withMemory(4 * PAGE)));

    assertThat(exit).isEqualTo(new Exit.Exited(-1));
    assertThat(replay(log.bytes()))
        .isInstanceOfSatisfying(
            ReplayResult.Same.class,
            same -> assertThat(same.ending()).isEqualTo(new Ending.Exited(-1)));
  }

  @Test
  void theEndOfTheThreadsStackEndsTheRecording() throws Exception {
    try (var overflowing =
        new KernelBuilder(new OverflowingEngine(), GuestSchedulers.best(1), interfaces)
            .personality(wasi)
            .build()) {
      var pid =
          overflowing.open(request(module("(func (export \"_start\"))"), log, limits -> limits));
      overflowing.ended(pid).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    assertThat(log.end.get(30, TimeUnit.SECONDS))
        .isEqualTo(new RecordingEnd.NotRepeatable(0, RecordingEnd.Why.CALL_STACK_EXHAUSTED));
    assertThat(replay(log.bytes())).isInstanceOf(ReplayResult.SameSoFar.class);
  }

  @Test
  void aFullDiskEndsTheRecordingAndNotTheProgram() throws Exception {
    var full =
        new Log() {
          @Override
          public void append(Payload more) throws IOException {
            if (bytes().length > 0) throw new IOException("No space left on device");
            super.append(more);
          }
        };
    var pid = open(module(ROLLS), full, limits -> limits);

    assertThat(end(pid)).isInstanceOf(Exit.Exited.class);
    assertThat(full.end.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            RecordingEnd.NotWritten.class,
            end -> assertThat(end.why()).isEqualTo("No space left on device"));
    assertThat(replay(full.bytes())).isInstanceOf(ReplayResult.SameSoFar.class);
  }

  @Test
  void aSlowDiskMakesTheProgramWaitAndNothingIsLost() throws Exception {
    var gate = new CompletableFuture<Void>();
    var slow =
        new Log() {
          @Override
          public void append(Payload more) throws IOException {
            gate.join();
            super.append(more);
          }
        };
    // 20 MiB of random bytes, more than may be on the way.
    var pid =
        open(
            module(
                """
                (func (export "_start") (local $i i32)
                  (loop $again
                    (drop (call $random (i32.const 0) (i32.const 65000)))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br_if $again (i32.lt_u (local.get $i) (i32.const 320)))))
                """),
            slow,
            limits -> limits);
    until(pid, row -> row.bytesReceived() > Lane.MOST - (1 << 20));
    gate.complete(null);

    assertThat(end(pid)).isEqualTo(new Exit.Exited(0));
    assertThat(replay(slow.bytes())).isInstanceOf(ReplayResult.Same.class);
  }

  @Test
  void aReplayThatDivergesSaysAtWhichCallAndHow() throws Exception {
    recorded(
        """
        (func (export "_start")
          (drop (call $clock (i32.const 1) (i64.const 1) (i32.const 512)))
          (drop (call $random (i32.const 64) (i32.const 8)))
          (drop (call $cancel (i64.load (i32.const 64)))))
        """);

    // Other random bytes than were given: the third call cancels something else.
    byte[] forged =
        forged(
            log.bytes(),
            entry ->
                entry instanceof Entry.Called called
                        && called.result() instanceof Result.Answered(Answer.Success(var body))
                        && body.length() > 8
                    ? new Entry.Called(
                        called.call(),
                        called.digest(),
                        new Result.Answered(new Answer.Success(flipped(body, body.length() - 1))))
                    : entry);

    assertThat(replay(forged))
        .isInstanceOfSatisfying(
            ReplayResult.Diverged.class,
            diverged -> {
              assertThat(diverged.where().number()).isEqualTo(3);
              assertThat(diverged.where().recorded())
                  .isInstanceOfSatisfying(
                      Happening.Called.class,
                      was -> assertThat(was.call()).isInstanceOf(Call.Cancel.class))
                  .isNotEqualTo(diverged.where().came());
            });
  }

  @Test
  void anEndOrAMemoryThatIsAnotherIsADivergenceToo() throws Exception {
    recorded("(func (export \"_start\") (drop (call $random (i32.const 64) (i32.const 8))))");
    byte[] otherEnd =
        forged(
            log.bytes(),
            entry ->
                entry instanceof Entry.End end
                    ? new Entry.End(new Ending.Exited(3), end.state(), end.log())
                    : entry);
    byte[] otherMemory =
        forged(
            log.bytes(),
            entry ->
                entry instanceof Entry.Called called
                        && called.result() instanceof Result.Answered(Answer.Success(var body))
                    ? new Entry.Called(
                        called.call(),
                        called.digest(),
                        new Result.Answered(new Answer.Success(flipped(body, body.length() - 1))))
                    : entry);
    byte[] oneCallLess = forged(log.bytes(), entry -> entry, Entry.Called.class);

    assertThat(replay(otherEnd))
        .isInstanceOfSatisfying(
            ReplayResult.Diverged.class,
            diverged ->
                assertThat(diverged.where())
                    .isEqualTo(
                        new Divergence(
                            2,
                            new Happening.Ended(new Ending.Exited(3)),
                            new Happening.Ended(new Ending.Exited(0)))));
    assertThat(replay(otherMemory))
        .isInstanceOfSatisfying(
            ReplayResult.Diverged.class,
            diverged -> assertThat(diverged.where().came()).isInstanceOf(Happening.Left.class));
    assertThat(replay(oneCallLess))
        .isInstanceOfSatisfying(
            ReplayResult.Diverged.class,
            diverged -> {
              assertThat(diverged.where().number()).isEqualTo(1);
              assertThat(diverged.where().recorded()).isInstanceOf(Happening.Ended.class);
              assertThat(diverged.where().came()).isInstanceOf(Happening.Called.class);
            });
  }

  private static Payload flipped(Payload body, int at) {
    byte[] bytes = body.toByteArray();
    bytes[at] ^= 1;
    return Payload.owning(bytes);
  }

  /** The log with other records and the right checksums. */
  private static byte[] forged(byte[] bytes, UnaryOperator<Entry> change, Class<?>... without)
      throws IOException {
    var out = new Log();
    var writer = new LogWriter(out);
    var reader = new LogReader(new ByteArrayInputStream(bytes));
    while (reader.next() instanceof LogReader.Step.Read(Entry entry)) {
      if (without.length > 0 && without[0].isInstance(entry)) continue;
      Entry other = change.apply(entry);
      writer.write(
          other instanceof Entry.End end
              ? new Entry.End(end.ending(), end.state(), writer.soFar())
              : other);
    }
    writer.flush();
    return out.bytes();
  }

  @Test
  void aChangedLogRunsNothing() throws Exception {
    recorded(ROLLS);
    byte[] bytes = log.bytes();
    for (int at = 0; at < bytes.length; at += 97) {
      byte[] changed = bytes.clone();
      changed[at] ^= 4;
      assertThat(replay(changed)).as("byte " + at).isInstanceOf(ReplayResult.Unreadable.class);
    }
  }

  @Test
  void aLogOfAnotherProgramRunsNothing() throws Exception {
    recorded("(func (export \"_start\"))");
    byte[] forged =
        forged(
            log.bytes(),
            entry ->
                entry instanceof Entry.Module(var piece)
                    ? new Entry.Module(flipped(piece, piece.length() - 1))
                    : entry);

    assertThat(replay(forged))
        .isInstanceOfSatisfying(
            ReplayResult.Unreadable.class,
            bad -> assertThat(bad.why()).isInstanceOf(LogFault.OtherProgram.class));
  }
}
