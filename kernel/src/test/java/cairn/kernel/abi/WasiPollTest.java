package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Value;
import org.junit.jupiter.api.Test;

class WasiPollTest {
  private static final int IN = 4096;
  private static final int OUT = 8192;
  private static final int COUNT = 64;

  private final WasiGuest guest = new WasiGuest();
  private int subscriptions;

  private long next(int type) {
    long at = IN + 48L * subscriptions;
    guest.memory.putI64(at, 100 + subscriptions);
    guest.memory.putU8(at + 8, type);
    subscriptions++;
    return at;
  }

  private void clock(int id, long timeout, boolean absolute) {
    long at = next(0);
    guest.memory.putI32(at + 16, id);
    guest.memory.putI64(at + 24, timeout);
    guest.memory.putI16(at + 40, absolute ? 1 : 0);
  }

  private void descriptor(int type, int descriptor) {
    guest.memory.putI32(next(type) + 16, descriptor);
  }

  private int poll() {
    return guest.call("poll_oneoff", IN, OUT, subscriptions, COUNT);
  }

  /** The events: user data, error, type, bytes, flags. */
  private String events() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < guest.memory.i32(COUNT); i++) {
      long at = OUT + 32L * i;
      all.append(guest.memory.i64(at))
          .append(" e")
          .append(guest.memory.u8(at + 8))
          .append(" t")
          .append(guest.memory.u8(at + 10))
          .append(" n")
          .append(guest.memory.i64(at + 16))
          .append(" f")
          .append(guest.memory.u8(at + 24))
          .append("; ");
    }
    return all.toString();
  }

  private long awaited() {
    return ((Value.Unsigned) guest.world.question("time.wait-until").arguments().get(1)).value();
  }

  @Test
  void aSleepIsAnAlarm() {
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep =
        () -> {
          assertThat(awaited()).isEqualTo(5_000 + 300);
          guest.world.answer("time.wait-until", Value.UNIT);
        };
    clock(1, 300, false);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t0 n0 f0; ");
  }

  @Test
  void aSleepOfNothingReturnsAtOnce() {
    clock(1, 0, false);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t0 n0 f0; ");
    assertThat(guest.world.sent).isEmpty();
  }

  @Test
  void aStandardStreamThatTheHostHasClosedIsNoDescriptor() {
    guest.world.on("console.streams", in -> WasiGuest.kinds("closed", "closed", "other"));
    descriptor(1, 0);
    descriptor(2, 1);
    descriptor(2, 2);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e8 t1 n0 f0; 101 e8 t2 n0 f0; 102 e0 t2 n65536 f0; ");
  }

  @Test
  void ofSeveralClocksTheEarliestIsAwaited() {
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep =
        () -> {
          assertThat(awaited()).isEqualTo(6_000);
          guest.world.answer("time.wait-until", Value.UNIT);
        };
    clock(1, 9_000, true);
    clock(1, 6_000, true);
    clock(1, 1_000, false);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("101 e0 t0 n0 f0; 102 e0 t0 n0 f0; ");
    assertThat(guest.world.sent).containsOnlyOnce("time.wait-until");
  }

  @Test
  void theAlarmOfTheOtherClockIsCancelled() {
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep = () -> guest.world.answer("time.wait-until", Value.UNIT);
    clock(1, 6_000, true);
    clock(0, 1_800_000_000_000_000_000L, true);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t0 n0 f0; ");
    assertThat(guest.world.cancelled).containsExactly("time.wait-until");
  }

  @Test
  void aDurationThatOverflowsIsTheLastMoment() {
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep =
        () -> {
          assertThat(awaited()).isEqualTo(-1);
          guest.world.answer("time.wait-until", Value.UNIT);
        };
    clock(1, -1, false);

    assertThat(poll()).isZero();
  }

  @Test
  void inputIsAwaitedAndThenRead() {
    guest.world.leaveOpen("console.read");
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep = () -> guest.world.answer("console.read", WasiGuest.typed("key"));
    descriptor(1, 0);
    clock(1, 1_000, false);

    assertThat(poll()).isZero();
    assertThat(events()).isEqualTo("100 e0 t1 n3 f0; ");
    assertThat(guest.world.cancelled).containsExactly("time.wait-until");

    guest.buffer(3000, 10);
    assertThat(guest.call("fd_read", 0, 1000, 1, 8)).isZero();
    assertThat(guest.text(3000, 3)).isEqualTo("key");
  }

  @Test
  void inputThatComesAfterTheTimeIsNotLost() {
    guest.world.leaveOpen("console.read");
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep = () -> guest.world.answer("time.wait-until", Value.UNIT);
    descriptor(1, 0);
    clock(1, 1_000, false);

    assertThat(poll()).isZero();
    assertThat(events()).isEqualTo("101 e0 t0 n0 f0; ");
    guest.world.answer("console.read", WasiGuest.typed("late"));

    assertThat(poll()).isZero();
    assertThat(events()).isEqualTo("100 e0 t1 n4 f0; ");
    assertThat(guest.world.sent).containsOnlyOnce("console.read");
  }

  @Test
  void lookingWithoutWaitingTellsWhatIsThere() {
    guest.world.on("console.read", in -> WasiGuest.typed("ab"));
    descriptor(1, 0);
    clock(1, 0, false);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t1 n2 f0; 101 e0 t0 n0 f0; ");
  }

  @Test
  void theEndOfInputIsAHangUp() {
    guest.world.on("console.read", in -> WasiGuest.typed(""));
    descriptor(1, 0);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t1 n0 f1; ");
  }

  @Test
  void outputIsAlwaysReady() {
    descriptor(2, 1);
    clock(1, 1_000_000, false);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e0 t2 n65536 f0; ");
  }

  @Test
  void whatIsNotOpenIsAnEventWithAnError() {
    descriptor(1, 9);
    descriptor(1, 1);
    descriptor(2, 0);
    clock(7, 0, false);

    assertThat(poll()).isZero();

    assertThat(events())
        .isEqualTo("100 e8 t1 n0 f0; 101 e8 t1 n0 f0; 102 e8 t2 n0 f0; 103 e28 t0 n0 f0; ");
  }

  @Test
  void anAlarmThatIsRefusedIsNoSuccess() {
    guest.world.leaveOpen("time.wait-until");
    guest.world.asleep = () -> guest.world.fail("time.wait-until");
    clock(1, 1_000, false);

    assertThat(poll()).isEqualTo(WasiGuest.AGAIN);
    assertThat(guest.memory.i32(COUNT)).isZero();
  }

  @Test
  void aFailureOfTheInputIsTheErrorOfItsEvent() {
    guest.world.on("console.read", in -> Value.err("not-open"));
    descriptor(1, 0);

    assertThat(poll()).isZero();

    assertThat(events()).isEqualTo("100 e8 t1 n0 f0; ");
  }

  @Test
  void anyNumberOfSubscriptionsIsWaitedFor() {
    int many = 5_000;
    var crowd = new WasiGuest(8 * many * 6 + many * 32 + (1 << 16));
    int out = 48 * many;
    int countOut = out + 32 * many;
    for (int i = 0; i < many; i++) {
      long at = 48L * i;
      crowd.memory.putI64(at, i);
      crowd.memory.putI32(at + 16, 1);
      crowd.memory.putI64(at + 24, 1_000 + (many - i));
    }
    crowd.world.leaveOpen("time.wait-until");
    crowd.world.asleep = () -> crowd.world.answer("time.wait-until", Value.UNIT);

    assertThat(crowd.call("poll_oneoff", 0, out, many, countOut)).isZero();

    assertThat(crowd.memory.i32(countOut)).isEqualTo(1);
    assertThat(crowd.memory.i64(out)).isEqualTo(many - 1);
    assertThat(crowd.world.sent).containsExactly("time.monotonic", "time.wait-until");
  }

  @Test
  void noneAndUnknownKindsAreInvalid() {
    assertThat(poll()).isEqualTo(WasiGuest.INVAL);
    next(3);
    assertThat(poll()).isEqualTo(WasiGuest.INVAL);
  }
}
