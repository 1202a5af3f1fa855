package cairn.kernel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.engine.Engine.Outcome.Exited;
import cairn.kernel.engine.HostFunction.WasmType;
import cairn.kernel.schedule.GuestThread;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for guests that run. Long, because each case is a program of its own. */
@Timeout(120)
final class RunningGuestsTest {
  private final Guests guests = new Guests();

  @AfterEach
  void close() {
    guests.close();
  }

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final String SPIN = "(module (func (export \"_start\") (loop $l (br $l))))";

  @Test
  void aGuestThatReturnsHasExitedWithZero() {
    assertThat(guests.run("(module (func (export \"_start\")))")).isEqualTo(new Exited(0));
  }

  @Test
  void theStartFunctionRunsFirstAndOnTheGuestsOwnThread() {
    var threads = new ArrayList<GuestThread>();
    guests.offer(
        "test",
        "here",
        (memory, arguments) -> {
          threads.add(GuestThread.current());
          return 0;
        });

    guests.run(
        "(module (import \"test\" \"here\" (func $here)) (func $begin (call $here)) (start $begin)"
            + " (func (export \"_start\") (call $here)))");

    assertThat(threads).hasSize(2);
  }

  @Test
  void aFunctionWithoutANameStandsForStartAndRunsAfterInitialize() {
    var seen = guests.seen();

    assertThat(
            guests.run(
                """
                (module (import "test" "seen" (func $seen (param i64))) (memory 1)
                  (global $begun (mut i64) (i64.const 1))
                  (func (export "_initialize") (global.set $begun (i64.const 42)))
                  (func (export "") (call $seen (global.get $begun))))
                """))
        .isEqualTo(new Exited(0));

    assertThat(seen).hasValue(42);
  }

  @Test
  void whereThereIsAStartItAloneIsCalled() {
    var seen = guests.seen();

    assertThat(
            guests.run(
                """
                (module (import "test" "seen" (func $seen (param i64))) (memory 1)
                  (func (export "_initialize") unreachable)
                  (func (export "") unreachable)
                  (func (export "_start") (call $seen (i64.const 7))))
                """))
        .isEqualTo(new Exited(0));

    assertThat(seen).hasValue(7);
  }

  @Test
  void aStartFunctionThatTrapsIsTheGuestsTrap() {
    var trap =
        guests.trap("(module (func $begin unreachable) (start $begin) (func (export \"_start\")))");

    assertThat(trap.reason()).isEqualTo("unreachable");
    assertThat(trap.stack()).containsExactly("begin");
  }

  @Test
  void trapsSayWhatHappenedAndWhere() {
    assertTrap("(unreachable)", "unreachable");
    assertTrap("(drop (i32.div_s (i32.const 1) (local.get 0)))", "integer divide by zero");
    assertTrap("(drop (i32.rem_u (i32.const 1) (local.get 0)))", "integer divide by zero");
    assertTrap(
        "(drop (i64.div_u (i64.const 1) (i64.extend_i32_u (local.get 0))))",
        "integer divide by zero");
    assertTrap(
        "(drop (i32.div_s (i32.const 0x80000000) (i32.sub (local.get 0) (i32.const 1))))",
        "integer overflow");
    assertTrap("(drop (i32.trunc_f32_s (f32.const nan)))", "invalid conversion to integer");
    assertTrap("(drop (i32.load (i32.const 65533)))", "out of bounds memory access");
    assertTrap("(call_indirect (i32.const 9))", "undefined element");
    assertTrap("(call_indirect (i32.const 1))", "uninitialized element");
    assertTrap("(drop (call_indirect (result i32) (i32.const 0)))", "indirect call type mismatch");
    assertTrap(
        "(memory.fill (i32.const 65000) (i32.const 1) (i32.const 1000))",
        "out of bounds memory access");
    assertTrap(
        "(memory.init 0 (i32.const 0) (i32.const 2) (i32.const 5))", "out of bounds memory access");
    assertTrap("(table.set 0 (i32.const 7) (ref.null func))", "out of bounds table access");
  }

  private void assertTrap(String body, String reason) {
    var trap =
        guests.trap(
            "(module (memory 1) (table 2 funcref) (elem (i32.const 0) $inner) (data \"abc\") (func"
                + " $inner (local i32) "
                + body
                + ") (func $outer (call $inner)) (func (export \"_start\") (call $outer)))");
    assertThat(trap.reason()).as(body).isEqualTo(reason);
    assertThat(trap.stack()).as(body).containsExactly("inner", "outer", "_start");
  }

