package cairn.kernel;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guests in WebAssembly through the whole kernel, on real carriers. */
@Timeout(60)
final class WatGuestsTest {
  private static final InterfaceId SERVICE = own("service");

  /** Answers each question with its own body. */
  private static final String ECHO =
      """
      (func (export "_start") (local $size i32)
        (call $register)
        (loop $again
          (local.set $size (call $receive))
          (if (i32.eqz (i32.load8_u (i32.const 4096)))
            (then
              (i32.store (i32.const 128) (i32.const 4149))
              (i32.store (i32.const 132) (i32.sub (local.get $size) (i32.const 53)))
              (drop (call $answer (i64.load (i32.const 4129)) (i32.const 128) (i32.const 1)
                (i64.const 0)))))
          (br $again)))
      """;

  /** Takes a question and traps. */
  private static final String CRASH =
      """
      (func (export "_start") (call $register) (drop (call $receive)) unreachable)
      """;

  /** Asks once and ends normally if the answer is an error. */
  private static final String EXPECTS_AN_ERROR =
      """
      (func (export "_start")
        (drop (call $ask))
        (if (i32.eqz (i32.load8_u (i32.const 2061))) (then unreachable)))
      """;

  private static final String SPIN = "(func (export \"_start\") (loop $l (br $l)))";

  private final Kernel kernel =
      new KernelBuilder(new LazyEngine(), GuestSchedulers.best(2), Interfaces.shipped()).build();

  @AfterEach
  void close() {
    kernel.close();
  }

  private Pid open(String name, String functions) {
    return kernel.open(request(WatGuests.module(SERVICE, functions), name, allow(SERVICE)));
  }

  private Exit end(Pid pid) throws Exception {
    return kernel.ended(pid).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Grows page by page until it cannot, and traps unless it has so many pages then. */
  private Exit grown(long limit, String more, int pages) throws Exception {
    String module =
        """
        (module
          (memory 1)
          %s
          (func (export "_start")
            (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
            (if (i32.ne (memory.size) (i32.const %d)) (then unreachable))))
        """
            .formatted(more, pages);
    return end(
        kernel.open(
            new OpenRequest(
                new OpenRequest.Source.Bytes(Payload.owning(Wat.compile(module))),
                "grows",
                List.of(),
                Map.of(),
                List.of(),
                true,
                Limits.DEFAULT.withMemory(limit))));
  }

  @Test
  void aMemoryOf256MibHas4096PagesWhateverTablesThereAre() throws Exception {
    assertThat(grown(256L << 20, "(table 1000 funcref)", 4096)).isEqualTo(new Exit.Exited(0));
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
    assertThat(kernel.snapshot().totals().heapBytes()).isZero();
  }

  @Test
  void aMemoryOf32BitAddressesIsGrantedWholeWhereTheMachineHasIt() throws Exception {
    long most = Math.min(KernelLimits.ofThisMachine().memoryOfOne(), Limits.DEFAULT.memory());

    assertThat(grown(Limits.DEFAULT.memory(), "", (int) (most >> 16)))
        .isEqualTo(new Exit.Exited(0));
    assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
  }

  @Test
  void aTableIsOfTheHeapAndNotOfTheMemory() throws Exception {
    var pid =
        open("table", "(table 5000 funcref) (func (export \"_start\") (drop (call $receive)))");
    while (!(row(pid).state() instanceof ProcessState.Waiting)) Thread.onSpinWait();

    assertThat(row(pid).tableBytes()).isEqualTo(40_000);
    assertThat(row(pid).memoryBytes()).isEqualTo(kernel.snapshot().totals().memoryBytes());
    assertThat(kernel.snapshot().totals().heapBytes()).isGreaterThan(40_000);
    kernel.end(pid, "the test");
    end(pid);

    assertThat(kernel.snapshot().totals().heapBytes()).isZero();
  }

  private KernelSnapshot.OfProcess row(Pid pid) {
    return kernel.snapshot().processes().stream()
        .filter(row -> row.pid().equals(pid))
        .findFirst()
        .orElseThrow();
  }

  private void await(Predicate<KernelSnapshot> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.test(kernel.snapshot())) {
      if (System.nanoTime() > deadline)
        throw new AssertionError("not reached: " + kernel.snapshot());
      Thread.onSpinWait();
    }
  }

