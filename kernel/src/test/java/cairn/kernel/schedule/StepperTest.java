package cairn.kernel.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class StepperTest extends GuestSchedulerContract {
  @Override
  GuestScheduler scheduler() {
    return new Stepper(1);
  }

  @Override
  GuestScheduler impatient() {
    return new Stepper(1, 0);
  }

  @Override
  void until(GuestScheduler scheduler, BooleanSupplier condition) {
    ((Stepper) scheduler).runUntil(condition);
  }

  @Override
  boolean stepped() {
    return true;
  }

  @Test
  void nothingRunsUntilItIsStepped() {
    try (var stepper = new Stepper(1)) {
      var guest = stepper.create("guest", () -> {});
      guest.start();

      assertThat(guest.isDone()).isFalse();
      assertThat(stepper.step()).isTrue();
      assertThat(guest.isDone()).isTrue();
      assertThat(stepper.step()).isFalse();
    }
  }

  @Test
  void theSameSeedGivesTheSameOrder() {
    assertThat(orderWith(5)).isEqualTo(orderWith(5)).hasSize(60);
    assertThat(orderWith(5)).isNotEqualTo(orderWith(6));
  }

  private static List<Integer> orderWith(long seed) {
    var order = new ArrayList<Integer>();
    try (var stepper = new Stepper(seed, 0)) {
      for (int i = 0; i < 6; i++) {
        int id = i;
        stepper
            .create(
                "guest",
                () ->
                    runGuest(
                        () -> {
                          for (int k = 0; k < 10; k++) {
                            order.add(id);
                            poll();
                          }
                        }))
            .start();
      }
      stepper.runUntilIdle();
    }
    return order;
  }

  @Test
  void waitingForWhatNeverComesIsAnError() {
    try (var stepper = new Stepper(1)) {
      stepper.create("spin", GuestSchedulerContract::spin).start();

      assertThatThrownBy(stepper::runUntilIdle).isInstanceOf(IllegalStateException.class);
    }
  }
}