  @Test
  void deepRecursionEndsOnlyTheGuestThatDoesIt() {
    var trap =
        guests.trap(
            "(module (func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $deep"
                + " (local.get 0)))) (func (export \"_start\") (drop (call $deep (i32.const 1)))))");

    assertThat(trap.reason()).startsWith("call stack exhausted");
    assertThat(trap.stack()).hasSizeBetween(10, 64).startsWith("deep", "deep");
    assertThat(guests.run("(module (func (export \"_start\")))")).isEqualTo(new Exited(0));
  }

  @Test
  void anEndlessLoopCanBeKilledPausedAndResumed() {
    var running = guests.start(guests.guest(SPIN));
    Guests.until(() -> running.thread().cpuNanos() > 1_000_000);

    running.thread().pause();
    Guests.until(
        () -> {
          long before = running.thread().cpuNanos();
          guests.run("(module (func (export \"_start\")))");
          return running.thread().cpuNanos() == before;
        });
    long paused = running.thread().cpuNanos();
    running.thread().resume();
    Guests.until(() -> running.thread().cpuNanos() > paused);
    running.thread().kill();
    Guests.until(running.thread()::isDone);

    assertThat(running.outcome().get()).isNull();
  }

  // Without polls each of these straight lines would run for a minute.
  @Test
  void instructionsOverWholeMemoriesAndTablesCanBeKilledInTheirMidst() {
    var begun = new AtomicBoolean();
    guests.functions.add(
        new HostFunction(
            "test",
            "begun",
            List.of(),
            List.of(),
            (memory, arguments) -> {
              begun.set(true);
              return 0;
            }));
    var bulk =
        List.of(
            "(memory.fill (i32.const 0) (i32.const 7) (i32.const 0x3f00000))",
            "(memory.copy (i32.const 0) (i32.const 1) (i32.const 0x3f00000))",
            "(memory.copy (i32.const 1) (i32.const 0) (i32.const 0x3f00000))",
            "(table.fill (i32.const 0) (ref.null func) (i32.const 1000000))",
            "(table.copy (i32.const 0) (i32.const 1) (i32.const 999999))",
            "(table.copy (i32.const 1) (i32.const 0) (i32.const 999999))",
            "(drop (table.grow (ref.null func) (i32.const 1)))");
    for (String one : bulk) {
      guests.purse = new Guests.Purse(Guests.LIMIT);
      var running =
          guests.start(
              guests.guest(
                  "(module (import \"test\" \"begun\" (func $begun)) (memory 1010) (table 1000000 funcref) (func (export \"_start\") (call $begun) "
                      + one.repeat(30_000)
                      + "))"));
      Guests.until(begun::get);
      long before = running.thread().cpuNanos();
      Guests.until(() -> running.thread().cpuNanos() > before + 10_000_000);

      running.thread().kill();

      Guests.until(running.thread()::isDone);
      assertThat(running.outcome().get()).as(one).isNull();
      begun.set(false);
    }
  }

  @Test
  void bulkInstructionsInPiecesDoWhatTheyDoInOne() {
    var seen = new ArrayList<Long>();
    guests.functions.add(
        new HostFunction(
            "test",
            "seen",
            List.of(WasmType.I64),
            List.of(),
            (memory, arguments) -> {
              seen.add(arguments[0]);
              return 0;
            }));

    guests.run(
        """
        (module (import "test" "seen" (func $seen (param i64))) (memory 8)
          (func (export "_start") (local $i i32)
            (loop $l
              (i32.store (local.get $i) (i32.mul (local.get $i) (i32.const 0x9e3779b1)))
              (local.set $i (i32.add (local.get $i) (i32.const 4)))
              (br_if $l (i32.lt_u (local.get $i) (i32.const 400000))))
            (memory.copy (i32.const 70000) (i32.const 4) (i32.const 300000))
            (call $seen (i64.extend_i32_u (i32.load (i32.const 369996))))
            (call $seen (i64.extend_i32_u (i32.load (i32.const 70000))))
            (memory.copy (i32.const 8) (i32.const 70000) (i32.const 300000))
            (call $seen (i64.extend_i32_u (i32.load (i32.const 8))))
            (call $seen (i64.extend_i32_u (i32.load (i32.const 300004))))
            (memory.fill (i32.const 5) (i32.const 0xab) (i32.const 200001))
            (call $seen (i64.extend_i32_u (i32.load8_u (i32.const 4))))
            (call $seen (i64.extend_i32_u (i32.load8_u (i32.const 5))))
            (call $seen (i64.extend_i32_u (i32.load8_u (i32.const 200005))))
            (call $seen (i64.extend_i32_u (i32.load8_u (i32.const 200006))))))
        """);

    byte[] model = new byte[512 << 10];
    for (int i = 0; i < 400_000; i += 4) INT.set(model, i, i * 0x9e3779b1);
    var expected = new ArrayList<Long>();
    System.arraycopy(model, 4, model, 70_000, 300_000);
    expected.add((int) INT.get(model, 369_996) & 0xffff_ffffL);
    expected.add((int) INT.get(model, 70_000) & 0xffff_ffffL);
    System.arraycopy(model, 70_000, model, 8, 300_000);
    expected.add((int) INT.get(model, 8) & 0xffff_ffffL);
    expected.add((int) INT.get(model, 300_004) & 0xffff_ffffL);
    Arrays.fill(model, 5, 200_006, (byte) 0xab);
    for (int at : new int[] {4, 5, 200_005, 200_006}) expected.add(model[at] & 0xffL);
    assertThat(seen).containsExactlyElementsOf(expected);
  }

