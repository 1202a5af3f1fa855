package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.shell.LogLines.Line;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class RecentLogTest {
  private static final String LONG = "x".repeat(4096);

  private final RecentLog usual = new RecentLog(InstantSource.system());
  private final RecentLog small = new RecentLog(InstantSource.system(), 100_000, 300_000);

  @Test
  void theNewestLinesStayInOrder() {
    for (int i = 0; i < 3000; i++) usual.line(new Pid(1), "info", "line " + i);

    assertThat(usual.newest(new Pid(1), 10_000))
        .hasSize(2000)
        .extracting(Line::text)
        .startsWith("line 1000")
        .endsWith("line 2999");
    assertThat(usual.count(new Pid(1))).isEqualTo(3000);
  }

  @Test
  void oneProcessKeepsAtMostOneMebibyte() {
    for (int i = 0; i < 2000; i++) usual.line(new Pid(1), "info", LONG);

    assertThat(usual.bytes()).isBetween((1L << 20) - 10_000, 1L << 20);
    assertThat(usual.newest(new Pid(1), 10_000)).hasSizeBetween(100, 130);
  }

  @Test
  void aThousandProcessesKeepNoMoreThanTheSum() {
    for (int pid = 1; pid <= 1000; pid++)
      for (int i = 0; i < 15; i++) usual.line(new Pid(pid), "info", LONG);

    assertThat(usual.bytes()).isLessThanOrEqualTo(64L << 20);
    assertThat(usual.newest(new Pid(1000), 100)).isNotEmpty();
  }

  @Test
  void whoWritesMostPaysForTheRoomOfOthers() {
    small.line(new Pid(1), "info", "a few words");
    for (int round = 0; round < 50; round++)
      for (int pid = 2; pid <= 6; pid++) small.line(new Pid(pid), "info", LONG);

    assertThat(small.bytes()).isLessThanOrEqualTo(300_000);
    assertThat(small.newest(new Pid(1), 10)).extracting(Line::text).containsExactly("a few words");
    assertThat(small.newest(new Pid(6), 10)).isNotEmpty();
  }
}
