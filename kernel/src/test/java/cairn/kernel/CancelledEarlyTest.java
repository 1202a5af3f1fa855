package cairn.kernel;

import static cairn.kernel.ScriptGuest.QUESTION;
import static cairn.kernel.TestKernel.own;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another thread may cancel a question as soon as its id is written, and before it is parked. */
final class CancelledEarlyTest {
  @Test
  void aQuestionCancelledBeforeItIsParkedIsNotAskedAbout() {
    List<Integer> statuses = new ArrayList<>();
    try (var it = new TestKernel()) {
      var pid =
          it.open(
              "hasty",
              guest -> {
                for (int i = 0; i < 300; i++)
                  statuses.add(guest.telling(guest::cancel).emit(own("x"), "x", QUESTION).status());
                guest.receive();
              });
      it.settle(pid);

      assertThat(statuses).hasSize(300).containsOnly(0);
      assertThat(it.row(pid).openQuestions()).isZero();
      assertThat(it.row(pid).limitHits()).isEmpty();
      assertThat(it.kernel.snapshot().questions()).isEmpty();
    }
  }
}