  @Test
  void framesWithManyLocalsCannotTakeTheHeap() {
    String locals = "i64 ".repeat(40_000);
    var trap =
        guests.trap(
            "(module (func $deep (param i32) (result i32) (local "
                + locals
                + ") (call $deep (local.get 0))) (func (export \"_start\") (drop (call $deep"
                + " (i32.const 1)))))");

    assertThat(trap.reason()).startsWith("call stack exhausted");
  }

  @Test
  void noKindOfLoopCanRunForEver() {
    for (String loop :
        List.of(
            "(loop $l (br_if $l (i32.const 1)))",
            "(loop $l (br_table $l $l (i32.const 0)))",
            "(loop $l (if (i32.const 1) (then (br $l))))",
            "(call $again)",
            "(return_call $again)")) {
      var running =
          guests.start(
              guests.guest(
                  "(module (func $again (return_call $again)) (func (export \"_start\") "
                      + loop
                      + "))"));
      Guests.until(() -> running.thread().cpuNanos() > 1_000_000);

      running.thread().kill();

      Guests.until(running.thread()::isDone);
    }
  }

  @Test
  void manySpinningGuestsLeaveRoomForOthersAndCanAllBeKilled() {
    var hogs = new ArrayList<Guests.Running>();
    for (int i = 0; i < 12; i++) hogs.add(guests.start(guests.guest(SPIN)));

    assertThat(guests.run("(module (func (export \"_start\")))")).isEqualTo(new Exited(0));

    hogs.forEach(hog -> hog.thread().kill());
    Guests.until(() -> hogs.stream().allMatch(hog -> hog.thread().isDone()));
  }

  @Test
  void preemptedGuestsComputeTheRightResults() {
    var seen = new ConcurrentLinkedQueue<Long>();
    guests.functions.add(
        new HostFunction(
            "test",
            "seen",
            List.of(WasmType.I64),
            List.of(),
            (memory, arguments) -> {
              seen.add(arguments[0]);
              return 0;
            }));
    int rounds = 1_000_000;
    var wat =
        """
        (module (import "test" "seen" (func $seen (param i64))) (memory 1)
          (func $step (param i64) (result i64) (i64.mul (local.get 0) (i64.const 31)))
          (func (export "_start") (local $i i32)
            (loop $l
              (i64.store (i32.const 16)
                (i64.add (call $step (i64.load (i32.const 16))) (i64.extend_i32_u (local.get $i))))
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (br_if $l (i32.lt_u (local.get $i) (i32.const ROUNDS))))
            (call $seen (i64.load (i32.const 16)))))
        """
            .replace("ROUNDS", "" + rounds);
    long expected = 0;
    for (int i = 0; i < rounds; i++) expected = expected * 31 + i;

    var running = new ArrayList<Guests.Running>();
    for (int i = 0; i < 8; i++) running.add(guests.start(guests.guest(wat)));
    Guests.until(() -> running.stream().allMatch(r -> r.thread().isDone()));

    assertThat(seen).hasSize(8).containsOnly(expected);
  }

