package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FxBridgeTest {
  private final FakeKernel kernel = new FakeKernel();
  private final Deque<Runnable> paintQueue = new ArrayDeque<>();
  private final List<KernelSnapshot> painted = new ArrayList<>();
  private final FxBridge bridge = FxBridge.byHand(kernel::snapshot, paintQueue::add);

  FxBridgeTest() {
    bridge.listen(painted::add);
  }

  @AfterEach
  void stop() {
    bridge.close();
  }

  @Test
  void aLatePainterGetsOnlyTheNewestSnapshot() {
    for (int i = 0; i < 1000; i++) bridge.look();

    assertThat(paintQueue).hasSize(1);
    paintQueue.poll().run();

    assertThat(painted).hasSize(1);
    assertThat(painted.getFirst().atNanos()).isEqualTo(1000L * 250_000_000);
  }

  @Test
  void afterPaintingTheNextSnapshotIsQueuedAgain() {
    bridge.look();
    paintQueue.poll().run();

    bridge.look();
    paintQueue.poll().run();

    assertThat(painted).hasSize(2);
  }

  @Test
  void anErrorOfOneLookDoesNotEndTheClock() {
    var fails = new AtomicBoolean(true);
    var seen = new ArrayList<KernelSnapshot>();
    try (var shaky =
        FxBridge.byHand(
            () -> {
              if (fails.get()) throw new StackOverflowError("too deep");
              return kernel.snapshot();
            },
            paintQueue::add)) {
      shaky.listen(seen::add);

      shaky.lookAndGoOn();
      fails.set(false);
      shaky.lookAndGoOn();
      paintQueue.poll().run();

      assertThat(seen).hasSize(1);
      assertThat(shaky.faults()).isEqualTo(1);
    }
  }

  @Test
  void aPaintingThatCannotBeQueuedIsTriedAgain() {
    var refuses = new AtomicBoolean(true);
    var seen = new ArrayList<KernelSnapshot>();
    try (var shaky =
        FxBridge.byHand(
            kernel::snapshot,
            task -> {
              if (refuses.get()) throw new IllegalStateException("not now");
              paintQueue.add(task);
            })) {
      shaky.listen(seen::add);

      shaky.lookAndGoOn();
      refuses.set(false);
      shaky.lookAndGoOn();
      paintQueue.poll().run();

      assertThat(seen).hasSize(1);
    }
  }

  @Test
  void anErrorOfOneListenerIsCountedAndTheOthersAreTold() {
    var after = new ArrayList<KernelSnapshot>();
    bridge.listen(
        now -> {
          throw new AssertionError("a bug");
        });
    bridge.listen(after::add);

    for (int i = 0; i < 3; i++) {
      bridge.look();
      paintQueue.poll().run();
    }

    assertThat(painted).hasSize(3);
    assertThat(after).hasSize(3);
    assertThat(bridge.faults()).isEqualTo(3);
  }

  @Test
  void lookingAfterTheEndHasNoEffect() {
    bridge.close();

    bridge.soon();

    assertThat(paintQueue).isEmpty();
  }
}
