package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A trace with the rows that a test puts in. Used by one thread. */
public final class ScriptedTrace implements MessageTrace {
  private final List<Row> rows = new ArrayList<>();
  private final Map<Long, Bodies> bodies = new HashMap<>();
  private final Set<ProgramId> programs = new HashSet<>();
  private final Set<Pid> processes = new HashSet<>();

  /** Rows before this number are gone. */
  public long first = 1;

  /** A question from a process to Java code, not answered yet. */
  public Row asks(long from, InterfaceId on, int message, int size) {
    long number = rows.size() + 1L;
    return new Row(
        number,
        number * 1_000_000,
        new Pid(from),
        new HandledBy.Native(),
        on,
        message,
        size,
        70 + number,
        0,
        0,
        NEVER,
        0,
        1_900,
        NEVER,
        NEVER,
        Outcome.OPEN,
        -1,
        -1);
  }

  /** Adds a row, or replaces the one of its number. */
  public Row put(Row row) {
    if (row.number() <= rows.size()) rows.set((int) row.number() - 1, row);
    else rows.add(row);
    return row;
  }

  /** The same row, when it is over. */
  public static Row over(Row row, Outcome outcome, int answerSize, int answerHead) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        row.to(),
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        row.askedAtGate(),
        row.askedLater(),
        row.passed(),
        row.queued(),
        row.taken(),
        row.taken() + 38_000,
        row.taken() + 38_700,
        outcome,
        answerSize,
        answerHead);
  }

  /** The same row, taken and answered at these times after it was sent. */
  public static Row taken(Row row, long taken, long answered) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        row.to(),
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        row.askedAtGate(),
        row.askedLater(),
        row.passed(),
        row.queued(),
        taken,
        answered,
        answered,
        Outcome.ANSWERED,
        0,
        -1);
  }

  /** The same row, about which the user was asked: before its handler had it, and after. */
  public static Row asked(Row row, long atGate, long later) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        row.to(),
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        atGate,
        later,
        row.passed(),
        row.queued(),
        row.taken(),
        row.answered(),
        row.received(),
        row.outcome(),
        row.answerSize(),
        row.answerHead());
  }

  /** The same row, let through at this time after it was sent. */
  public static Row passed(Row row, long passed) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        row.to(),
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        row.askedAtGate(),
        row.askedLater(),
        passed,
        Math.max(passed, row.queued()),
        row.taken(),
        row.answered(),
        row.received(),
        row.outcome(),
        row.answerSize(),
        row.answerHead());
  }

  /** The same row, handled by a process or nobody. */
  public static Row to(Row row, HandledBy to) {
    return new Row(
        row.number(),
        row.atNanos(),
        row.from(),
        to,
        row.on(),
        row.message(),
        row.size(),
        row.question(),
        row.askedAtGate(),
        row.askedLater(),
        row.passed(),
        row.queued(),
        row.taken(),
        row.answered(),
        row.received(),
        row.outcome(),
        row.answerSize(),
        row.answerHead());
  }

  public void recorded(Row row, Payload message, Optional<Payload> answer) {
    bodies.put(row.number(), new Bodies(Optional.of(message), answer, false));
  }

  @Override
  public long next() {
    return rows.size() + 1L;
  }

  @Override
  public long overwritten() {
    return first - 1;
  }

  @Override
  public Rows since(long number, int most) {
    long from = Math.max(number, first);
    long to = Math.min(next(), from + most);
    return new Rows(
        from >= to ? List.of() : rows.subList((int) from - 1, (int) to - 1),
        Math.max(from, to),
        from - Math.max(1, number));
  }

  @Override
  public Optional<Row> row(long number) {
    return number < first || number >= next()
        ? Optional.empty()
        : Optional.of(rows.get((int) number - 1));
  }

  @Override
  public Optional<Bodies> bodies(long number) {
    return Optional.ofNullable(bodies.get(number));
  }

  @Override
  public void record(ProgramId program, boolean wanted) {
    if (wanted) programs.add(program);
    else programs.remove(program);
  }

  @Override
  public void record(Pid process, boolean wanted) {
    if (wanted) processes.add(process);
    else processes.remove(process);
  }

  @Override
  public Recording recording() {
    return new Recording(programs, processes);
  }
}
