package cairn.kernel;

import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What bounds all processes together, and what the snapshot says about them. */
final class KernelLimitsTest {
  private static final InterfaceId ECHO = own("echo");

  private final List<String> said = new ArrayList<>();

  @Test
  void oneProcessTooManyIsRefused() {
    try (var it = new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withProcesses(2)))) {
      var first = it.open("first", guest -> guest.receive());
      it.open("second", guest -> guest.receive());

      var third = it.open("third", guest -> said.add("ran"));

      assertThat(it.state(third))
          .isEqualTo(
              new ProcessState.Ended(new Exit.Refused(new LoadFault.LimitReached("processes"))));
      it.kernel.end(first, "you");
      var fourth = it.open("fourth", guest -> said.add("ran"));
      assertThat(it.end(fourth)).isEqualTo(new Exit.Exited(0));
      assertThat(said).containsExactly("ran");
    }
  }

  @Test
  void theMemoryOfAllIsLimitedInSumAndComesBack() {
    try (var it = new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withMemory(100_000)))) {
      var first = it.open("first", guest -> guest.receive());
      it.settle(first);
      assertThat(it.row(first).memoryBytes()).isEqualTo(65_536);
      assertThat(it.kernel.snapshot().totals().memoryBytes()).isEqualTo(65_536);

      var second = it.open("second", guest -> {});
      assertThat(it.end(second)).isInstanceOf(Exit.Refused.class);
      it.kernel.end(first, "you");
      it.end(first);

      assertThat(it.kernel.snapshot().totals().memoryBytes()).isZero();
      assertThat(it.end(it.open("third", guest -> {}))).isEqualTo(new Exit.Exited(0));
    }
  }

  @Test
  void theMachineAndTheHeapSayHowMuchMemoryThereIs() {
    long gib = 1L << 30;

    assertThat(KernelLimits.memoryOf(24 * gib, 2 * gib)).isEqualTo(12 * gib);
    assertThat(KernelLimits.memoryOf(8 * gib, 2 * gib)).isEqualTo(4 * gib);
    assertThat(KernelLimits.memoryOf(4 * gib, 2 * gib)).isEqualTo(gib);
    assertThat(KernelLimits.memoryOf(2 * gib, 2 * gib)).isEqualTo(256L << 20);
  }

  @Test
  void oneProcessMayHaveThreeQuartersAndASmallOneAnything() {
    var all = KernelLimits.ofThisMachine();

    assertThat(all.withMemory(12L << 30).memoryOfOne()).isEqualTo(9L << 30);
    assertThat(all.withMemory(300L << 20).memoryOfOne()).isEqualTo(256L << 20);
    assertThat(all.withMemory(100_000).memoryOfOne()).isEqualTo(100_000);
  }

  @Test
  void aModuleForWhichTheHeapHasNoRoomIsRefusedWithTheFigures() {
    try (var it = new TestKernel(b -> b.limits(KernelLimits.ofThisMachine().withHeap(10)))) {
      assertThat(it.end(it.open("eleven bytes", guest -> said.add("ran"))))
          .isEqualTo(new Exit.Refused(new LoadFault.HeapFull(12, 10, 10)));
      assertThat(it.kernel.snapshot().totals().heapBytes()).isZero();
      assertThat(it.end(it.open("small", guest -> said.add("ran")))).isEqualTo(new Exit.Exited(0));
      assertThat(it.kernel.snapshot().totals().heapBytes()).isZero();
    }
    assertThat(said).containsExactly("ran");
  }

  @Test
  void aProcessHandlesOnlySoManyInterfaces() {
    try (var it = new TestKernel()) {
      var pid =
          it.open(
              "collector",
              guest -> {
                for (int i = 0; i < 1024; i++) guest.register(own("collected " + i));
                said.add(guest.register(own("one more")));
              });

      it.end(pid);

      assertThat(said).containsExactly("denied");
      assertThat(it.kernel.snapshot().interfaces())
          .noneMatch(row -> row.handler() instanceof KernelSnapshot.HandledBy.Process);
    }
  }

  @Test
  void theSnapshotCountsWhatHappened() {
    try (var it = new TestKernel()) {
      var handler =
          it.open(
              "handler",
              guest -> {
                guest.register(ECHO);
                guest.answer(guest.message().id(), "12345");
                guest.answerError(guest.message().id());
                guest.message();
                guest.receive();
              },
              ECHO);
      it.settle(handler);
      var client =
          it.open(
              "client",
              guest -> {
                guest.ask(ECHO, "abc");
                guest.ask(ECHO, "");
                guest.await(guest.emit(ECHO, "x", NEEDS_ANSWER).id());
              },
              ECHO);
      it.settle(client);

      var row = it.row(client);
      assertThat(row.sent()).isEqualTo(3);
      assertThat(row.bytesSent()).isEqualTo(4);
      assertThat(row.received()).isEqualTo(2);
      assertThat(row.answers()).isEqualTo(2);
      assertThat(row.bytesReceived()).isEqualTo(5);
      assertThat(row.openQuestions()).isEqualTo(1);
      assertThat(row.oldestOpenNanos()).isPositive();
      assertThat(row.threads()).isEqualTo(1);
      assertThat(it.row(handler).owedAnswers()).isEqualTo(1);
      assertThat(it.row(handler).handles()).containsExactly(ECHO);
      assertThat(row.state())
          .isInstanceOfSatisfying(
              ProcessState.Waiting.class,
              waiting -> {
                assertThat(waiting.what()).isEqualTo("an answer from " + ECHO.shortHex());
                assertThat(waiting.forThese()).hasSize(1);
              });
      assertThat(it.state(handler))
          .isInstanceOfSatisfying(
              ProcessState.Waiting.class,
              waiting -> assertThat(waiting.what()).isEqualTo("messages"));
      var port = it.port(ECHO).orElseThrow();
      assertThat(port.messages()).isEqualTo(3);
      assertThat(port.answered()).isEqualTo(1);
      assertThat(port.errors()).isEqualTo(1);
      assertThat(port.users()).containsExactly(client);
      assertThat(it.kernel.snapshot().totals().running()).isEqualTo(2);
    }
  }

  @Test
  void anInterfaceThatNobodyHandlesAndNobodyWaitsForIsForgotten() {
    try (var it = new TestKernel()) {
      int before = it.kernel.snapshot().interfaces().size();
      var pid =
          it.open(
              "prober",
              guest -> {
                for (int i = 0; i < 1000; i++) guest.emit(own("probe " + i), "x", 0);
              });

      it.end(pid);

      assertThat(it.kernel.snapshot().interfaces()).hasSizeLessThan(before + 5);
    }
  }

  @Test
  void aHandlerThatFailsIsContainedAndItsCallerGetsAnError() {
    var failing =
        new NativeHandler() {
          @Override
          public Definition definition() {
            return Interfaces.shipped().shipped("random").definition();
          }

          @Override
          public void handle(NativeCall call) {
            throw new StackOverflowError("a bug");
          }

          @Override
          public void ended(Pid pid) {
            throw new IllegalStateException("another");
          }

          @Override
          public void close() {
            throw new IllegalStateException("and one more");
          }
        };
    try (var it = new TestKernel(b -> b.handler(failing))) {
      var random = it.interfaces.shipped("random").definition();
      var body = MessageCodec.encodeCall(random.messages().getFirst(), List.of(Value.unsigned(4)));

      var exit =
          it.end(
              it.open(
                  "client",
                  guest -> {
                    var got = guest.await(guest.emit(random.id(), body, NEEDS_ANSWER).id());
                    said.add("" + got.error());
                  }));

      assertThat(exit).isEqualTo(new Exit.Exited(0));
      assertThat(said).containsExactly("true");
    }
  }

  @Test
  void argumentsAndEnvironmentAreThoseOfTheRequest() {
    try (var it = new TestKernel()) {
      var process = it.interfaces.shipped("process").definition();
      var module =
          it.scripts.program(
              "p",
              guest -> {
                for (var message : process.messages()) {
                  var body = MessageCodec.encodeCall(message, List.of());
                  var got = guest.await(guest.emit(process.id(), body, NEEDS_ANSWER).id());
                  said.add(
                      MessageCodec.decodeAnswer(message, got.body())
                          .toString()
                          .replaceAll("Text\\[value=(\\w*)]", "$1"));
                }
              });

      it.end(
          it.kernel.open(
              new OpenRequest(
                  new OpenRequest.Source.Bytes(module),
                  "zero",
                  List.of("one", "two"),
                  Map.of("B", "2", "A", "1"),
                  List.of(),
                  true,
                  Limits.DEFAULT)));

      assertThat(said.get(0)).contains("[zero, one, two]");
      assertThat(said.get(1)).contains("[A, 1]").contains("[B, 2]");
    }
  }
}
