package cairn.kernel.abi;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.Stepper;
import cairn.registry.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Descriptors and several threads. */
final class WasiTableTest {
  @Test
  void whoLooksWhileTheFoldersAreGivenWaitsForThem() {
    var guest = new WasiGuest();
    guest.world.leaveOpen("files.given");
    guest.world.on("files.folder", in -> Value.ok(Value.unsigned(7)));
    guest.world.asleep = () -> GuestThread.current().park();
    var results = new ArrayList<Integer>();
    try (var stepper = new Stepper(1)) {
      var threads = new ArrayList<GuestThread>();
      for (int i = 0; i < 3; i++) {
        int at = 100 + 100 * i;
        var thread = stepper.create("test", () -> results.add(guest.call("fd_prestat_get", 3, at)));
        threads.add(thread);
        thread.start();
      }
      stepper.runUntilIdle();
      assertThat(results).isEmpty();

      guest.world.answer("files.given", new Value.Items(List.of(Value.text("data"))));
      threads.forEach(GuestThread::unpark);
      stepper.runUntilIdle();

      assertThat(results).containsExactly(0, 0, 0);
    }
  }
}
