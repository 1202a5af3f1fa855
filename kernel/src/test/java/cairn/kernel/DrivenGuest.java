package cairn.kernel;

import cairn.kernel.schedule.GuestThread;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A guest that does what the test says, when it says so, and sleeps in between. */
final class DrivenGuest implements Consumer<ScriptGuest> {
  private final ConcurrentLinkedQueue<Consumer<ScriptGuest>> orders = new ConcurrentLinkedQueue<>();

  /** Set by the guest before it first sleeps. */
  private volatile @Nullable GuestThread thread;

  @Override
  public void accept(ScriptGuest guest) {
    var here = GuestThread.current();
    thread = here;
    while (true) {
      var order = orders.poll();
      if (order == null) here.park();
      else order.accept(guest);
    }
  }

  /** Has it do something that does not wait, and answers what came of it. */
  <T> T does(TestKernel in, Function<ScriptGuest, T> order) {
    var result = new AtomicReference<@Nullable T>();
    orders.add(guest -> result.set(order.apply(guest)));
    Objects.requireNonNull(thread, "it has not begun").unpark();
    in.until(() -> result.get() != null);
    in.stepper.runUntilIdle();
    return Objects.requireNonNull(result.get());
  }
}
