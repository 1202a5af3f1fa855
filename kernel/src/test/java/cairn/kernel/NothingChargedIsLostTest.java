package cairn.kernel;

import static cairn.kernel.ScriptGuest.MAY_WAIT;
import static cairn.kernel.ScriptGuest.NEEDS_ANSWER;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.abi.Syscalls;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of messages, in the end nothing is charged to anybody. */
final class NothingChargedIsLostTest {
  private static final InterfaceId NOBODY = own("nobody");
  private static final InterfaceId SERVICE = own("service");
  private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();
  private static final int KIB = 1 << 10;
  private static final Decision ONCE = new Decision.Allow(Lifetime.ONCE, Breadth.EXACT);

  private static long inFlight(TestKernel it) {
    return it.kernel.snapshot().totals().inFlight();
  }

  private static Payload bytes(int length) {
    return Payload.owning(new byte[length]);
  }

  @Test
  void whatAnEndedProgramWasAllowedToSendToNobodyIsGivenBack() {
    try (var it = new TestKernel()) {
      var sender =
          it.open(
              "sender",
              guest -> {
                guest.emitLarge(NOBODY, 16, KIB, MAY_WAIT);
                guest.emitLarge(NOBODY, 16, KIB, MAY_WAIT | NEEDS_ANSWER);
                guest.hold("go");
              },
              own("go"));
      it.settle(sender);
      while (!it.kernel.snapshot().questions().isEmpty())
        it.kernel.decide(it.kernel.snapshot().questions().getFirst().id(), ONCE);
      it.settle(sender);
      assertThat(inFlight(it)).isEqualTo(2L * 16 * KIB);

      it.kernel.end(sender, "the test");
      it.end(sender);

      assertThat(inFlight(it)).isZero();
      assertThat(it.port(NOBODY)).isEmpty();
    }
  }

  @Test
  void whatIsAllowedAfterItsHandlerAndItsEmitterHaveEndedIsGivenBack() {
    try (var it = new TestKernel()) {
      var handler =
          it.open(
              "handler",
              guest -> {
                guest.register(SERVICE);
                guest.hold("go");
              },
              SERVICE,
              own("go"));
      it.settle(handler);
      var sender = it.open("sender", guest -> guest.emitLarge(SERVICE, 16, KIB, MAY_WAIT), SERVICE);
      it.end(sender);
      assertThat(inFlight(it)).isEqualTo(16L * KIB);

      it.kernel.end(handler, "the test");
      it.end(handler);

      assertThat(inFlight(it)).isZero();
    }
  }

  /** A native handler that answers, fails, keeps and lets go as it pleases. */
  private static final class Whimsical implements NativeHandler {
    private final Random random;
    private final List<NativeCall> calls = new CopyOnWriteArrayList<>();
    private final List<Runnable> kept = new CopyOnWriteArrayList<>();

    Whimsical(Random random) {
      this.random = random;
    }

    @Override
    public Definition definition() {
      return TCP;
    }

    @Override
    public void handle(NativeCall call) {
      calls.add(call);
      if (random.nextInt(3) == 0) kept.add(call.keep());
      switch (random.nextInt(5)) {
        case 0 -> call.answer(Value.err("reset"));
        case 1 -> call.fail();
        case 2 -> throw new OutOfMemoryError("as if");
        default -> {}
      }
    }

    void settleSome() {
      for (NativeCall call : calls) if (random.nextBoolean()) call.fail();
    }

    @Override
    public void ended(Pid pid) {}

    @Override
    public void close() {}

    void letGo() {
      kept.forEach(Runnable::run);
    }
  }

  private static final Payload WRITE =
      MessageCodec.encodeCall(
          TCP.message("write").orElseThrow(),
          List.of(Value.unsigned(1), Value.bytes(bytes(2_000))));

  private static void sends(ScriptGuest guest, Random random) {
    var open = new ArrayList<Long>();
    for (int i = 0; i < 30; i++) {
      int flags = random.nextInt(2) == 0 ? 0 : NEEDS_ANSWER;
      // What may wait and cannot be delivered puts the sender to sleep until it is ended.
      if (random.nextInt(6) == 0) flags |= MAY_WAIT;
      var sent =
          switch (random.nextInt(3)) {
            case 0 -> guest.emitLarge(NOBODY, 2 + random.nextInt(100), KIB, flags);
            case 1 -> guest.emitLarge(SERVICE, 2 + random.nextInt(100), KIB, flags);
            default -> guest.emit(TCP.id(), WRITE, NEEDS_ANSWER);
          };
      if (sent.status() == Syscalls.ACCEPTED && sent.id() != 0) open.add(sent.id());
      if (!open.isEmpty() && random.nextInt(3) == 0)
        guest.cancel(open.remove(random.nextInt(open.size())));
      if (!open.isEmpty() && random.nextInt(5) == 0) guest.next(4_000, false, open.getFirst());
    }
    if (random.nextBoolean()) guest.hold("go");
  }

  private static void serves(ScriptGuest guest, Random random) {
    guest.register(SERVICE);
    for (int i = 0; i < 20; i++) {
      var got = guest.receive();
      if (got.kind() == 0 && got.id() != 0 && random.nextBoolean())
        guest.answer(got.id(), bytes(1500 + random.nextInt(2_000)));
    }
  }

  private static Decision any(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ONCE;
      case 1 -> new Decision.Allow(Lifetime.THIS_RUN, Breadth.ANY);
      case 2 -> new Decision.Deny(Lifetime.ONCE, Breadth.EXACT);
      default -> new Decision.Deny(Lifetime.THIS_RUN, Breadth.ANY);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void afterARandomLifeOfManyProcessesNothingIsCharged(long seed) {
    var random = new Random(seed);
    var tcp = new Whimsical(random);
    try (var it = new TestKernel(builder -> builder.handler(tcp))) {
      var living = new ArrayList<Pid>();
      for (int step = 0; step < 25; step++) {
        var own = new Random(random.nextLong());
        switch (random.nextInt(6)) {
          case 0, 1 ->
              living.add(it.open("sender", guest -> sends(guest, own), own("go"), TCP.id()));
          case 2 -> living.add(it.open("service", guest -> serves(guest, own), SERVICE));
          case 3 -> {
            List<PermissionRequest> open = it.kernel.snapshot().questions();
            if (!open.isEmpty())
              it.kernel.decide(open.get(random.nextInt(open.size())).id(), any(random));
          }
          case 4 -> tcp.settleSome();
          default -> {
            if (!living.isEmpty())
              it.kernel.end(living.remove(random.nextInt(living.size())), "the test");
          }
        }
        if (random.nextBoolean()) it.stepper.runUntilIdle();
      }
      for (var row : it.kernel.snapshot().processes()) it.kernel.end(row.pid(), "the test");
      for (var row : it.kernel.snapshot().processes()) it.end(row.pid());
      tcp.letGo();

      assertThat(inFlight(it)).isZero();
      assertThat(it.kernel.snapshot().totals().memoryBytes()).isZero();
    }
  }
}
