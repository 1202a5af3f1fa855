package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cairn.kernel.engine.GuestExit;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.RaisedFlag;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every way to end, in every state in which it can come. Each cell builds the same process, one
 * that has all a process can have: an interface it handles, a question it took, a question, a
 * one-way and a waiting message that it did not take, messages on their way to a handler, one of
 * them a question, one parked at the gate, and something open at a native handler. Whatever the
 * cell, the same must be true afterwards; it stands in {@link Cell#check}.
 */
final class EndingTableTest {
  private static final InterfaceId HANDLED = own("handled");
  private static final InterfaceId USED = own("used");
  private static final InterfaceId ASKED = own("asked");
  private static final InterfaceId NOBODY = own("nobody");
  private static final InterfaceId NARROW = own("narrow");
  private static final InterfaceId TCP = Interfaces.shipped().shipped("tcp").definition().id();

  private static final KernelSnapshot.HandledBy NO_ONE = new KernelSnapshot.HandledBy.Nobody();

  /** What it does when the end comes. */
  private enum State {
    RUNNING,
    IN_A_HOST_CALL,
    SPINNING,
    WAITING_FOR_AN_ANSWER,
    WAITING_FOR_YOU,
    WAITING_FOR_A_HANDLER,
    WAITING_FOR_ROOM,
    SUSPENDED_WAITING,
    SUSPENDED_SPINNING,
    /** Its thread is there and has never run. */
    SUSPENDED_BEFORE_IT_RAN;

    boolean canEndItself() {
      return this == RUNNING || this == IN_A_HOST_CALL;
    }

    boolean canBeEnded() {
      return this != RUNNING;
    }
  }

  /** Who ends it, and how. */
  private enum Ending {
    RETURNS,
    EXITS,
    TRAPS,
    BREAKS_A_RULE,
    IS_KILLED;

    boolean isItsOwn() {
      return this != IS_KILLED;
    }
  }

  @TestFactory
  Stream<DynamicNode> everyEndingInEveryState() {
    return Arrays.stream(State.values())
        .map(
            state ->
                dynamicContainer(
                    state.name(),
                    Arrays.stream(Ending.values())
                        .filter(
                            ending -> ending.isItsOwn() ? state.canEndItself() : state.canBeEnded())
                        .map(
                            ending ->
                                dynamicTest(
                                    state + " x " + ending,
                                    () -> {
                                      try (var cell = new Cell(state, ending)) {
                                        cell.run();
                                        cell.check();
                                      }
                                    }))));
  }

  /** One process, one end. */
  private static final class Cell implements AutoCloseable {
    private final State state;
    private final Ending ending;
    private final Native tcp = new Native();
    private final TestKernel it = new TestKernel(b -> b.handler(tcp));
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> handlerSaw = new CopyOnWriteArrayList<>();
    private final long memoryBefore;
    private Pid subject = Pid.KERNEL;
    private Pid oneWay = Pid.KERNEL;

    Cell(State state, Ending ending) {
      this.state = state;
      this.ending = ending;
      memoryBefore = it.kernel.snapshot().totals().memoryBytes();
    }

    private Pid start(String name, Consumer<ScriptGuest> script) {
      var pid = it.open(name, script, HANDLED, USED, NOBODY, NARROW, TCP, own("go"), own("late"));
      it.settle(pid);
      return pid;
    }

    void run() {
      start("handler", this::handler);
      narrowHandler();
      if (state == State.SUSPENDED_BEFORE_IT_RAN) {
        subject = it.open("subject", this::subject, HANDLED, USED);
        it.until(() -> it.stepper.ready() > 0);
        it.kernel.pause(subject);
        it.stepper.runUntilIdle();
      } else {
        subject = start("subject", this::subject);
        start("taken", guest -> heard.add("taken " + guest.ask(HANDLED, "question")));
        start(
            "untaken",
            guest -> {
              var sent = guest.emit(HANDLED, "untaken", NEEDS_ANSWER);
              heard.add("untaken " + (guest.await(sent.id()).error() ? "error" : "answer"));
            });
        oneWay = start("one-way", guest -> guest.emit(HANDLED, "dropped", 0));
        start("patient", guest -> heard.add("patient " + guest.ask(HANDLED, "patient")));
        it.open("opener", Cell::opener, own("go"));
        // One that spins is never done, so this runs until what it was to do is done for sure.
        it.until(
            () -> it.port(own("go")).map(port -> !port.handler().equals(NO_ONE)).orElse(false));
        steps();
        if (state == State.SUSPENDED_WAITING || state == State.SUSPENDED_SPINNING) {
          it.kernel.pause(subject);
          steps();
        }
      }
      if (ending == Ending.IS_KILLED && state != State.IN_A_HOST_CALL)
        it.kernel.end(subject, "you");
      it.end(subject);
      it.stepper.runUntilIdle();
    }

    private void steps() {
      for (int i = 0; i < 200 && it.stepper.step(); i++) {}
    }

    private static void opener(ScriptGuest guest) {
      guest.register(own("go"));
      guest.receive();
      guest.receive();
    }

    /** Does nothing until "late"; then tells what it finds. */
    private void handler(ScriptGuest guest) {
      guest.register(USED);
      guest.register(ASKED);
      guest.hold("late");
      while (true) {
        var got = guest.receive();
        if (got.kind() == 2) handlerSaw.add("end of " + got.pid());
        else if (got.pid() == subject.number())
          handlerSaw.add(got.body().utf8() + (got.id() == 0 ? "" : " wants an answer"));
      }
    }

    /** Handles what is full already. */
    private void narrowHandler() {
      var pid =
          it.open(
              "narrow",
              guest -> {
                guest.register(NARROW);
                guest.hold("never");
              },
              TestKernel.limits(1, 1000, 10, 10),
              NARROW,
              own("never"));
      it.settle(pid);
      it.end(start("filler", guest -> guest.emit(NARROW, "full", 0)));
    }

    private void subject(ScriptGuest guest) {
      guest.register(HANDLED);
      guest.message();
      guest.emit(USED, "last words", 0);
      var question = guest.emit(USED, "a question", NEEDS_ANSWER);
      var parked = guest.emit(ASKED, "parked", NEEDS_ANSWER);
      guest.emit(TCP, Native.connect(443), NEEDS_ANSWER);
      guest.emit(TCP, Native.connectByName(445), NEEDS_ANSWER);
      guest.emit(USED, "x".repeat(3000), 0);
      guest.hold("go");
      switch (state) {
        case RUNNING -> {}
        case IN_A_HOST_CALL -> {
          tcp.inside =
              () -> {
                if (ending == Ending.IS_KILLED) it.kernel.end(subject, "you");
              };
          guest.emit(TCP, Native.connect(444), NEEDS_ANSWER);
        }
        case SPINNING, SUSPENDED_SPINNING ->
            GuestThread.runGuest(EndingTableTest::spin, new RaisedFlag());
        case WAITING_FOR_AN_ANSWER, SUSPENDED_WAITING -> guest.await(question.id());
        case WAITING_FOR_YOU -> guest.await(parked.id());
        case WAITING_FOR_A_HANDLER -> guest.emit(NOBODY, "x", QUESTION);
        case WAITING_FOR_ROOM -> guest.emit(NARROW, "x", MAY_WAIT);
        case SUSPENDED_BEFORE_IT_RAN -> throw new AssertionError("it never runs");
      }
      switch (ending) {
        case RETURNS -> {}
        case EXITS -> throw new GuestExit(3);
        case TRAPS -> throw new GuestFault("It crashed.");
        case BREAKS_A_RULE -> guest.next(1000, true, 77);
        case IS_KILLED -> GuestThread.runGuest(EndingTableTest::spin, new RaisedFlag());
      }
    }

    void check() {
      assertThat(it.state(subject)).isEqualTo(new ProcessState.Ended(expected()));
      var row = it.row(subject);
      assertThat(row.memoryBytes()).as("memory").isZero();
      assertThat(row.mailboxMessages()).as("mailbox").isZero();
      assertThat(row.openQuestions()).as("open questions").isZero();
      assertThat(row.owedAnswers()).as("owed answers").isZero();
      assertThat(it.kernel.snapshot().questions()).as("the sheet").isEmpty();
      if (state != State.SUSPENDED_BEFORE_IT_RAN) checkOthers();
      checkNothingWaits();
      it.kernel.forget(subject);
      for (var left : it.kernel.snapshot().processes()) it.kernel.end(left.pid(), "the test");
      it.stepper.runUntilIdle();
      assertThat(it.kernel.snapshot().totals().memoryBytes()).as("in sum").isEqualTo(memoryBefore);
      until(() -> it.kernel.snapshot().totals().inFlight() == 0);
    }

    private Exit expected() {
      return switch (ending) {
        case RETURNS -> new Exit.Exited(0);
        case EXITS -> new Exit.Exited(3);
        case TRAPS -> new Exit.Trapped("It crashed.", List.of());
        case BREAKS_A_RULE ->
            new Exit.Trapped(
                "It waits for nothing: no answer it waits for can ever come.", List.of());
        case IS_KILLED -> new Exit.Killed("you");
      };
    }

    private void checkOthers() {
      assertThat(heard).as("callers").containsExactlyInAnyOrder("taken error", "untaken error");
      assertThat(it.row(oneWay).dropped()).as("one-ways, dropped and counted").isEqualTo(1);
      assertThat(it.port(HANDLED).orElseThrow().handler()).as("its interface").isEqualTo(NO_ONE);
      assertThat(it.port(HANDLED).orElseThrow().waiting()).as("who may wait").isEqualTo(1);
      start(
          "successor",
          guest -> {
            guest.register(HANDLED);
            var got = guest.message();
            guest.answer(got.id(), "from the successor");
          });
      assertThat(heard).as("who waited").endsWith("patient from the successor");

      it.release("late");
      assertThat(handlerSaw)
          .as("the handler it used")
          .contains("last words", "a question", "end of " + subject)
          .doesNotHaveDuplicates()
          .doesNotContain("parked", "a question wants an answer");
      assertThat(handlerSaw.indexOf("end of " + subject))
          .as("the end comes last")
          .isGreaterThan(handlerSaw.indexOf("a question"));
      until(() -> tcp.closed.contains("443"));
      assertThat(tcp.ended).as("native handlers").containsOnlyOnce(subject);
    }

    private void checkNothingWaits() {
      for (InterfaceId id : List.of(NOBODY, NARROW))
        assertThat(it.port(id).map(KernelSnapshot.OfInterface::waiting).orElse(0))
            .as("what waited for a handler or room")
            .isZero();
    }

    @Override
    public void close() {
      it.close();
    }
  }

  private static void spin() {
    while (true) GuestThread.poll();
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(100_000);
    }
  }

  /** Opens what is never answered, and notes what it is told. */
  static final class Native implements NativeHandler {
    private static final Definition DEFINITION = Interfaces.shipped().shipped("tcp").definition();

    final List<String> opened = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<Pid> ended = new CopyOnWriteArrayList<>();

    /** What happens inside the next call. */
    volatile Runnable inside = () -> {};

    /** By a name so long that the message counts as on its way for as long as it is open. */
    static Payload connectByName(int port) {
      var target =
          Value.named(
              "name",
              Value.record(
                  Value.field("host", Value.text("x".repeat(2000))),
                  Value.field("port", Value.unsigned(port))));
      return MessageCodec.encodeCall(DEFINITION.message("connect").orElseThrow(), List.of(target));
    }

    static Payload connect(int port) {
      var ip =
          Value.named("v4", Value.bytes(Payload.copyOf((byte) 10, (byte) 0, (byte) 0, (byte) 1)));
      var target =
          Value.named(
              "address",
              Value.record(Value.field("ip", ip), Value.field("port", Value.unsigned(port))));
      return MessageCodec.encodeCall(DEFINITION.message("connect").orElseThrow(), List.of(target));
    }

    @Override
    public Definition definition() {
      return DEFINITION;
    }

    @Override
    public void handle(NativeCall call) {
      var target = ((Value.Case) call.arguments().getFirst()).payload().orElseThrow();
      var port = ((Value.Unsigned) ((Value.Fields) target).get("port")).value();
      call.onRevoke(() -> closed.add(String.valueOf(port)));
      opened.add(String.valueOf(port));
      inside.run();
    }

    @Override
    public void ended(Pid pid) {
      ended.add(pid);
    }

    @Override
    public void close() {}
  }
}
