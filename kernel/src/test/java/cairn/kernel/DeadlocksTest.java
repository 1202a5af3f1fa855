package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel names the circle, and never cries wolf. */
final class DeadlocksTest {
  private static final InterfaceId A = own("a");
  private static final InterfaceId B = own("b");
  private static final InterfaceId C = own("c");

  private final TestKernel it = new TestKernel(builder -> builder.handler(new Alarms()));

  /** Takes every alarm, and has not rung yet. */
  private static final class Alarms implements NativeHandler {
    @Override
    public Definition definition() {
      return Interfaces.shipped().shipped("time").definition();
    }

    @Override
    public void handle(NativeCall call) {}

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    it.close();
  }

  /** Handles one interface and, when it has a message in hand, asks another. */
  private static Consumer<ScriptGuest> asksWhenAsked(InterfaceId handles, InterfaceId asks) {
    return guest -> {
      guest.register(handles);
      guest.message();
      guest.ask(asks, "x");
    };
  }

  private Pid start(String name, Consumer<ScriptGuest> script) {
    return start(name, script, Limits.DEFAULT);
  }

  private Pid start(String name, Consumer<ScriptGuest> script, Limits limits) {
    var pid = it.open(name, script, limits, A, B, C);
    it.settle(pid);
    return pid;
  }

  private List<List<Pid>> circles() {
    var all = new ArrayList<List<Pid>>();
    for (var dead : it.kernel.deadlocks())
      all.add(dead.circle().stream().map(Deadlock.Wait::who).toList());
    return all;
  }

  @Test
  void twoHandlersThatAskEachOtherAreNamed() {
    var a = start("a", asksWhenAsked(A, B));
    var b = start("b", asksWhenAsked(B, A));
    assertThat(circles()).isEmpty();

    start("client", guest -> guest.ask(A, "x"));

    // The first has the client's question in hand, and its own lies with the second, whose
    // question lies in the first one's mailbox.
    assertThat(it.kernel.deadlocks()).hasSize(1);
    var circle = it.kernel.deadlocks().getFirst().circle();
    assertThat(circle).extracting(Deadlock.Wait::who).containsExactly(a, b);
    assertThat(circle).extracting(Deadlock.Wait::on).containsExactly(B, A);
    assertThat(circle).extracting(Deadlock.Wait::why).containsOnly(Deadlock.Why.ANSWER);

    it.kernel.end(b, "the test");
    it.stepper.runUntilIdle();
    assertThat(circles()).isEmpty();
    assertThat(it.isOver(a)).isTrue();
  }

  @Test
  void threeAreNamedInTheOrderInWhichTheyWait() {
    var a = start("a", asksWhenAsked(A, C));
    var b = start("b", asksWhenAsked(B, A));
    var c = start("c", asksWhenAsked(C, B));

    start("client", guest -> guest.ask(A, "x"));

    assertThat(circles()).containsExactly(List.of(a, c, b));
  }

  @Test
  void whoAsksItselfWaitsForItself() {
    var self = start("self", asksWhenAsked(A, A));
    start("client", guest -> guest.ask(A, "x"));

    assertThat(circles()).containsExactly(List.of(self));
  }

  @Test
  void twoThatWaitForRoomAtEachOtherAreNamed() {
    var small = TestKernel.limits(1, 1000, 64, 8);
    Consumer<ScriptGuest> a =
        guest -> {
          guest.register(A);
          guest.message();
          for (int i = 0; i < 3; i++) guest.emit(B, "x", MAY_WAIT);
        };
    Consumer<ScriptGuest> b =
        guest -> {
          guest.register(B);
          for (int i = 0; i < 4; i++) guest.emit(A, "x", MAY_WAIT);
        };
    var first = start("a", a, small);
    var second = start("b", b, small);

    assertThat(circles()).containsExactly(List.of(first, second));
    assertThat(it.kernel.deadlocks().getFirst().circle())
        .extracting(Deadlock.Wait::why)
        .containsOnly(Deadlock.Why.ROOM);
  }

  @Test
  void aTimeOutThatIsPendingBreaksTheCircle() {
    var time = Interfaces.shipped().shipped("time").definition();
    var until =
        MessageCodec.encodeCall(
            time.message("wait-until").orElseThrow(),
            List.of(Value.named("monotonic"), Value.unsigned(Long.MAX_VALUE)));
    start("a", asksWhenAsked(A, B));
    start(
        "b",
        guest -> {
          guest.register(B);
          guest.message();
          var asked = guest.emit(A, "x", NEEDS_ANSWER);
          var alarm = guest.emit(time.id(), until, NEEDS_ANSWER);
          guest.await(asked.id(), alarm.id());
        });
    start("client", guest -> guest.ask(A, "x"));

    assertThat(circles()).isEmpty();
  }

  @Test
  void whoStillListensAndWhoWaitsForTheUserIsInNoCircle() {
    start("a", asksWhenAsked(A, B));
    start(
        "b",
        guest -> {
          guest.register(B);
          guest.message();
          var asked = guest.emit(A, "x", NEEDS_ANSWER);
          guest.await(asked.id(), 1);
        });
    start("client", guest -> guest.ask(A, "x"));
    it.kernel.open(
        TestKernel.request(
            it.scripts.program("asking", guest -> guest.ask(A, "x")), "asking", List.of()));
    it.stepper.runUntilIdle();

    assertThat(circles()).isEmpty();
  }

  @Test
  void whoWaitsForAHandlerIsInNoCircle() {
    start("client", guest -> guest.ask(C, "x"));

    assertThat(circles()).isEmpty();
  }
}
