package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.Wat;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.engine.LazyEngine;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A WASI program, the engine, the scheduler, the gate and the native handlers in one piece. */
class WasiProgramTest {
  private static final String TALK =
      """
      (module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1)
        (data (i32.const 100) "name? ")
        (data (i32.const 110) "\\1b]0;root\\07hello ")
        (func (export "_start")
          (i32.store (i32.const 0) (i32.const 100))
          (i32.store (i32.const 4) (i32.const 6))
          (call $exit_unless_0 (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
          ;; sleep for a millisecond of the monotonic clock
          (i32.store (i32.const 416) (i32.const 1))
          (i64.store (i32.const 424) (i64.const 1000000))
          (call $exit_unless_0 (call $poll (i32.const 400) (i32.const 500) (i32.const 1) (i32.const 32)))
          (i32.store (i32.const 8) (i32.const 200))
          (i32.store (i32.const 12) (i32.const 100))
          (call $exit_unless_0 (call $read (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 32)))
          (i32.store (i32.const 12) (i32.load (i32.const 32)))
          (i32.store (i32.const 0) (i32.const 110))
          (i32.store (i32.const 4) (i32.const 16))
          (call $exit_unless_0 (call $write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 32)))
          (call $exit (i32.const 3)))
        (func $exit_unless_0 (param i32)
          (if (local.get 0) (then (call $exit (i32.add (i32.const 1000) (local.get 0)))))))
      """;

  private static final String FLOOD =
      """
      (module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (i32.store (i32.const 0) (i32.const 100))
          (i32.store (i32.const 4) (i32.const 10000))
          (memory.fill (i32.const 100) (i32.const 120) (i32.const 10000))
          (loop $again
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))
            (br $again))))
      """;

  private final FakeDevice device = new FakeDevice(true);
  private final Clocks clocks = Clocks.system();
  private final CompletableFuture<Pid> interrupted = new CompletableFuture<>();
  private final Kernel kernel = kernel();

  private Kernel kernel() {
    Interfaces interfaces = Interfaces.shipped();
    return new KernelBuilder(new LazyEngine(), GuestSchedulers.best(1), interfaces)
        .personality(new WasiPersonality(interfaces))
        .handler(new ConsoleHandler(interfaces, pid -> device, interrupted::complete))
        .handler(new TimeHandler(interfaces, clocks))
        .handler(new RandomHandler(interfaces))
        .build();
  }

  @AfterEach
  void close() {
    kernel.close();
    clocks.close();
  }

  private Pid open(String wat) {
    return kernel.open(OpenRequest.of(Payload.owning(Wat.compile(wat)), "talk"));
  }

  private Exit end(Pid pid) throws Exception {
    return kernel.ended(pid).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void itTalksThroughTheConsoleAndEndsWithItsCode() throws Exception {
    Pid pid = open(TALK);
    device.await(shown -> shown.equals("name? "));

    device.input().offer(Payload.utf8("Ada\r"));

    assertThat(end(pid)).isEqualTo(new Exit.Exited(3));
    assertThat(device.awaitEnded()).isTrue();
    // The echo comes before the answer, and the title of the window is not the program's.
    assertThat(device.shown()).isEqualTo("name? Ada\r\nhello Ada\r\n");
  }

  @Test
  void aFloodStandsStillWhileNobodyReadsAndEndsWhenItIsEnded() throws Exception {
    device.takeNothing();
    Pid pid = open(FLOOD);
    long waiting = awaitWaiting(pid);

    kernel.end(pid, "the test");

    assertThat(end(pid)).isEqualTo(new Exit.Killed("the test"));
    assertThat(waiting).isLessThan(20);
    device.takeAgain();
    assertThat(device.awaitEnded()).isTrue();
    assertThat(device.bytes()).isLessThanOrEqualTo(ConsoleOutput.ANSWERED + 20_000);
  }

  /** Waits until it waits, and says how many messages it has sent. */
  private long awaitWaiting(Pid pid) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      var row = kernel.snapshot().processes().getFirst();
      assertThat(row.pid()).isEqualTo(pid);
      if (row.state() instanceof ProcessState.Waiting) return row.sent();
      Thread.onSpinWait();
    }
    throw new AssertionError("it goes on printing");
  }

  @Test
  void controlCIsToldToWhoCanEndIt() throws Exception {
    Pid pid = open(TALK);
    device.await(shown -> shown.equals("name? "));

    device.input().offer(Payload.utf8("\u0003"));
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isEqualTo(pid);
    kernel.end(pid, "you");

    assertThat(end(pid)).isEqualTo(new Exit.Killed("you"));
  }
}
