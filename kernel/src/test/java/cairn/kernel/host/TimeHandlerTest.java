package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeHandlerTest {
  private final FakeClocks clocks = new FakeClocks();
  private final TimeHandler time = new TimeHandler(Interfaces.shipped(), clocks);

  private FakeCall waitUntil(String clock, long moment) {
    return FakeCall.sent(time, "wait-until", Value.named(clock), Value.unsigned(moment));
  }

  @Test
  void clocksAreRead() {
    assertThat(FakeCall.sent(time, "monotonic").value())
        .isEqualTo(Value.unsigned(clocks.monotonic()));
    assertThat(FakeCall.sent(time, "wall").value()).isEqualTo(Value.unsigned(clocks.wall()));
    assertThat(FakeCall.sent(time, "resolution", Value.named("wall")).value())
        .isEqualTo(Value.unsigned(1));
  }

  @Test
  void aWaitIsAnsweredAtItsMomentAndNotBefore() {
    FakeCall call = waitUntil("monotonic", clocks.monotonic() + 50);

    clocks.advance(49);
    assertThat(call.isAnswered()).isFalse();

    clocks.advance(1);
    assertThat(call.value()).isEqualTo(Value.UNIT);
  }

  @Test
  void aMomentThatIsPastIsAnsweredAtOnce() {
    assertThat(waitUntil("monotonic", 0).value()).isEqualTo(Value.UNIT);
    assertThat(waitUntil("wall", clocks.wall()).value()).isEqualTo(Value.UNIT);
    assertThat(clocks.alarms()).isZero();
  }

  @Test
  void theLastMomentOfAllIsNotPast() {
    FakeCall call = waitUntil("monotonic", -1);

    clocks.advance(1_000_000_000_000L);

    assertThat(call.isAnswered()).isFalse();
  }

  @Test
  void aWaitForTheWallClockFollowsWhenTheClockIsSet() {
    FakeCall call = waitUntil("wall", clocks.wall() + 3_600_000_000_000L);
    clocks.setWall(clocks.wall() + 3_600_000_000_000L);

    clocks.advance(10_000_000_000L);

    assertThat(call.isAnswered()).isTrue();
  }

  @Test
  void aWaitForTheWallClockLastsLongerWhenTheClockIsSetBack() {
    long hour = 3_600_000_000_000L;
    FakeCall call = waitUntil("wall", clocks.wall() + hour);
    clocks.setWall(clocks.wall() - 10 * hour);

    clocks.advance(10 * hour);
    assertThat(call.isAnswered()).isFalse();
    assertThat(clocks.alarms()).isOne();

    clocks.advance(hour);
    assertThat(call.value()).isEqualTo(Value.UNIT);
  }

  @Test
  void settingTheWallClockMovesNoOtherClock() {
    FakeCall call = waitUntil("monotonic", clocks.monotonic() + 50);

    for (long wall : new long[] {0, 1, Long.MAX_VALUE, 1_700_000_000_000_000_000L}) {
      clocks.setWall(wall);
      clocks.advance(10);
      assertThat(call.isAnswered()).isFalse();
    }
    clocks.advance(10);

    assertThat(call.value()).isEqualTo(Value.UNIT);
  }

  @Test
  void aCancelledWaitLeavesNoAlarm() {
    FakeCall call = waitUntil("monotonic", clocks.monotonic() + 50);

    call.cancel();

    assertThat(clocks.alarms()).isZero();
  }

  @Test
  void theEndOfAProcessEndsItsAlarmsAndNoOthers() {
    waitUntil("monotonic", clocks.monotonic() + 50);
    FakeCall other =
        FakeCall.sentBy(
            new Pid(8),
            time,
            "wait-until",
            Value.named("monotonic"),
            Value.unsigned(clocks.monotonic() + 50));

    time.ended(FakeCall.PID);
    assertThat(clocks.alarms()).isEqualTo(1);

    clocks.advance(50);
    assertThat(other.isAnswered()).isTrue();
  }

  @Test
  void oneAlarmOverTheLimitFailsAndRoomComesBackWhenOneHasRung() {
    List<FakeCall> calls = new ArrayList<>();
    for (int i = 0; i < 4096; i++) calls.add(waitUntil("monotonic", clocks.monotonic() + 1 + i));

    FakeCall over = waitUntil("monotonic", clocks.monotonic() + 1);
    clocks.advance(1);
    FakeCall after = waitUntil("monotonic", clocks.monotonic() + 10_000);

    assertThat(over.outcome()).isEmpty();
    assertThat(calls.getFirst().isAnswered()).isTrue();
    assertThat(after.isAnswered()).isFalse();
  }

  @Test
  void theSystemsClocksWakeAWait() {
    try (Clocks system = Clocks.system()) {
      TimeHandler real = new TimeHandler(Interfaces.shipped(), system);
      long moment = system.monotonic() + 2_000_000;

      FakeCall call =
          FakeCall.sent(real, "wait-until", Value.named("monotonic"), Value.unsigned(moment));

      assertThat(call.value()).isEqualTo(Value.UNIT);
      assertThat(system.monotonic()).isGreaterThanOrEqualTo(moment);
    }
  }
}
