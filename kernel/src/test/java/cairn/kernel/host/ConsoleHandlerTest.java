package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleHandlerTest {
  private final FakeDevice device = new FakeDevice(true);
  private final List<Pid> interrupted = new CopyOnWriteArrayList<>();
  private ConsoleHandler console =
      new ConsoleHandler(Interfaces.shipped(), pid -> device, interrupted::add);

  @AfterEach
  void close() {
    console.close();
  }

  private FakeCall write(String text) {
    return FakeCall.sent(console, "write", Value.named("out"), Value.bytes(Payload.utf8(text)));
  }

  private FakeCall read(int most) {
    return FakeCall.sent(console, "read", Value.unsigned(most));
  }

  private void type(String text) {
    assertThat(device.input().offer(Payload.utf8(text))).isEqualTo(Payload.utf8(text).length());
  }

  /**
   * Waits until everything that was sent and typed has had its turn, perhaps on another thread: a
   * question is answered in a later one. The first may be answered in the middle of the turn that
   * attaches the device, the second is not.
   */
  private void allIsHandled() {
    FakeCall.sent(console, "size").value();
    FakeCall.sent(console, "size").value();
  }

  private static Value text(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  private static Value written(int bytes) {
    return Value.ok(Value.unsigned(bytes));
  }

  @Test
  void whatIsPrintedIsFilteredAndShownInOrder() {
    write("one\n\u001b[31mtwo\u001b]0;evil\u0007\n").value();
    FakeCall.sent(console, "write", Value.named("err"), Value.bytes(Payload.utf8("three"))).value();
    write("four").value();

    String shown = device.await(s -> s.endsWith("four"));

    assertThat(shown).isEqualTo("one\r\n\u001b[31mtwo\r\n<err>threefour");
  }

  @Test
  void aSequenceOfOneStreamIsNotCompletedByTheOther() {
    write("\u001b[3").value();
    FakeCall.sent(console, "write", Value.named("err"), Value.bytes(Payload.utf8("1mx"))).value();
    write("2m").value();

    assertThat(device.await(s -> s.endsWith("m"))).isEqualTo("<err>1mx\u001b[32m");
  }

  @Test
  void aProgramThatPrintsTooMuchWaitsUntilThereIsRoom() {
    device.takeNothing();
    List<FakeCall> calls = new ArrayList<>();
    String piece = "x".repeat((8 << 10) - ConsoleOutput.ENTRY);
    for (int i = 0; i < 20; i++) calls.add(write(piece));

    assertThat(calls.get(7).value()).isEqualTo(written(piece.length()));
    allIsHandled();
    assertThat(calls.get(8).isAnswered()).isFalse();

    device.takeAgain();
    assertThat(calls.get(19).value()).isEqualTo(written(piece.length()));
    device.await(s -> s.length() == 20 * piece.length());
  }

  @Test
  void smallWritesWaitForRoomToo() {
    device.takeNothing();
    List<FakeCall> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) calls.add(write("x"));
    allIsHandled();

    int room = ConsoleOutput.ANSWERED / (ConsoleOutput.ENTRY + 1);
    assertThat(calls.stream().filter(FakeCall::isAnswered)).hasSize(room);

    device.takeAgain();
    assertThat(calls.getLast().value()).isEqualTo(written(1));
    assertThat(device.await(s -> s.length() >= 200)).isEqualTo("x".repeat(200));
  }

  @Test
  void aFloodOfSingleBytesFailsBeforeItFillsTheMemory() {
    device.takeNothing();
    int most = ConsoleOutput.IN_ALL / (ConsoleOutput.ENTRY + 1);

    for (int i = 0; i < most; i++) write("x");

    assertThat(write("x").outcome()).isEmpty();
    device.takeAgain();
    device.await(s -> s.length() >= most);
  }

  @Test
  void anEmptyWriteIsAnsweredAndTakesNoPlace() {
    device.takeNothing();
    write("x".repeat(96_000));
    for (int i = 0; i < 100_000; i++) assertThat(write("").value()).isEqualTo(written(0));

    FakeCall large = write("x".repeat(ConsoleOutput.IN_ALL - 96_000 - 2 * ConsoleOutput.ENTRY));
    allIsHandled();

    // It would have failed had the empty ones been kept.
    assertThat(large.isAnswered()).isFalse();
    device.takeAgain();
    assertThat(large.value())
        .isEqualTo(written(ConsoleOutput.IN_ALL - 96_000 - 2 * ConsoleOutput.ENTRY));
  }

  @Test
  void aWriteThatIsAnsweredKeepsNothingOfItsMessage() {
    device.takeNothing();
    var call = new WeakReference<>(write("x"));
    Objects.requireNonNull(call.get()).value();

    for (int i = 0; i < 500 && call.get() != null; i++) {
      System.gc();
      Thread.onSpinWait();
    }

    assertThat(call.get()).isNull();
    device.takeAgain();
  }

  @Test
  void messagesThatAreCancelledBeforeTheDeviceIsThereAreForgotten() {
    var opened = new CompletableFuture<FakeDevice>();
    console = new ConsoleHandler(Interfaces.shipped(), pid -> opened.join(), interrupted::add);
    int most = FakeCall.of(console, "size").limits().unanswered();
    for (int i = 0; i < most; i++) read(1).cancel();

    FakeCall wanted = read(100);
    opened.complete(device);
    type("still read\n");

    assertThat(wanted.value()).isEqualTo(text("still read\n"));
  }

  @Test
  void messagesThatWaitForTheDeviceAreNotEndless() {
    var opened = new CompletableFuture<FakeDevice>();
    console = new ConsoleHandler(Interfaces.shipped(), pid -> opened.join(), interrupted::add);
    int most = FakeCall.of(console, "size").limits().unanswered();

    List<FakeCall> calls = new ArrayList<>();
    for (int i = 0; i < most; i++) calls.add(FakeCall.sent(console, "size"));

    assertThat(FakeCall.sent(console, "size").outcome()).isEmpty();
    opened.complete(device);
    calls.getLast().value();
  }

  @Test
  void oneLargeWriteIsAnsweredWhenItsEndIsNear() {
    device.takeNothing();
    FakeCall call = write("x".repeat(1 << 20));
    allIsHandled();
    assertThat(call.isAnswered()).isFalse();

    device.takeAgain();

    assertThat(call.value()).isEqualTo(written(1 << 20));
    assertThat(device.bytes()).isGreaterThanOrEqualTo((1 << 20) - ConsoleOutput.ANSWERED);
  }

  @Test
  void aCancelledWriteThatWaitsIsNotShown() {
    device.takeNothing();
    write("a".repeat(64 << 10));
    FakeCall waiting = write("b".repeat(64 << 10));
    allIsHandled();
    waiting.cancel();
    write("c");

    device.takeAgain();

    assertThat(device.await(s -> s.endsWith("c"))).doesNotContain("b");
  }

  @Test
  void aWriteThatIsCancelledBeforeItsTurnIsNotShown() {
    FakeCall early =
        FakeCall.of(console, "write", Value.named("out"), Value.bytes(Payload.utf8("b")));
    early.cancel();

    console.handle(early);
    write("c");

    assertThat(device.await(s -> s.endsWith("c"))).isEqualTo("c");
  }

  @Test
  void aFloodWithoutWaitingFailsBeforeItFillsTheMemory() {
    device.takeNothing();
    String large = "x".repeat((16 << 20) - ConsoleOutput.ENTRY);

    write(large);
    write(large);
    FakeCall third = write(large);

    assertThat(third.outcome()).isEmpty();
    console.ended(FakeCall.PID);
    device.takeAgain();
    assertThat(device.awaitEnded()).isTrue();
  }

  @Test
  void aLineIsReadWhenItIsTyped() {
    FakeCall call = read(100);
    type("hello\rmore");

    assertThat(call.value()).isEqualTo(text("hello\n"));
    assertThat(device.await(s -> s.endsWith("more"))).isEqualTo("hello\r\nmore");
  }

  @Test
  void aReadTakesNoMoreThanItAskedForAndOneLineAtATime() {
    type("abcdef\nxyz\n");

    assertThat(read(4).value()).isEqualTo(text("abcd"));
    assertThat(read(100).value()).isEqualTo(text("ef\n"));
    assertThat(read(100).value()).isEqualTo(text("xyz\n"));
  }

  @Test
  void aCancelledReadHasConsumedNothing() {
    FakeCall cancelled = read(100);
    allIsHandled();
    cancelled.cancel();
    type("kept\n");

    assertThat(read(100).value()).isEqualTo(text("kept\n"));
  }

  @Test
  void controlDIsAnEmptyReadOnceAndTheEndOfTheDeviceForGood() {
    type("\u0004after\n");
    assertThat(read(9).value()).isEqualTo(text(""));
    assertThat(read(9).value()).isEqualTo(text("after\n"));

    device.input().offer(Payload.utf8("last"));
    device.input().end();

    assertThat(read(9).value()).isEqualTo(text("last"));
    assertThat(read(9).value()).isEqualTo(text(""));
    assertThat(read(9).value()).isEqualTo(text(""));
  }

  @Test
  void controlCInterruptsTheProcess() {
    allIsHandled();

    type("\u0003");

    allIsHandled();

    assertThat(interrupted).containsExactly(FakeCall.PID);
  }

  @Test
  void inRawModeKeysComeAsTheyAreAndLinesAreNotReturned() {
    FakeCall.sent(console, "set-mode", Value.named("raw")).value();
    write("a\nb").value();
    FakeCall call = read(10);
    type("\u0003");

    assertThat(call.value()).isEqualTo(text("\u0003"));
    assertThat(interrupted).isEmpty();
    assertThat(device.await(s -> s.endsWith("b"))).isEqualTo("a\nb");
  }

  @Test
  void theSizeIsToldAndItsChangesToo() {
    Value known = FakeCall.sent(console, "size").value();
    FakeCall change = FakeCall.sent(console, "size-changed", known);
    allIsHandled();
    assertThat(change.isAnswered()).isFalse();

    device.resize(100, 40);

    assertThat(change.value())
        .isEqualTo(
            Value.record(
                Value.field("columns", Value.unsigned(100)),
                Value.field("rows", Value.unsigned(40))));
    assertThat(FakeCall.sent(console, "size-changed", known).value()).isEqualTo(change.value());
  }

  @Test
  void aProcessThatEndsLeavesAPlainTerminalWithAllItPrinted() {
    write("\u001b[?1049h\u001b[31mlast words").value();

    console.ended(FakeCall.PID);

    assertThat(device.awaitEnded()).isTrue();
    assertThat(device.shown()).endsWith("last words\u001b[?1049l\u001b[0m");
  }

  @Test
  void whatIsShownIsKnown() throws Exception {
    device.takeNothing();
    write("slow");
    var shown = console.shown(FakeCall.PID).toCompletableFuture();
    assertThat(shown.isDone()).isFalse();

    device.takeAgain();

    shown.get(10, TimeUnit.SECONDS);
    assertThat(device.shown()).isEqualTo("slow");
    assertThat(console.shown(new Pid(99)).toCompletableFuture().isDone()).isTrue();
  }

  @Test
  void toAPipeEveryByteGoesAsItIs() {
    FakeDevice pipe = new FakeDevice(false);
    console = new ConsoleHandler(Interfaces.shipped(), pid -> pipe, interrupted::add);

    write("\u001b]0;x\u0007\n\u0000").value();
    pipe.input().offer(Payload.utf8("\u0003\u0004\r"));
    Value input = read(100).value();

    assertThat(input).isEqualTo(text("\u0003\u0004\r"));
    assertThat(pipe.await(s -> !s.isEmpty())).isEqualTo("\u001b]0;x\u0007\n\u0000");
    assertThat(interrupted).isEmpty();
  }

  @Test
  void whatIsAnsweredIsKeptUntilItIsShown() {
    device.takeNothing();
    FakeCall first = write("x".repeat(10_000));
    first.value();
    FakeCall large = write("y".repeat(1 << 20));
    large.cancel();
    allIsHandled();
    assertThat(first.isKept()).isTrue();
    assertThat(large.isKept()).as("it has its place in the queue").isTrue();

    device.takeAgain();

    first.awaitLetGo();
    large.awaitLetGo();
    write("").awaitLetGo();
  }

  @Test
  void nothingIsKeptOfAConsoleThatIsOver() {
    device.takeNothing();
    var calls = new ArrayList<FakeCall>();
    for (int i = 0; i < 5; i++) calls.add(write("x".repeat(10 << 20)));
    console.ended(FakeCall.PID);

    device.takeAgain();

    calls.forEach(FakeCall::awaitLetGo);
  }

  @Test
  void whatEachStreamIsIsTold() {
    var mixed =
        new ConsoleDevice.Streams(
            ConsoleDevice.Kind.CLOSED, ConsoleDevice.Kind.OTHER, ConsoleDevice.Kind.TERMINAL);
    console =
        new ConsoleHandler(
            Interfaces.shipped(), pid -> new FakeDevice(mixed, Optional.empty()), interrupted::add);

    assertThat(FakeCall.sent(console, "streams").value())
        .isEqualTo(
            Value.record(
                Value.field("input", Value.named("closed")),
                Value.field("out", Value.named("other")),
                Value.field("err", Value.named("terminal"))));
  }

  @Test
  void aWriteThatFailsIsToldWhyAndTheNextIsTriedAgain() {
    var full =
        new FakeDevice(FakeDevice.PIPES, Optional.of(new StreamFault(StreamError.DISK_FULL)));
    console = new ConsoleHandler(Interfaces.shipped(), pid -> full, interrupted::add);

    assertThat(write("lost").value()).isEqualTo(Value.err("disk-full"));
    full.heal();
    assertThat(write("kept").value()).isEqualTo(written(4));

    assertThat(full.shown()).isEqualTo("kept");
  }

  @Test
  void aWriteThatFailsInTheMiddleIsAShortOne() {
    var full =
        new FakeDevice(FakeDevice.PIPES, Optional.of(new StreamFault(StreamError.DISK_FULL, 3)));
    console = new ConsoleHandler(Interfaces.shipped(), pid -> full, interrupted::add);

    assertThat(write("all of it").value()).isEqualTo(written(3));
  }

  @Test
  void whereWritesCanFailTheAnswerComesWhenItIsWritten() {
    var pipe = new FakeDevice(FakeDevice.PIPES, Optional.of(new StreamFault(StreamError.FAILED)));
    pipe.heal();
    pipe.takeNothing();
    console = new ConsoleHandler(Interfaces.shipped(), pid -> pipe, interrupted::add);
    FakeCall call = write("x");
    allIsHandled();
    assertThat(call.isAnswered()).isFalse();

    pipe.takeAgain();

    assertThat(call.value()).isEqualTo(written(1));
    assertThat(pipe.shown()).isEqualTo("x");
  }

  @Test
  void aReadThatFailsIsToldWhyOnceAndTheNextGoesOn() {
    type("first\n");
    device.input().fail(StreamError.IS_A_FOLDER);

    assertThat(read(9).value()).isEqualTo(text("first\n"));
    assertThat(read(9).value()).isEqualTo(Value.err("is-a-folder"));
    type("next\n");
    assertThat(read(9).value()).isEqualTo(text("next\n"));
  }

  @Test
  void whatFitsIsWrittenAtOnceAndTheRestInItsTurn() {
    var pipe = new FakeDevice(FakeDevice.PIPES, Optional.of(new StreamFault(StreamError.FAILED)));
    pipe.heal();
    pipe.room(10);
    console = new ConsoleHandler(Interfaces.shipped(), pid -> pipe, interrupted::add);
    FakeCall.sent(console, "size").value();
    pipe.takeNothing();

    assertThat(write("at once ").value()).isEqualTo(written(8));
    FakeCall slow = write("and later");
    assertThat(slow.isAnswered()).isFalse();
    pipe.takeAgain();

    assertThat(slow.value()).isEqualTo(written(9));
    assertThat(pipe.shown()).isEqualTo("at once and later");
  }
}