  @Test
  void hostFunctionsGetArgumentsAndGiveResultsOfEveryType() {
    var seen = guests.seen();
    guests.functions.add(
        new HostFunction(
            "test",
            "mix",
            List.of(WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64),
            List.of(WasmType.I32),
            (memory, a) ->
                (long)
                    ((int) a[0]
                        + a[1]
                        + Float.intBitsToFloat((int) a[2])
                        + Double.longBitsToDouble(a[3]))));

    guests.run(
        """
        (module (import "test" "mix" (func $mix (param i32 i64 f32 f64) (result i32)))
          (import "test" "seen" (func $seen (param i64)))
          (func (export "_start")
            (call $seen (i64.extend_i32_s
              (call $mix (i32.const -5) (i64.const -70) (f32.const 2.5) (f64.const 0.5))))))
        """);

    assertThat(seen).hasValue(-72);
  }

  @Test
  void anExitHasItsCode() {
    guests.offer(
        "test",
        "exit",
        (memory, arguments) -> {
          throw new GuestExit(42);
        });

    assertThat(
            guests.run(
                "(module (import \"test\" \"exit\" (func $exit)) (func $f (call $exit)) (func"
                    + " (export \"_start\") (call $f) unreachable))"))
        .isEqualTo(new Exited(42));
  }

  @Test
  void aFaultInAHostCallIsATrapWithItsSentenceAndTheGuestsStack() {
    guests.offer(
        "test",
        "fault",
        (memory, arguments) -> {
          memory.i64(memory.size() - 7);
          return 0;
        });

    var trap =
        guests.trap(
            "(module (import \"test\" \"fault\" (func $fault)) (memory 1) (func $f (call $fault))"
                + " (func (export \"_start\") (call $f)))");

    assertThat(trap.reason())
        .isEqualTo("it passed a pointer to 8 bytes at 65529, and its memory ends at 65536");
    assertThat(trap.stack()).containsExactly("f", "_start");
  }

  @Test
  void aBugInAHostFunctionEndsTheGuestAndIsNotItsFault() {
    guests.offer(
        "test",
        "bug",
        (memory, arguments) -> {
          throw new IllegalStateException("expected by this test");
        });

    var trap =
        guests.trap(
            "(module (import \"test\" \"bug\" (func $bug)) (func (export \"_start\") (call $bug)))");

    assertThat(trap.reason()).isEqualTo("Cairn itself failed in test.bug");
  }

  @Test
  void aGuestParkedInAHostCallCanBeKilled() {
    guests.offer(
        "test",
        "wait",
        (memory, arguments) -> {
          while (true) GuestThread.current().park();
        });
    var running =
        guests.start(
            guests.guest(
                "(module (import \"test\" \"wait\" (func $wait)) (func (export \"_start\") (call"
                    + " $wait)))"));
    Guests.until(() -> !running.thread().stack().isEmpty());

    running.thread().kill();

    Guests.until(running.thread()::isDone);
    assertThat(running.outcome().get()).isNull();
  }

  @Test
  void twoGuestsTalkThroughParkedHostCalls() {
    var mailboxes = List.of(new Mailbox(), new Mailbox());
    for (int i = 0; i < 2; i++) {
      var mine = mailboxes.get(i);
      var other = mailboxes.get(1 - i);
      guests.functions.clear();
      guests.functions.add(
          new HostFunction(
              "test",
              "send",
              List.of(WasmType.I64),
              List.of(),
              (memory, arguments) -> {
                other.put(arguments[0]);
                return 0;
              }));
      guests.functions.add(
          new HostFunction(
              "test",
              "take",
              List.of(),
              List.of(WasmType.I64),
              (memory, arguments) -> mine.take()));
      var guest =
          guests.guest(
              """
              (module (import "test" "send" (func $send (param i64)))
                (import "test" "take" (func $take (result i64)))
                (func (export "_start") (local $n i64)
                  (loop $l
                    (call $send (i64.add (local.get $n) (i64.const 1)))
                    (local.set $n (call $take))
                    (br_if $l (i64.lt_u (local.get $n) (i64.const 3000))))
                  (call $send (i64.const 9999))))
              """);
      mine.owner = guests.start(guest).thread();
    }

    Guests.until(() -> mailboxes.stream().allMatch(m -> m.owner != null && m.owner.isDone()));
  }

  /** Values for one guest. */
  private static final class Mailbox {
    private final ConcurrentLinkedQueue<Long> values = new ConcurrentLinkedQueue<>();
    volatile @Nullable GuestThread owner;

    void put(long value) {
      values.add(value);
      var reader = owner;
      if (reader != null) reader.unpark();
    }

