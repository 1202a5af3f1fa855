package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivityTest {
  private final Activity activity = new Activity();

  @Test
  void oneSnapshotMakesNoRate() {
    var spin = process(1, "spin").cpu(1_000_000_000).messages(500).done();

    activity.record(at(1, spin));

    assertThat(activity.of(spin)).isEqualTo(new Activity.Rates(0, 0));
  }

  @Test
  void useOfAProcessorIsTakenOverTheLastSecond() {
    OfProcess spin = process(1, "spin").done();
    for (int quarter = 0; quarter <= 40; quarter++) {
      // It idles for nine seconds, then uses half a core.
      int busy = Math.max(0, quarter - 36);
      spin = process(1, "spin").cpu(busy * 125_000_000L).done();
      activity.record(at(quarter / 4.0, spin));
    }

    assertThat(activity.of(spin).cpuPercent()).isEqualTo(50);
  }

  @Test
  void aClockThatSpeaksOnceASecondHasTheSameRateEverywhere() {
    var status = new cairn.shell.MessageRate();
    for (int quarter = 0; quarter <= 80; quarter++) {
      // Three questions and their answers, every fourth snapshot.
      long beats = quarter / 4;
      var clock = process(1, "clock").messages(6 * beats).answers(3 * beats).done();
      var time = Scripted.used("time", new HandledBy.Native(), 2 * beats, 0, 0, 1);
      var console = Scripted.used("console", new HandledBy.Native(), beats, 0, 0, 1);
      var now = at(quarter / 4.0, List.of(clock), List.of(time, console), List.of(), 3 * beats);
      activity.record(now);
      long whole = status.perSecond(now);

      if (quarter < 24) continue;
      assertThat(whole).isEqualTo(3);
      assertThat(activity.of(clock).messagesPerSecond()).isEqualTo(3);
      assertThat(activity.messagesPerSecond(time) + activity.messagesPerSecond(console))
          .isEqualTo(3);
    }
  }

  @Test
  void aProcessThatJustBeganIsCountedFromItsBeginning() {
    for (int second = 0; second <= 20; second++) activity.record(at(second));
    var fresh = process(1, "fresh").done();
    activity.record(at(20.25, fresh));
    var later = process(1, "fresh").messages(100).done();
    activity.record(at(20.75, later));

    assertThat(activity.of(later).messagesPerSecond()).isZero();

    activity.record(at(21.25, process(1, "fresh").messages(200).done()));
    activity.record(at(22.25, process(1, "fresh").messages(400).done()));
    var last = process(1, "fresh").messages(600).done();
    activity.record(at(23.25, last));
    assertThat(activity.of(last).messagesPerSecond()).isEqualTo(200);
  }

  @Test
  void aProcessOnTwoCoresUsesMoreThanAHundredPercent() {
    var before = process(1, "two").done();
    var after = process(1, "two").cpu(2_000_000_000L).done();

    activity.record(at(0, before));
    activity.record(at(1, after));

    assertThat(activity.of(after).cpuPercent()).isEqualTo(200);
  }

  @Test
  void anInterfaceThatIsNewCountsFromNothing() {
    var tcp = Scripted.used("tcp", new HandledBy.Native(), 30, 0, 0);
    activity.record(at(0));
    activity.record(at(1, List.of(), List.of(tcp), List.of()));

    assertThat(activity.messagesPerSecond(tcp)).isEqualTo(30);
  }

  @Test
  void theSameSnapshotTakenTwiceChangesNothing() {
    var one = at(0, process(1, "a").done());
    var two = at(1, process(1, "a").messages(10).done());
    activity.record(one);
    activity.record(two);
    activity.record(two);
    activity.record(one);

    assertThat(activity.of(two.processes().getFirst()).messagesPerSecond()).isEqualTo(10);
    assertThat(activity.history(new cairn.kernel.Pid(1)).orElseThrow().cpu().values())
        .containsExactly(0.0);
  }

  @Test
  void historyIsKeptForFiveMinutesAndEndsWithItsProcess() {
    var pid = new cairn.kernel.Pid(1);
    for (int second = 0; second < 1000; second++)
      activity.record(at(second, process(1, "a").memory(second).done()));

    var memory = activity.history(pid).orElseThrow().memory();
    assertThat(memory.values())
        .hasSize(History.SAMPLES)
        .startsWith(700.0)
        .endsWith(999.0)
        .isSorted();
    assertThat(memory.first()).isEqualTo(699);

    activity.record(at(1001));
    assertThat(activity.history(pid)).isEmpty();
  }
}
