package cairn.kernel;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The interface {@code threads} as messages of a program in WebAssembly: what it answers, and what
 * it makes of arguments that no good program would give. Each program ends with the first bytes of
 * what it was told as its exit code. Long, because the programs stand beside what they show.
 */
@Timeout(120)
final class ThreadsMessagesTest {
  private static final Interfaces SHIPPED = Interfaces.shipped();
  private static final Definition THREADS = SHIPPED.shipped("threads").definition();

  /** The byte after the head of an error answer; nothing follows it. */
  private static final int ERROR = 1;

  private final Kernel kernel =
      new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), SHIPPED)
          .personality(new WasiPersonality(SHIPPED))
          .build();

  @AfterEach
  void close() {
    kernel.close();
  }

  // ---- what a program says, and what it is told

  private static Payload call(String message, Value... arguments) {
    return MessageCodec.encodeCall(THREADS.message(message).orElseThrow(), List.of(arguments));
  }

  private static Payload spawn(long function, long argument) {
    return call("spawn", Value.named("some", Value.unsigned(function)), Value.unsigned(argument));
  }

  private static Payload waitAt(long address, long expected) {
    return call("wait", Value.unsigned(address), Value.unsigned(expected), Value.named("none"));
  }

  private static Payload waitAt(long address, long expected, long nanos) {
    return call(
        "wait",
        Value.unsigned(address),
        Value.unsigned(expected),
        Value.named("some", Value.unsigned(nanos)));
  }

  private static Payload wakeAt(long address, long most) {
    return call("wake", Value.unsigned(address), Value.unsigned(most));
  }

  /** What the program's exit code is when it was told this. */
  private static int told(String message, Value answer) {
    var body =
        MessageCodec.encodeAnswer(THREADS.message(message).orElseThrow(), answer).toByteArray();
    int code = 0;
    for (int i = 0; i < Math.min(3, body.length); i++) code |= (body[i] & 0xff) << (8 * (i + 1));
    return code;
  }

  private static int refused(String why) {
    return told("spawn", Value.err(why));
  }

  private static int woken(int count) {
    return told("wake", Value.unsigned(count));
  }

  private static final String SHARED = "(memory 1 2 shared)";

  /**
   * A program that sends {@code asks}, one after the other, when {@code (call $ask N)} says so;
   * {@code $ask} waits and answers what came, {@code $send} answers the id's address.
   */
  private static Payload program(String memory, String functions, Payload... asks) {
    var wat =
        new StringBuilder(
            """
            (module
              (import "cairn" "emit_message"
                (func $emit (param i32 i32 i32 i64 i32) (result i32)))
              (import "cairn" "next_message"
                (func $next (param i32 i32 i32 i32 i64) (result i32)))
              (import "cairn" "cancel_message" (func $cancel (param i64) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
            """);
    wat.append(memory)
        .append("(data (i32.const 1024) \"")
        .append(escaped(THREADS.id().hash().toByteArray()));
    wat.append("\")");
    for (int i = 0; i < asks.length; i++) {
      int at = 2048 + 64 * i;
      wat.append("(data (i32.const %d) \"%s\")".formatted(at, escaped(asks[i].toByteArray())));
      wat.append(
          "(data (i32.const %d) \"%s\")".formatted(4096 + 8 * i, words(at, asks[i].length())));
    }
    wat.append(
        """
          (func $send (param $n i32) (result i32) (local $id i32)
            (local.set $id (i32.add (i32.const 8192) (i32.shl (local.get $n) (i32.const 3))))
            (if (call $emit (i32.const 1024)
                  (i32.add (i32.const 4096) (i32.shl (local.get $n) (i32.const 3)))
                  (i32.const 1) (i64.const 1) (local.get $id))
              (then unreachable))
            (local.get $id))
          (func $take (param $n i32) (result i32) (local $out i32)
            (local.set $out (i32.add (i32.const 16384) (i32.shl (local.get $n) (i32.const 6))))
            (drop (call $next (i32.add (i32.const 8192) (i32.shl (local.get $n) (i32.const 3)))
              (i32.const 1) (local.get $out) (i32.const 64) (i64.const 1)))
            (i32.load offset=13 (local.get $out)))
          (func $ask (param i32) (result i32)
            (drop (call $send (local.get 0)))
            (call $take (local.get 0)))
        """);
    return Payload.owning(Wat.compile(wat.append(functions).append(")").toString()));
  }

  private static String escaped(byte[] bytes) {
    return HexFormat.ofDelimiter("").withPrefix("\\").formatHex(bytes);
  }

  private static String words(int first, int second) {
    return escaped(new byte[] {(byte) first, (byte) (first >> 8), 0, 0, (byte) second, 0, 0, 0});
  }

  private static String start(String code) {
    return "(func (export \"_start\") (local $i i32)" + code + ")";
  }

  /** Asks one thing and ends with what it is told. */
  private static final String ASKS = start("(call $exit (call $ask (i32.const 0)))");

  private int run(Payload module) throws Exception {
    return run(module, Limits.DEFAULT);
  }

  private int run(Payload module, Limits limits) throws Exception {
    var usual = request(module, "threaded", allow());
    var pid =
        kernel.open(
            new OpenRequest(
                usual.source(),
                usual.name(),
                usual.startup(),
                usual.rules(),
                usual.useStoredGrants(),
                limits,
                usual.recording()));
    var exit = kernel.ended(pid).toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(exit).isInstanceOf(Exit.Exited.class);
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
    return ((Exit.Exited) exit).code();
  }

  private static Limits limits(int timers, int threads) {
    var d = Limits.DEFAULT;
    return new Limits(
        d.memory(),
        d.tables(),
        d.mailboxMessages(),
        d.mailboxBytes(),
        d.unanswered(),
        d.parked(),
        d.body(),
        d.handles(),
        timers,
        d.logLines(),
        d.module(),
        threads,
        d.stacks());
  }

  // ---- spawn: a function of a table

  private static final String TABLE =
      """
      (table 8 funcref)
      (func $store (param i32)
        (i32.store (i32.const 4) (local.get 0))
        (i32.atomic.store (i32.const 0) (i32.const 1))
        (drop (memory.atomic.notify (i32.const 0) (i32.const -1))))
      (func $nothing)
      (func $answers (param i32) (result i32) (local.get 0))
      (func $long (param i64))
      (elem (i32.const 1) $store $nothing $answers $long $exit)
      """;

  @Test
  void aFunctionOfTheTableRunsWithItsArgument() throws Exception {
    assertThat(
            run(
                program(
                    SHARED,
                    TABLE
                        + start(
                            """
                            (if (i32.and (call $ask (i32.const 0)) (i32.const 0xffff))
                              (then unreachable))
                            (drop (memory.atomic.wait32
                              (i32.const 0) (i32.const 0) (i64.const -1)))
                            (call $exit (i32.load (i32.const 4)))
                            """),
                    spawn(1, 77))))
        .isEqualTo(77);
  }

  @Test
  void whatIsNoFunctionOfOneNumberIsRefused() throws Exception {
    // An empty place, no parameter, a result, a parameter of 64 bits, a function of the host, the
    // first place past the table, and the largest index.
    for (long index : new long[] {0, 2, 3, 4, 5, 8, 0xffff_ffffL, 0x8000_0000L})
      assertThat(run(program(SHARED, TABLE + ASKS, spawn(index, 1))))
          .as("index " + index)
          .isEqualTo(refused("no-function"));
  }

  @Test
  void aProgramWithoutATableHasNoFunctionToStart() throws Exception {
    assertThat(run(program(SHARED, ASKS, spawn(0, 1)))).isEqualTo(refused("no-function"));
    assertThat(run(program(SHARED, "(table 2 externref)" + ASKS, spawn(0, 1))))
        .isEqualTo(refused("no-function"));
  }

  @Test
  void whatTheFirstThreadPutsIntoItsTableIsItsOwn() throws Exception {
    String put =
        "(table.set (i32.const 7) (table.get (i32.const 1)))"
            + "(call $exit (call $ask (i32.const 0)))";

    assertThat(run(program(SHARED, TABLE + start(put), spawn(7, 1))))
        .isEqualTo(refused("no-function"));
  }

  @Test
  void withoutTheExportOfWasiOrASharedMemoryNothingIsStarted() throws Exception {
    var ofWasi = call("spawn", Value.named("none"), Value.unsigned(1));

    assertThat(run(program(SHARED, TABLE + ASKS, ofWasi))).isEqualTo(refused("no-function"));
    assertThat(run(program("(memory 1)", TABLE + ASKS, spawn(1, 1))))
        .isEqualTo(refused("not-shared"));
  }

  @Test
  void moreThreadsThanAllowedAreRefused() throws Exception {
    assertThat(run(program(SHARED, TABLE + ASKS, spawn(1, 1)), limits(10, 1)))
        .isEqualTo(refused("too-many"));
  }

  // ---- wait and wake

  @Test
  void aWaitIsAnsweredAtOnceWhenAnotherValueStandsThere() throws Exception {
    assertThat(run(program(SHARED, ASKS, waitAt(0, 1))))
        .isEqualTo(told("wait", Value.named("not-equal")));
  }

  @Test
  void aWaitIsAnsweredWhenItsTimeIsUp() throws Exception {
    for (long nanos : new long[] {0, 1, 1_000_000})
      assertThat(run(program(SHARED, ASKS, waitAt(0, 0, nanos))))
          .isEqualTo(told("wait", Value.named("timed-out")));
  }

  @Test
  void aWaitIsAnsweredWhenTheInstructionWakesItsAddress() throws Exception {
    for (var asked : List.of(waitAt(64, 0), waitAt(64, 0, -1), waitAt(64, 0, Long.MAX_VALUE)))
      assertThat(
              run(
                  program(
                      SHARED,
                      start(
                          """
                          (drop (call $send (i32.const 0)))
                          (if (i32.ne (i32.const 1)
                                (memory.atomic.notify (i32.const 64) (i32.const 9)))
                            (then unreachable))
                          (call $exit (call $take (i32.const 0)))
                          """),
                      asked)))
          .isEqualTo(told("wait", Value.named("woken")));
  }

  @Test
  void aWakeWakesThoseThatHaveWaitedLongestAndSaysHowMany() throws Exception {
    // Two of three questions are woken; the third is not answered, and is woken by the next.
    String three =
        """
        (drop (call $send (i32.const 0)))
        (drop (call $send (i32.const 1)))
        (drop (call $send (i32.const 2)))
        (local.set $i (call $ask (i32.const 3)))
        (if (i32.ne (call $take (i32.const 0)) (call $take (i32.const 1))) (then unreachable))
        """;
    Payload[] asks = {
      waitAt(64, 0), waitAt(64, 0), waitAt(64, 0), wakeAt(64, 2), wakeAt(64, 0xffff_ffffL)
    };

    assertThat(run(program(SHARED, start(three + "(call $exit (local.get $i))"), asks)))
        .isEqualTo(woken(2));
    assertThat(run(program(SHARED, start(three + "(call $exit (call $ask (i32.const 4)))"), asks)))
        .isEqualTo(woken(1));
  }

  @Test
  void aWakeWakesAThreadInTheInstruction() throws Exception {
    // The thread says that it is about to wait; the first wakes until it has got it.
    String sleeper =
        """
        (table 1 funcref)
        (func $sleeps (param i32)
          (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))
          (call $exit (i32.const 44)))
        (elem (i32.const 0) $sleeps)
        """;

    assertThat(
            run(
                program(
                    SHARED,
                    sleeper
                        + start(
                            "(drop (call $ask (i32.const 0)))"
                                + "(loop $l (br_if $l (i32.eqz (call $ask (i32.const 1)))))"
                                + "(loop $for_ever (br $for_ever))"),
                    spawn(0, 0),
                    wakeAt(0, 1))))
        .isEqualTo(44);
  }

  @Test
  void aWakeOfNobodyOrOfNoneIsAnsweredWithZero() throws Exception {
    assertThat(run(program(SHARED, ASKS, wakeAt(64, 5)))).isEqualTo(woken(0));
    assertThat(
            run(
                program(
                    SHARED,
                    start(
                        "(drop (call $send (i32.const 0)))"
                            + "(call $exit (call $ask (i32.const 1)))"),
                    waitAt(64, 0),
                    wakeAt(64, 0))))
        .isEqualTo(woken(0));
  }

  @Test
  void aWaitThatIsCancelledTakesNoWakeUp() throws Exception {
    assertThat(
            run(
                program(
                    SHARED,
                    start(
                        """
                        (drop (call $cancel (i64.load (call $send (i32.const 0)))))
                        (drop (call $send (i32.const 1)))
                        (local.set $i (call $ask (i32.const 2)))
                        (drop (call $take (i32.const 1)))
                        (call $exit (local.get $i))
                        """),
                    waitAt(64, 0),
                    waitAt(64, 0),
                    wakeAt(64, 2))))
        .isEqualTo(woken(1));
  }

  @Test
  void addressesThatAreNoneAreAnsweredWithAnError() throws Exception {
    // Odd ones, the first past the page, and those that are negative or wrap as 32 bits.
    for (long address :
        new long[] {
          1, 2, 3, 65_533, 65_536, 0x7fff_fffcL, 0x8000_0000L, 0xffff_fffcL, 0xffff_ffffL
        }) {
      assertThat(run(program(SHARED, ASKS, waitAt(address, 0, 0)))).as("wait").isEqualTo(ERROR);
      assertThat(run(program(SHARED, ASKS, wakeAt(address, 1)))).as("wake").isEqualTo(ERROR);
    }
    assertThat(run(program(SHARED, ASKS, waitAt(65_532, 0, 0))))
        .as("the last word")
        .isEqualTo(told("wait", Value.named("timed-out")));
    assertThat(run(program(SHARED, ASKS, wakeAt(65_532, 1)))).isEqualTo(woken(0));
  }

  @Test
  void aMemoryThatIsNotSharedHasNoWaits() throws Exception {
    assertThat(run(program("(memory 1)", ASKS, waitAt(0, 0, 0)))).isEqualTo(ERROR);
    assertThat(run(program("(memory 1)", ASKS, wakeAt(0, 1)))).isEqualTo(ERROR);
  }

  @Test
  void bodiesThatAreNoMessagesAreAnsweredWithAnError() throws Exception {
    for (var body :
        List.of(
            Payload.EMPTY,
            Payload.copyOf((byte) 0),
            Payload.copyOf((byte) 9, (byte) 0, (byte) 0, (byte) 0, (byte) 0),
            Payload.copyOf((byte) 2, (byte) 0, (byte) 0, (byte) 0),
            spawn(1, 1).slice(0, 3)))
      assertThat(run(program(SHARED, TABLE + ASKS, body))).as(body.toString()).isEqualTo(ERROR);
  }

  @Test
  void thereAreAsManyWaitsAsAlarms() throws Exception {
    String two = "(drop (call $send (i32.const 0))) (call $exit (call $ask (i32.const 1)))";

    assertThat(run(program(SHARED, start(two), waitAt(64, 0), waitAt(64, 0, 0)), limits(1, 4)))
        .isEqualTo(ERROR);
    assertThat(run(program(SHARED, start(two), waitAt(64, 1), waitAt(64, 0, 0)), limits(1, 4)))
        .as("one that is over is not counted")
        .isEqualTo(told("wait", Value.named("timed-out")));
  }
}
