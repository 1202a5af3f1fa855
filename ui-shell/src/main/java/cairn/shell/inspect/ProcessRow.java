package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.registry.Cid;
import cairn.shell.Amounts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One process as a row of {@code cairn:processes}.
 *
 * @param line who started it, and who started those
 * @param hash the program's whole CID; empty while loading
 * @param cpuPercent rounded to tenths, so that an unseen change changes nothing
 * @param memoryShare of its limit, 0 to 1
 * @param handles names of the interfaces it answers, in order
 * @param permissions names of the interfaces it was allowed something of, in order
 */
public record ProcessRow(
    Pid pid,
    Lineage line,
    String name,
    Optional<ProgramId> program,
    String hash,
    StateWords state,
    Phase phase,
    double cpuPercent,
    long memoryBytes,
    double memoryShare,
    long messagesPerSecond,
    int open,
    List<String> handles,
    List<String> permissions) {
  /** What can be done with it. */
  public enum Phase {
    /** It runs or waits: pause, end. */
    ALIVE,
    /** It is paused: resume, end. */
    PAUSED,
    /** It is over: remove. */
    OVER
  }

  /** The columns, in order. */
  public static final List<Column<ProcessRow>> COLUMNS =
      List.of(
          Column.text(InspectWords.say("process.program"), 176, 160, ProcessRow::name),
          Column.text(InspectWords.say("process.state"), 280, 160, row -> row.state().text()),
          Column.number(
              InspectWords.say("process.cpu"),
              72,
              row -> Figures.percent(row.cpuPercent()),
              Comparator.comparingDouble(ProcessRow::cpuPercent)),
          new Column<>(
              InspectWords.say("process.memory"),
              150,
              150,
              false,
              row -> Amounts.bytes(row.memoryBytes()),
              Comparator.comparingLong(ProcessRow::memoryBytes)),
          Column.<ProcessRow>number(
                  InspectWords.say("process.messages"),
                  92,
                  row -> Amounts.count(row.messagesPerSecond()),
                  Comparator.comparingLong(ProcessRow::messagesPerSecond))
              .tip(InspectWords.say("process.messages.tip")),
          Column.<ProcessRow>number(
                  InspectWords.say("process.open"),
                  54,
                  row -> Amounts.count(row.open()),
                  Comparator.comparingInt(ProcessRow::open))
              .tip(InspectWords.say("process.open.tip")),
          Column.text(
              InspectWords.say("process.handles"), 88, 60, row -> String.join(", ", row.handles())),
          Column.text(
              InspectWords.say("process.permissions"),
              102,
              60,
              row -> String.join(", ", row.permissions())));

  public ProcessRow {
    handles = List.copyOf(handles);
    permissions = List.copyOf(permissions);
  }

  static ProcessRow of(
      OfProcess process,
      Lineage line,
      long atNanos,
      Activity.Rates rates,
      List<String> handles,
      List<String> permissions) {
    return new ProcessRow(
        process.pid(),
        line,
        cairn.shell.PlainWords.program(process.name()),
        process.program(),
        process.program().map(program -> Cid.raw(program.hash()).toString()).orElse(""),
        StateWords.of(process.state(), atNanos),
        phase(process.state()),
        Math.round(rates.cpuPercent() * 10) / 10.0,
        process.memoryBytes(),
        process.memoryLimit() <= 0
            ? 0
            : Math.clamp((double) process.memoryBytes() / process.memoryLimit(), 0, 1),
        rates.messagesPerSecond(),
        process.openQuestions(),
        handles,
        permissions);
  }

  private static Phase phase(ProcessState state) {
    return switch (state) {
      case ProcessState.Loading loading -> Phase.ALIVE;
      case ProcessState.Running running -> Phase.ALIVE;
      case ProcessState.Waiting waiting -> Phase.ALIVE;
      case ProcessState.AskingUser asking -> Phase.ALIVE;
      case ProcessState.Suspended suspended -> Phase.PAUSED;
      case ProcessState.Ended ended -> Phase.OVER;
    };
  }

  /** Who started it, for people; empty when the user did. */
  public String startedBy() {
    if (line.depth() == 0 && line.missing().isEmpty()) return "";
    Pid by = line.depth() == 0 ? line.missing().orElseThrow() : line.path().get(line.depth() - 1);
    return InspectWords.say(
        line.orphaned() ? "process.orphan" : "process.started-by", by.toString());
  }

  /** The end of its hash, which tells it from others of its name: {@code …x7qa}. */
  public String tail() {
    return hash.isEmpty() ? "" : "…" + hash.substring(hash.length() - 4);
  }

  /** Whether every word of a filter stands somewhere in the row. */
  public boolean matches(String filter) {
    var text =
        String.join(
                " ",
                name,
                state.text(),
                "pid " + pid,
                startedBy(),
                hash,
                String.join(" ", handles),
                String.join(" ", permissions))
            .toLowerCase(Locale.ROOT);
    for (var word : filter.toLowerCase(Locale.ROOT).split("\\s+"))
      if (!text.contains(word)) return false;
    return true;
  }
}
