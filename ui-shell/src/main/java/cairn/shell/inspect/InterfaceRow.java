package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.Pid;
import cairn.registry.Cid;
import cairn.registry.InterfaceId;
import cairn.shell.Amounts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One interface as a row of {@code cairn:interfaces}.
 *
 * @param handler who answers it, for people
 * @param handled whether anybody does, or will when a message comes
 * @param errorPercent of what was answered, rounded to tenths
 * @param denied by the user's decisions and by rules
 * @param malformed not what the definition says
 * @param meanNanos from emission to answer, without the time for which the user was asked; -1
 *     before the first
 * @param users names of the processes that ever used it
 */
public record InterfaceRow(
    InterfaceId id,
    String name,
    String handler,
    boolean handled,
    int waiting,
    long messagesPerSecond,
    long answered,
    double errorPercent,
    long denied,
    long malformed,
    long meanNanos,
    List<String> users) {
  /** The columns, in order. */
  public static final List<Column<InterfaceRow>> COLUMNS =
      List.of(
          Column.text(InspectWords.say("interface.name"), 190, 90, InterfaceRow::name),
          Column.text(InspectWords.say("interface.id"), 100, 90, row -> row.id().shortHex() + "…"),
          Column.text(InspectWords.say("interface.handler"), 220, 100, InterfaceRow::handler),
          Column.<InterfaceRow>number(
                  InspectWords.say("interface.messages"),
                  96,
                  row -> Amounts.count(row.messagesPerSecond()),
                  Comparator.comparingLong(InterfaceRow::messagesPerSecond))
              .tip(InspectWords.say("interface.messages.tip")),
          Column.number(
              InspectWords.say("interface.answered"),
              90,
              row -> Amounts.count(row.answered()),
              Comparator.comparingLong(InterfaceRow::answered)),
          Column.number(
              InspectWords.say("interface.errors"),
              76,
              row -> row.meanNanos() < 0 ? "—" : Figures.percent(row.errorPercent()),
              Comparator.comparingDouble(InterfaceRow::errorPercent)),
          Column.number(
              InspectWords.say("interface.refused"),
              80,
              row -> Amounts.count(row.denied()),
              Comparator.comparingLong(InterfaceRow::denied)),
          Column.<InterfaceRow>number(
                  InspectWords.say("interface.malformed"),
                  88,
                  row -> Amounts.count(row.malformed()),
                  Comparator.comparingLong(InterfaceRow::malformed))
              .tip(InspectWords.say("interface.malformed.tip")),
          Column.<InterfaceRow>number(
                  InspectWords.say("interface.mean"),
                  108,
                  row -> row.meanNanos() < 0 ? "—" : Figures.span(row.meanNanos()),
                  Comparator.comparingLong(InterfaceRow::meanNanos))
              .tip(InspectWords.say("interface.mean.tip")),
          Column.number(
              InspectWords.say("interface.users"),
              66,
              row -> Amounts.count(row.users().size()),
              Comparator.comparingInt(row -> row.users().size())));

  public InterfaceRow {
    users = List.copyOf(users);
  }

  static InterfaceRow of(
      OfInterface of, String name, long messagesPerSecond, Map<Pid, String> names) {
    long over = of.answered() + of.errors();
    return new InterfaceRow(
        of.id(),
        name,
        handler(of, names),
        KeptWords.isHandled(of),
        of.waiting(),
        messagesPerSecond,
        of.answered(),
        over == 0 ? 0 : Math.round(of.errors() * 1000.0 / over) / 10.0,
        of.denied(),
        of.malformed(),
        over == 0 ? -1 : of.answerNanos() / over,
        of.users().stream().sorted().map(pid -> called(pid, names)).toList());
  }

  private static String handler(OfInterface of, Map<Pid, String> names) {
    return switch (of.handler()) {
      case HandledBy.Native() -> InspectWords.say("handler.native");
      case HandledBy.Process(Pid pid) -> InspectWords.say("handler.process", called(pid, names));
      case HandledBy.Nobody() ->
          KeptWords.answerer(of)
              .orElseGet(
                  () ->
                      of.waiting() > 0
                          ? InspectWords.say("handler.nobody-wait", of.waiting())
                          : InspectWords.say("handler.nobody"));
    };
  }

  private static String called(Pid pid, Map<Pid, String> names) {
    var name = names.get(pid);
    return name == null
        ? InspectWords.say("user.gone", pid.toString())
        : InspectWords.say("user.name", name, pid.toString());
  }

  /** The id as a CID, under which the definition itself can be found. */
  public String cid() {
    return Cid.raw(id.hash()).toString();
  }

  /** Whether every word of a filter stands somewhere in the row. */
  public boolean matches(String filter) {
    var text =
        String.join(" ", name, id.toString(), cid(), handler, String.join(" ", users))
            .toLowerCase(Locale.ROOT);
    for (var word : filter.toLowerCase(Locale.ROOT).split("\\s+"))
      if (!text.contains(word)) return false;
    return true;
  }
}