    long take() {
      owner = GuestThread.current();
      while (true) {
        var value = values.poll();
        if (value != null) return value;
        GuestThread.current().park();
      }
    }
  }

  @Test
  void memoryGrowsOnlyAsFarAsTheLedgerGoes() {
    var seen = guests.seen();
    guests.purse = new Guests.Purse(20 * Guests.MIB);
    var guest =
        guests.guest(
            """
            (module (import "test" "seen" (func $seen (param i64))) (memory 1)
              (func (export "_start") (local $last i32)
                (loop $l
                  (local.set $last (memory.grow (i32.const 64)))
                  (br_if $l (i32.ge_s (local.get $last) (i32.const 0))))
                (i32.store (i32.sub (i32.mul (memory.size) (i32.const 65536)) (i32.const 4))
                  (i32.const 7))
                (call $seen (i64.extend_i32_u (memory.size)))))
            """);

    assertThat(guests.run(guest)).isEqualTo(new Exited(0));

    assertThat(seen.get() << 16).isBetween(16 * Guests.MIB, 20 * Guests.MIB);
    assertThat(guest.memoryBytes()).isPositive().isLessThanOrEqualTo(guests.purse.taken.get());
    guest.release();
    guest.release();
    assertThat(guests.purse.taken).hasValue(0);
    assertThat(guest.memoryBytes()).isZero();
  }

  @Test
  void aReleasedMemoryIsGivenBackAtOnceAndReadsAsZeros() {
    var guest =
        guests.guest(
            "(module (memory 1) (func (export \"_start\") (i32.store (i32.const 8) (i32.const"
                + " 77))))");
    guests.run(guest);
    assertThat(guest.memory().i32(8)).isEqualTo(77);

    guest.release();

    assertThat(guest.memory().i32(8)).isZero();
  }

  @Test
  void tablesGrowOnlyAsFarAsTheLedgerGoes() {
    var seen = guests.seen();
    guests.purse = new Guests.Purse(4 * Guests.MIB);

    guests.run(
        """
        (module (import "test" "seen" (func $seen (param i64))) (table 1 funcref)
          (func (export "_start")
            (loop $l
              (br_if $l (i32.ge_s
                (table.grow 0 (ref.null func) (i32.const 100000)) (i32.const 0))))
            (drop (table.grow 0 (ref.null func) (i32.const 0x7fffffff)))
            (call $seen (i64.extend_i32_u (table.size 0)))))
        """);

    assertThat(seen).hasValue(500_001);
    assertThat(guests.purse.taken.get()).isGreaterThan(500_000L * 8);
  }

  @Test
  void instancesShareNothing() {
    var seen = guests.seen();
    var wat =
        """
        (module (import "test" "seen" (func $seen (param i64))) (memory 1) (table 1 funcref)
          (global $g (mut i32) (i32.const 0)) (data $d "xyz")
          (func (export "_start")
            (global.set $g (i32.add (global.get $g) (i32.const 1)))
            (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
            (drop (table.grow 0 (ref.null func) (i32.const 5)))
            (memory.init $d (i32.const 8) (i32.const 0) (i32.const 3))
            (data.drop $d)
            (call $seen (i64.extend_i32_u (i32.add (table.size 0)
              (i32.mul (i32.const 100) (i32.add (global.get $g) (i32.load (i32.const 0)))))))))
        """;

    for (int i = 0; i < 3; i++) {
      assertThat(guests.run(wat)).isEqualTo(new Exited(0));
      assertThat(seen).hasValue(206);
    }
  }

  @Test
  void sharedMemoryAndAtomicsWorkForOneThread() {
    var seen = guests.seen();

    guests.run(
        """
        (module (import "test" "seen" (func $seen (param i64))) (memory 1 2 shared)
          (func (export "_start")
            (i32.atomic.store (i32.const 8) (i32.const 40))
            (drop (i32.atomic.rmw.add (i32.const 8) (i32.const 3)))
            (drop (i32.atomic.rmw8.xor_u (i32.const 8) (i32.const 1)))
            (drop (i32.atomic.rmw.cmpxchg (i32.const 8) (i32.const 42) (i32.const 77)))
            (atomic.fence)
            (call $seen (i64.add
              (i64.mul (i64.const 1000) (i64.extend_i32_u
                (memory.atomic.wait32 (i32.const 8) (i32.const 77) (i64.const 5))))
              (i64.atomic.load32_u (i32.const 8))))))
        """);

    assertThat(seen).hasValue(2077);
  }
}
