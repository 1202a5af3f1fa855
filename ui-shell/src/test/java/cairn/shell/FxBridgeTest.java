package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
  void lookingAfterTheEndHasNoEffect() {
    bridge.close();

    bridge.soon();

    assertThat(paintQueue).isEmpty();
  }
}