  @Test
  void twoGuestsTalkAThousandTimes() throws Exception {
    open("echo", ECHO);

    var client =
        open(
            "client",
            """
            (func (export "_start") (local $i i32)
              (i64.store (i32.const 1024) (i64.const 0x0102030405060708))
              (loop $again
                (i32.store (i32.const 1032) (local.get $i))
                (if (i32.ne (call $ask) (i32.const 30)) (then unreachable))
                (if (i32.ne (i32.load (i32.const 2070)) (local.get $i)) (then unreachable))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br_if $again (i32.lt_u (local.get $i) (i32.const 1000)))))
            """);

    assertThat(end(client)).isEqualTo(new Exit.Exited(0));
    assertThat(row(client).sent()).isEqualTo(1000);
    assertThat(row(client).received()).isEqualTo(1000);
  }

  @Test
  void aHandlerThatTrapsLeavesItsCallersAnErrorAndItsPlaceToAnother() throws Exception {
    var crash = open("crash", CRASH);

    assertThat(end(open("client", EXPECTS_AN_ERROR))).isEqualTo(new Exit.Exited(0));

    assertThat(end(crash)).isInstanceOf(Exit.Trapped.class);
    var next = open("echo", ECHO);
    await(
        now ->
            now.processes().stream().anyMatch(p -> p.pid().equals(next) && !p.handles().isEmpty()));
    assertThat(end(open("second client", "(func (export \"_start\") (drop (call $ask)))")))
        .isEqualTo(new Exit.Exited(0));
  }

  @Test
  void anEndlessLoopIsPausedResumedAndEndedWhileOthersRun() throws Exception {
    var spin = open("spin", SPIN);
    await(now -> row(spin).cpuNanos() > 1_000_000);

    kernel.pause(spin);
    assertThat(row(spin).state()).isEqualTo(new ProcessState.Suspended());
    open("echo", ECHO);
    assertThat(end(open("client", "(func (export \"_start\") (drop (call $ask)))")))
        .isEqualTo(new Exit.Exited(0));
    kernel.resume(spin);
    long before = row(spin).cpuNanos();
    await(now -> row(spin).cpuNanos() > before + 1_000_000);
    kernel.end(spin, "you");

    assertThat(end(spin)).isEqualTo(new Exit.Killed("you"));
    assertThat(row(spin).memoryBytes()).isZero();
  }

  @Test
  void aBodyOf17MiBEndsTheGuestWithASentence() throws Exception {
    open("echo", ECHO);

    var exit =
        end(
            open(
                "large",
                """
                (func (export "_start")
                  (i32.store (i32.const 132) (i32.const 17825792))
                  (drop (call $emit (i32.const 64) (i32.const 128) (i32.const 1) (i64.const 0)
                    (i32.const 0))))
                """));

    assertThat(exit)
        .isInstanceOfSatisfying(
            Exit.Trapped.class,
            trap ->
                assertThat(trap.reason())
                    .isEqualTo(
                        "emit_message was given a body of 17825792 bytes, more than 16 MiB."));
  }

  @Test
  void anUnknownImportIsRefusedByName() throws Exception {
    var module =
        Payload.owning(
            Wat.compile(
                """
                (module
                  (import "cairn" "emit_answer" (func (param i64 i32 i32 i64) (result i32)))
                  (import "env" "teleport" (func))
                  (memory (export "memory") 1)
                  (func (export "_start")))
                """));

    var exit = end(kernel.open(OpenRequest.of(module, "p")));

    assertThat(exit).isEqualTo(new Exit.Refused(new LoadFault.UnknownImport("env", "teleport")));
  }

  @Test
  void whatIsNotWasmIsRefusedAndSoIsALibrary() throws Exception {
    assertThat(end(kernel.open(OpenRequest.of(Payload.utf8("not wasm"), "p"))))
        .isInstanceOfSatisfying(
            Exit.Refused.class,
            refused -> assertThat(refused.why()).isInstanceOf(LoadFault.NotAProgram.class));
    var library = Wat.compile("(module (memory (export \"memory\") 1))");
    assertThat(end(kernel.open(OpenRequest.of(Payload.owning(library), "p"))))
        .isEqualTo(new Exit.Refused(new LoadFault.ALibrary()));
  }

  @Test
  void aThousandProcessesComeAndGo() throws Exception {
    open("echo", ECHO);
    var module = WatGuests.module(SERVICE, "(func (export \"_start\") (drop (call $ask)))");
    var pids = new ArrayList<Pid>();
    for (int i = 0; i < 1000; i++) pids.add(kernel.open(request(module, "p" + i, allow(SERVICE))));

    for (Pid pid : pids.subList(800, 1000)) assertThat(end(pid)).isEqualTo(new Exit.Exited(0));

    // The memory of a process comes back a moment after it has ended.
    await(now -> now.totals().running() == 1 && now.totals().memoryBytes() == 65_536);
  }
}
