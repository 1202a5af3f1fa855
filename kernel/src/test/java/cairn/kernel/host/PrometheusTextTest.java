package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Fallbacks;
import cairn.kernel.TestKernel;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  /** A line of the exposition format, version 0.0.4, as far as it is used here. */
  private static final Pattern LINE =
      Pattern.compile(
          "# HELP [a-z_]+ [^\\n]+|# TYPE [a-z_]+ (counter|gauge)"
              + "|[a-z_]+(\\{([a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)+\\})? [0-9]+");

  @Test
  void everyProcessAndEveryInterfaceHasItsNumbers() {
    try (var it = new TestKernel()) {
      var pid =
          it.open(
              "talker",
              guest -> {
                for (int i = 0; i < 3; i++) guest.emit(TestKernel.own("nobody"), "x", 0);
                guest.emit(it.interfaces.shipped("process").definition().id(), "", 0);
                guest.hold("later");
              },
              TestKernel.own("later"));
      it.settle(pid);

      String text = PrometheusText.of(it.kernel.snapshot(), Map.of());

      assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
      assertThat(text)
          .contains("cairn_processes 1\n")
          .contains("cairn_process_sent_total{pid=\"" + pid.number() + "\",name=\"talker\"} 1\n")
          .contains(
              "cairn_interface_malformed_total{id=\""
                  + it.interfaces.shipped("process").definition().id()
                  + "\",name=\"process\"} 1\n");
    }
  }

  @Test
  void fallbacksAreCountedByKind() {
    try (var it = new TestKernel()) {
      String text =
          PrometheusText.of(it.kernel.snapshot(), Map.of(Fallbacks.Kind.MEMORY_NOT_MAPPED, 3L));

      assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
      assertThat(text)
          .contains("cairn_fallbacks_total{kind=\"memory_not_mapped\"} 3\n")
          .contains("cairn_fallbacks_total{kind=\"platform_threads\"} 0\n");
    }
  }

  @Test
  void aNameCannotBreakOutOfItsLabel() {
    try (var it = new TestKernel()) {
      var name = "a\"} 7\ncairn_processes 99\\\n";
      var pid = it.open(name, guest -> guest.hold("later"), TestKernel.own("later"));
      it.settle(pid);

      String text = PrometheusText.of(it.kernel.snapshot(), Map.of());

      assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
      assertThat(text).doesNotContain("\ncairn_processes 99");
    }
  }
}
