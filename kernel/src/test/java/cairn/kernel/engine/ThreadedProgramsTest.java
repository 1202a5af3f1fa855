package cairn.kernel.engine;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.Wat;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Programs with threads through the whole kernel, on real carriers. Long, because each case is a
 * program of its own.
 */
@Timeout(120)
final class ThreadedProgramsTest {
  private final Interfaces interfaces = Interfaces.shipped();
  private final Kernel kernel =
      new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), interfaces)
          .personality(new WasiPersonality(interfaces))
          .build();

  @AfterEach
  void close() {
    kernel.close();
  }

  private static final String IMPORTS =
      """
      (import "env" "memory" (memory 1 16 shared))
      (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (func $wait (param $at i32) (param $old i32)
        (drop (memory.atomic.wait32 (local.get $at) (local.get $old) (i64.const -1))))
      (func $wake (param $at i32) (drop (memory.atomic.notify (local.get $at) (i32.const -1))))
      (func $check (param i32) (if (i32.eqz (local.get 0)) (then unreachable)))
      ;; starts a thread with an argument, which has to work
      (func $begin (param i32) (call $check (i32.gt_s (call $spawn (local.get 0)) (i32.const 0))))
      """;

  private static String module(String thread, String start) {
    return "(module "
        + IMPORTS
        + "(func $thread (export \"wasi_thread_start\") (param $tid i32) (param $arg i32) "
        + thread
        + ") (func (export \"_start\") (local $i i32) "
        + start
        + "))";
  }

  private Pid open(String wat) {
    return kernel.open(request(Payload.owning(Wat.compile(wat)), "threaded", allow()));
  }

  private Pid open(String wat, long stacks) {
    var usual = request(Payload.owning(Wat.compile(wat)), "threaded", allow());
    var d = usual.limits();
    return kernel.open(
        new OpenRequest(
            usual.source(),
            usual.name(),
            usual.startup(),
            usual.rules(),
            usual.useStoredGrants(),
            new Limits(
                d.memory(),
                d.tables(),
                d.mailboxMessages(),
                d.mailboxBytes(),
                d.unanswered(),
                d.parked(),
                d.body(),
                d.handles(),
                d.timers(),
                d.logLines(),
                d.module(),
                d.threads(),
                stacks),
            usual.recording()));
  }

  private Exit end(Pid pid) throws Exception {
    return kernel.ended(pid).toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private Exit run(String wat) throws Exception {
    var exit = end(open(wat));
    assertThat(kernel.snapshot().totals().memoryBytes()).as("memory after the end").isZero();
    return exit;
  }

  private KernelSnapshot.OfProcess row(Pid pid) {
    return kernel.snapshot().processes().stream()
        .filter(row -> row.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  private static void until(BooleanSupplier condition) {
    Guests.until(condition);
  }

  @Test
  void aThreadGetsItsNumberAndItsArgumentAndWakesTheFirst() throws Exception {
    var exit =
        run(
            module(
                """
                (i32.store (i32.const 8) (local.get $tid))
                (i32.store (i32.const 12) (local.get $arg))
                (i32.atomic.store (i32.const 0) (i32.const 1))
                (call $wake (i32.const 0))
                """,
                """
                (local.set $i (call $spawn (i32.const 12345)))
                (call $wait (i32.const 0) (i32.const 0))
                (call $check (i32.atomic.load (i32.const 0)))
                (call $check (i32.eq (local.get $i) (i32.load (i32.const 8))))
                (call $check (i32.eq (i32.const 12345) (i32.load (i32.const 12))))
                (call $exit (i32.const 22))
                """));

    assertThat(exit).isEqualTo(new Exit.Exited(22));
  }

  @Test
  void theReturnOfStartEndsThreadsThatSpinOrWait() throws Exception {
    String busy = "(loop $l (br $l))";
    String asleep = "(call $wait (i32.const 0) (i32.const 0)) unreachable";

    for (String thread : new String[] {busy, asleep})
      assertThat(run(module(thread, "(call $begin (i32.const 0)) (call $begin (i32.const 0))")))
          .isEqualTo(new Exit.Exited(0));
  }

  @Test
  void anExitInAThreadEndsTheFirstWhichSpinsOrWaits() throws Exception {
    String busy = "(loop $l (br $l))";
    String asleep = "(call $wait (i32.const 0) (i32.const 0)) unreachable";

    for (String first : new String[] {busy, asleep})
      assertThat(run(module("(call $exit (i32.const 9))", "(call $begin (i32.const 0))" + first)))
          .isEqualTo(new Exit.Exited(9));
  }

  @Test
  void aTrapInAThreadIsTheProcesssAndNamesItsFunctions() throws Exception {
    var exit =
        run(
            module(
                "(drop (i32.load (i32.const -1)))",
                "(call $begin (i32.const 0)) (call $wait (i32.const 0) (i32.const 0))"));

    assertThat(exit).isEqualTo(new Exit.Trapped("out of bounds memory access", List.of("thread")));
  }

  @Test
  void theReturnOfAThreadEndsOnlyItAndMakesRoomForAnother() throws Exception {
    // 200 threads one after the other, each waited for by its mark and by nothing else.
    var exit =
        run(
            module(
                "(i32.atomic.store (i32.const 0) (local.get $arg)) (call $wake (i32.const 0))",
                """
                (local.set $i (i32.const 1))
                (loop $next
                  (loop $again
                    (if (i32.lt_s (call $spawn (local.get $i)) (i32.const 0)) (then (br $again))))
                  (loop $wait
                    (call $wait (i32.const 0) (i32.sub (local.get $i) (i32.const 1)))
                    (br_if $wait (i32.ne (local.get $i) (i32.atomic.load (i32.const 0)))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br_if $next (i32.le_u (local.get $i) (i32.const 200))))
                """));

    assertThat(exit).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void thereAreSixtyFourThreadsAndTheNextIsToTryAgain() throws Exception {
    var exit =
        run(
            module(
                "(call $wait (i32.const 0) (i32.const 0))",
                """
                (local.set $i (i32.const 63))
                (loop $next
                  (call $begin (i32.const 0))
                  (local.set $i (i32.sub (local.get $i) (i32.const 1)))
                  (br_if $next (local.get $i)))
                (call $exit (i32.sub (i32.const 0) (call $spawn (i32.const 0))))
                """));

    assertThat(exit).isEqualTo(new Exit.Exited(6));
  }

  @Test
  void atomicAdditionsOfEightThreadsAreAllCounted() throws Exception {
    // Each width at its own place; 0 counts the threads that are done.
    var exit =
        run(
            module(
                """
                (local $i i32)
                (local.set $i (i32.const 2000))
                (loop $l
                  (drop (i32.atomic.rmw8.add_u (i32.const 8) (i32.const 1)))
                  (drop (i32.atomic.rmw16.add_u (i32.const 12) (i32.const 1)))
                  (drop (i32.atomic.rmw.add (i32.const 16) (i32.const 1)))
                  (drop (i64.atomic.rmw.add (i32.const 24) (i64.const 0x100000001)))
                  (loop $retry
                    (br_if $retry
                      (i32.ne (i32.load (i32.const 32))
                        (i32.atomic.rmw.cmpxchg (i32.const 32) (i32.load (i32.const 32))
                          (i32.add (i32.load (i32.const 32)) (i32.const 0))))))
                  (local.set $i (i32.sub (local.get $i) (i32.const 1)))
                  (br_if $l (local.get $i)))
                (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
                (call $wake (i32.const 0))
                """,
                """
                (local.set $i (i32.const 8))
                (loop $next
                  (call $begin (i32.const 0))
                  (local.set $i (i32.sub (local.get $i) (i32.const 1)))
                  (br_if $next (local.get $i)))
                (loop $wait
                  (local.set $i (i32.atomic.load (i32.const 0)))
                  (if (i32.ne (local.get $i) (i32.const 8))
                    (then (call $wait (i32.const 0) (local.get $i)) (br $wait))))
                (call $check (i32.eq (i32.load8_u (i32.const 8)) (i32.const 128)))
                (call $check (i32.eq (i32.load16_u (i32.const 12)) (i32.const 16000)))
                (call $check (i32.eq (i32.load (i32.const 16)) (i32.const 16000)))
                (call $check (i64.eq (i64.load (i32.const 24)) (i64.const 0x3e8000003e80)))
                """));

    assertThat(exit).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void twoThreadsThatWaitForEachOtherLoseNoWakeUp() throws Exception {
    // The number at 0 goes up by one, odd ones by the thread, even ones by the first.
    String turn =
        """
        (loop $l
          (local.set $i (i32.atomic.load (i32.const 0)))
          (if (i32.lt_u (local.get $i) (i32.const 5000))
            (then
              (if (i32.eq (i32.and (local.get $i) (i32.const 1)) (i32.const %d))
                (then
                  (i32.atomic.store (i32.const 0) (i32.add (local.get $i) (i32.const 1)))
                  (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))
                (else (call $wait (i32.const 0) (local.get $i))))
              (br $l))))
        """;

    assertThat(
            run(
                module(
                    "(local $i i32)" + turn.formatted(0),
                    "(call $begin (i32.const 0))" + turn.formatted(1))))
        .isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aWaitEndsWhenItsTimeIsUpOrTheValueIsAnother() throws Exception {
    var exit =
        run(
            module(
                "",
                """
                (call $check (i32.eq (i32.const 2)
                  (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const 1000000))))
                (call $check (i32.eq (i32.const 2)
                  (memory.atomic.wait64 (i32.const 8) (i64.const 0) (i64.const 0))))
                (call $check (i32.eq (i32.const 1)
                  (memory.atomic.wait32 (i32.const 0) (i32.const 7) (i64.const -1))))
                (call $check (i32.eq (i32.const 1)
                  (memory.atomic.wait64 (i32.const 8) (i64.const 7) (i64.const -1))))
                (call $check (i32.eqz (memory.atomic.notify (i32.const 0) (i32.const 1))))
                """));

    assertThat(exit).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void whatAThreadLetsGrowIsThereForAllAndNothingBeyond() throws Exception {
    var exit =
        run(
            module(
                """
                (call $check (i32.eq (i32.const 1) (memory.grow (i32.const 2))))
                (i32.store (i32.const 196604) (i32.const 77))
                (i32.atomic.store (i32.const 0) (i32.const 1))
                (call $wake (i32.const 0))
                """,
                """
                (call $begin (i32.const 0))
                (call $wait (i32.const 0) (i32.const 0))
                (call $check (i32.eq (i32.load (i32.const 196604)) (i32.const 77)))
                (call $check (i32.eq (memory.size) (i32.const 3)))
                (call $check (i32.eq (i32.const -1) (memory.grow (i32.const 14))))
                (drop (i32.load (i32.const 196605)))
                """));

    assertThat(exit).isEqualTo(new Exit.Trapped("out of bounds memory access", List.of("_start")));
  }

  @Test
  void aProcessWhoseThreadsAllWaitSaysSoAndCanBePausedAndKilled() throws Exception {
    var pid =
        open(
            module(
                "(call $wait (i32.const 0) (i32.const 0))",
                "(call $begin (i32.const 0)) (call $wait (i32.const 4) (i32.const 0))"));

    until(
        () ->
            row(pid).state() instanceof ProcessState.Waiting(var ids, var what, long _)
                && what.equals("another of its threads")
                && ids.isEmpty());
    assertThat(row(pid).threads()).isEqualTo(2);
    kernel.pause(pid);
    assertThat(row(pid).state()).isInstanceOf(ProcessState.Suspended.class);
    kernel.end(pid, "the test");

    assertThat(end(pid)).isEqualTo(new Exit.Killed("the test"));
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
  }

  @Test
  void threadsAreShownWithWhatTheyDoAndTheFunctionsTheyAreIn() throws Exception {
    var pid =
        open(
            module(
                "(call $wait (i32.const 0) (i32.const 0))",
                "(call $begin (i32.const 0)) (loop $l (br $l))"));
    var rows = new ArrayList<KernelSnapshot.OfThread>();
    until(
        () -> {
          rows.clear();
          rows.addAll(kernel.threads(pid));
          return rows.size() == 2
              && rows.get(0).doing().equals("runs")
              && rows.get(1).doing().equals("waits for another thread")
              && !rows.get(1).stack().isEmpty()
              && row(pid).state() instanceof ProcessState.Running;
        });

    assertThat(rows.get(1).stack()).containsExactly("wait", "thread");
    assertThat(rows.get(1).number()).isPositive();
    kernel.end(pid, "the test");
    end(pid);
    assertThat(kernel.threads(pid)).isEmpty();
  }

  @Test
  void stacksThatThreadsPutDownAreCountedAndTooMuchOfThemEndsTheProcess() throws Exception {
    String deep = "(call $deep (i32.const 100))";
    String module =
        module(
            deep,
            """
            (loop $l
              (call $begin (i32.const 0))
              (br_if $l
                (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 20))))
            (call $wait (i32.const 4) (i32.const 0))
            """
                + ") (func $deep (param i32) (if (local.get 0) (then (call $deep (i32.sub (local.get 0)"
                + " (i32.const 1)))) (else (call $wait (i32.const 0) (i32.const 0))))");
    var usual = open(module);
    until(
        () ->
            row(usual).threads() == 21
                && kernel.threads(usual).stream().allMatch(ThreadedProgramsTest::isDown));
    long all = row(usual).stackBytes();
    assertThat(all).isGreaterThan(20 * 100 * 16);
    assertThat(all).isEqualTo(kernel.snapshot().totals().stackBytes());
    kernel.end(usual, "the test");
    end(usual);
    until(() -> kernel.snapshot().totals().stackBytes() == 0);

    var narrow = open(module, all / 2);

    assertThat(end(narrow))
        .isInstanceOfSatisfying(
            Exit.Trapped.class,
            trap ->
                assertThat(trap.reason())
                    .isEqualTo("The stacks of its threads take more memory than they may."));
    assertThat(row(narrow).limitHits()).containsKey(Limit.STACKS);
    until(() -> kernel.snapshot().totals().stackBytes() == 0);
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
  }

  private static boolean isDown(KernelSnapshot.OfThread thread) {
    return thread.stackBytes() > 0 && thread.doing().equals("waits for another thread");
  }

  @Test
  void aPausedProcesssThreadsUseNoTimeAndGoOn() throws Exception {
    String spin = "(loop $l (br_if $l (i32.eqz (i32.atomic.load (i32.const 0)))))";
    var pid = open(module(spin, "(call $begin (i32.const 0))" + spin));
    until(() -> row(pid).threads() == 2 && row(pid).cpuNanos() > 1_000_000);

    kernel.pause(pid);

    until(
        () -> {
          long before = row(pid).cpuNanos();
          // A round trip of another process: time in which a spinning thread would have run.
          try {
            run("(module (func (export \"_start\")))");
          } catch (AssertionError ofTheOthersMemory) {
            // There is another process.
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return row(pid).cpuNanos() == before;
        });
    kernel.resume(pid);
    long paused = row(pid).cpuNanos();
    until(() -> row(pid).cpuNanos() > paused);
    kernel.end(pid, "the test");
    end(pid);
  }

  @Test
  void segmentsAreWrittenOnceAndEachThreadHasItsOwnPassiveOnes() throws Exception {
    var exit =
        run(
            "(module "
                + IMPORTS
                + """
                (data (i32.const 64) "active")
                (data $p "passive")
                (func $thread (export "wasi_thread_start") (param i32 i32)
                  ;; the first one has dropped its own
                  (memory.init $p (i32.const 128) (i32.const 0) (i32.const 7))
                  (i32.atomic.store (i32.const 0) (i32.const 1))
                  (call $wake (i32.const 0)))
                (func (export "_start")
                  (i32.store8 (i32.const 64) (i32.const 65))
                  (data.drop $p)
                  (call $begin (i32.const 0))
                  (call $wait (i32.const 0) (i32.const 0))
                  (call $check (i32.eq (i32.load8_u (i32.const 64)) (i32.const 65)))
                  (call $check (i32.eq (i32.load8_u (i32.const 128)) (i32.const 112)))))
                """);

    assertThat(exit).isEqualTo(new Exit.Exited(0));
  }

  @Test
  void aWaitInAMemoryThatIsNotSharedIsATrapAndSoIsNotifyingAnOddAddress() throws Exception {
    assertThat(
            run(
                "(module (memory 1) (func (export \"_start\") (drop (memory.atomic.wait32 (i32.const"
                    + " 0) (i32.const 0) (i64.const 1)))))"))
        .isEqualTo(new Exit.Trapped("expected shared memory", List.of("_start")));
    assertThat(run(module("", "(drop (memory.atomic.notify (i32.const 2) (i32.const 1)))")))
        .isEqualTo(new Exit.Trapped("unaligned atomic", List.of("_start")));
  }

  @Test
  void aProgramWithoutSharedMemoryOrWithoutTheExportGetsNoThread() throws Exception {
    String spawn = "(import \"wasi\" \"thread-spawn\" (func $spawn (param i32) (result i32)))";
    String exit = "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func $exit (param i32)))";
    String start =
        "(func (export \"_start\") (call $exit (i32.sub (i32.const 0) (call $spawn (i32.const"
            + " 0)))))";

    assertThat(
            run(
                "(module "
                    + spawn
                    + exit
                    + "(memory 1) (func (export \"wasi_thread_start\") (param i32 i32))"
                    + start
                    + ")"))
        .isEqualTo(new Exit.Exited(58));
    assertThat(run("(module " + spawn + exit + "(memory 1 1 shared)" + start + ")"))
        .isEqualTo(new Exit.Exited(58));
  }
}
