package cairn.kernel;

import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.Engine;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every way in which a process with several threads can end, and what its other threads can be
 * doing then; on real carriers, with real wait instructions. Whatever the cell, the same must be
 * true afterwards; it stands in {@link Cell#check}.
 */
final class ThreadEndingTableTest {
  private static final InterfaceId SERVICE = own("service");
  private static final InterfaceId TCP = Interfaces.shipped().shipped("tcp").definition().id();

  /** What the other threads do when the end comes. The value: which of them there are, as bits. */
  private enum Others {
    WAIT_AT_AN_ADDRESS(1),
    WAIT_AT_AN_ADDRESS_FOR_A_TIME(8),
    WAIT_FOR_AN_ANSWER(2),
    SPIN(4),
    ALL_OF_IT(15);

    final int bits;

    Others(int bits) {
      this.bits = bits;
    }
  }

  /** How it ends. The value: what the program is told. */
  private enum Ending {
    RETURNS(0),
    EXITS(1),
    TRAPS(2),
    HAS_TOO_LARGE_A_STACK(3),
    IS_KILLED(4),
    IS_KILLED_WHILE_PAUSED(4);

    final int told;

    Ending(int told) {
      this.told = told;
    }

    boolean isItsOwn() {
      return told < 4;
    }
  }

  /** By which of its threads. */
  private enum By {
    THE_FIRST_THREAD(0),
    A_FURTHER_THREAD(1);

    /** How many more threads that takes. */
    final int more;

    By(int more) {
      this.more = more;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyEndingWhateverTheOtherThreadsDo() {
    return Arrays.stream(Others.values())
        .flatMap(
            others ->
                Arrays.stream(Ending.values())
                    .flatMap(
                        ending ->
                            Arrays.stream(By.values())
                                .filter(by -> isACell(ending, by))
                                .map(by -> cell(others, ending, by))));
  }

  /** The return of a further thread ends that thread only; who is killed does it by no thread. */
  private static boolean isACell(Ending ending, By by) {
    return by == By.THE_FIRST_THREAD || (ending.isItsOwn() && ending != Ending.RETURNS);
  }

  private static DynamicTest cell(Others others, Ending ending, By by) {
    return dynamicTest(
        others + " x " + ending + " x " + by,
        () -> {
          try (var cell = new Cell(others, ending, by)) {
            cell.run();
            cell.check();
          }
        });
  }

  private static String escaped(byte[] bytes) {
    return HexFormat.ofDelimiter("").withPrefix("\\").formatHex(bytes);
  }

  /** Registers, is told what to do, starts its threads, and waits for the word. */
  private static final Payload SUBJECT =
      Payload.owning(
          Wat.compile(
              """
              (module
                (import "cairn" "emit_message"
                  (func $emit (param i32 i32 i32 i64 i32) (result i32)))
                (import "cairn" "next_message"
                  (func $next (param i32 i32 i32 i32 i64) (result i32)))
                (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
                (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
                (memory (export "memory") 1 1 shared)
                (data (i32.const 0) "%s")
                (data (i32.const 63) "\\00%s")
                (data (i32.const 128) "%s")
                (data (i32.const 192) "%s")
                (data (i32.const 512) "\\3f\\00\\00\\00\\21\\00\\00\\00")
                (data (i32.const 520) "\\c0\\00\\00\\00\\%02x\\00\\00\\00")
                (func $check (param i32) (if (i32.eqz (local.get 0)) (then unreachable)))
                ;; sends what stands in the table at $part and waits for the answer
                (func $ask (param $to i32) (param $part i32) (param $id i32)
                  (call $check (i32.eqz (call $emit (local.get $to) (local.get $part)
                    (i32.const 1) (i64.const 1) (local.get $id))))
                  (drop (call $next (local.get $id) (i32.const 1)
                    (i32.const 1024) (i32.const 100) (i64.const 1))))
                ;; takes a message; its body is at 4149
                (func $receive
                  (i64.store (i32.const 616) (i64.const 1))
                  (drop (call $next (i32.const 616) (i32.const 1)
                    (i32.const 4096) (i32.const 1000) (i64.const 1))))
                (func $sleep (param $at i32) (param $nanos i64)
                  (drop (memory.atomic.wait32
                    (local.get $at) (i32.const 0) (local.get $nanos))))
                (func $deep (param $more i32)
                  (if (local.get $more)
                    (then (call $deep (i32.sub (local.get $more) (i32.const 1))))
                    (else (call $sleep (i32.const 900) (i64.const -1)))))
                (func $end_somehow (local $how i32)
                  (call $receive)
                  (local.set $how (i32.load (i32.const 704)))
                  (if (i32.eq (local.get $how) (i32.const 1)) (then (call $exit (i32.const 3))))
                  (if (i32.eq (local.get $how) (i32.const 2)) (then unreachable))
                  (if (i32.eq (local.get $how) (i32.const 3))
                    (then (call $deep (i32.const 5000)))))
                (func (export "wasi_thread_start") (param $tid i32) (param $role i32)
                  (if (i32.eq (local.get $role) (i32.const 1))
                    (then (call $sleep (i32.const 800) (i64.const -1))))
                  (if (i32.eq (local.get $role) (i32.const 2))
                    (then (call $ask (i32.const 128) (i32.const 520) (i32.const 608))))
                  (if (i32.eq (local.get $role) (i32.const 4)) (then (loop $l (br $l))))
                  (if (i32.eq (local.get $role) (i32.const 8))
                    (then (call $sleep (i32.const 808) (i64.const 3600000000000))))
                  (if (i32.eq (local.get $role) (i32.const 16)) (then (call $end_somehow))))
                (func $start_if (param $wanted i32) (param $role i32)
                  (if (i32.and (local.get $wanted) (local.get $role))
                    (then (call $check
                      (i32.gt_s (call $spawn (local.get $role)) (i32.const 0))))))
                (func (export "_start") (local $others i32) (local $by i32)
                  (call $ask (i32.const 0) (i32.const 512) (i32.const 600))
                  (call $receive)
                  (local.set $others (i32.load8_u (i32.const 4149)))
                  (i32.store (i32.const 704) (i32.load8_u (i32.const 4150)))
                  (local.set $by (i32.load8_u (i32.const 4151)))
                  (call $start_if (local.get $others) (i32.const 1))
                  (call $start_if (local.get $others) (i32.const 2))
                  (call $start_if (local.get $others) (i32.const 4))
                  (call $start_if (local.get $others) (i32.const 8))
                  (if (i32.eqz (local.get $by)) (then (call $end_somehow) (return)))
                  (call $start_if (i32.const 16) (i32.const 16))
                  (call $sleep (i32.const 816) (i64.const -1))))
              """
                  .formatted(
                      escaped(
                          Interfaces.shipped()
                              .shipped("interface")
                              .definition()
                              .id()
                              .hash()
                              .toByteArray()),
                      escaped(SERVICE.hash().toByteArray()),
                      escaped(TCP.hash().toByteArray()),
                      escaped(EndingTableTest.Native.connect(443).toByteArray()),
                      EndingTableTest.Native.connect(443).length())));

  /** Scripts where it is one, WebAssembly where it is that. */
  private record Both(Scripts scripts, Engine engine) implements Engine {
    @Override
    public Prepared prepare(ProgramId id, Payload module, long memoryLimit, Preparation by) {
      return scripts.prepare(id, module, memoryLimit, by) instanceof Prepared.Ready ready
          ? ready
          : engine.prepare(id, module, memoryLimit, by);
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Fallbacks fallbacks() {
      return engine.fallbacks();
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  /** One process, one end. */
  private static final class Cell implements AutoCloseable {
    /** Enough for threads that wait, and far too little for the deep one, compiled or not. */
    private static final long STACKS = 56 << 10;

    private final Others others;
    private final Ending ending;
    private final By by;
    private final EndingTableTest.Native tcp = new EndingTableTest.Native();
    private final Scripts scripts = new Scripts();
    private final Kernel kernel;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private Pid subject = Pid.KERNEL;

    Cell(Others others, Ending ending, By by) {
      this.others = others;
      this.ending = ending;
      this.by = by;
      var interfaces = Interfaces.shipped();
      kernel =
          new KernelBuilder(
                  new Both(scripts, new LazyEngine()), GuestSchedulers.best(2), interfaces)
              .personality(new WasiPersonality(interfaces))
              .handler(tcp)
              .build();
    }

    private Pid open(Payload module, String name) {
      var d = Limits.DEFAULT;
      var limits =
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
              ending == Ending.HAS_TOO_LARGE_A_STACK ? STACKS : d.stacks());
      return kernel.open(
          new OpenRequest(
              new OpenRequest.Source.Bytes(module),
              name,
              List.of(),
              Map.of(),
              allow(SERVICE, TCP),
              true,
              limits));
    }

    private Pid open(String name, Consumer<ScriptGuest> script) {
      return open(scripts.program(name, script), name);
    }

    private Consumer<ScriptGuest> asker(String name, Payload what) {
      return guest -> {
        var sent = guest.emit(SERVICE, what, QUESTION);
        heard.add(name + (guest.await(sent.id()).error() ? " error" : " answer"));
      };
    }

    private KernelSnapshot.OfProcess row() {
      return kernel.snapshot().processes().stream()
          .filter(row -> row.pid().equals(subject))
          .findFirst()
          .orElseThrow();
    }

    /** Who is in the middle of what, by the words for it. */
    private long doing(String what) {
      return kernel.threads(subject).stream().filter(row -> row.doing().equals(what)).count();
    }

    void run() throws Exception {
      subject = open(SUBJECT, "subject");
      open(
          "commander",
          asker(
              "commander", Payload.copyOf((byte) others.bits, (byte) ending.told, (byte) by.more)));
      int all = 1 + Integer.bitCount(others.bits) + by.more;
      boolean asks = (others.bits & 2) != 0;
      int asleep = Integer.bitCount(others.bits & 9) + by.more;
      int atMessages = 1 + (asks ? 1 : 0);
      until(
          () ->
              row().threads() == all
                  && doing("waits for another thread") == asleep
                  && doing("waits for a message") == atMessages
                  && (!asks || tcp.opened.contains("443")));
      if (ending.isItsOwn()) {
        open("go", asker("go", Payload.utf8("go")));
      } else {
        if (ending == Ending.IS_KILLED_WHILE_PAUSED) kernel.pause(subject);
        kernel.end(subject, "you");
      }
      kernel.ended(subject).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    void check() {
      if (!(row().state() instanceof ProcessState.Ended(var how))) throw new AssertionError(row());
      switch (ending) {
        case RETURNS -> assertThat(how).isEqualTo(new Exit.Exited(0));
        case EXITS -> assertThat(how).isEqualTo(new Exit.Exited(3));
        case TRAPS -> assertThat(reason(how)).containsIgnoringCase("unreachable");
        case HAS_TOO_LARGE_A_STACK -> {
          assertThat(reason(how))
              .isEqualTo("The stacks of its threads take more memory than they may.");
          assertThat(row().limitHits()).containsKey(Limit.STACKS);
        }
        case IS_KILLED, IS_KILLED_WHILE_PAUSED -> assertThat(how).isEqualTo(new Exit.Killed("you"));
      }
      var row = row();
      assertThat(row.threads()).as("threads").isZero();
      assertThat(kernel.threads(subject)).as("threads").isEmpty();
      assertThat(row.memoryBytes()).as("memory").isZero();
      assertThat(row.mailboxMessages()).as("mailbox").isZero();
      assertThat(row.openQuestions()).as("open questions").isZero();
      assertThat(row.owedAnswers()).as("owed answers").isZero();
      until(() -> row().stackBytes() == 0);

      until(() -> heard.contains("commander error"));
      if (ending.isItsOwn()) until(() -> heard.contains("go error"));
      assertThat(heard).as("who had asked it, told once").doesNotHaveDuplicates();
      assertThat(kernel.snapshot().interfaces())
          .as("its interface, if anything of it is left")
          .noneMatch(
              each ->
                  each.id().equals(SERVICE)
                      && each.handler() instanceof KernelSnapshot.HandledBy.Process);
      until(() -> tcp.ended.contains(subject) || (others.bits & 2) == 0);
      if ((others.bits & 2) != 0) until(() -> tcp.closed.contains("443"));
      assertThat(tcp.ended).as("native handlers, told once").doesNotHaveDuplicates();
      until(
          () ->
              kernel.snapshot().totals().memoryBytes() == 0
                  && kernel.snapshot().totals().stackBytes() == 0);
    }

    private static String reason(Exit how) {
      return how instanceof Exit.Trapped trapped ? trapped.reason() : "not trapped: " + how;
    }

    @Override
    public void close() {
      kernel.close();
    }
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(100_000);
    }
  }
}
