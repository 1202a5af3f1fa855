package cairn.shell.inspect;

import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.gate.PermissionRequest;
import cairn.registry.ProgramName;
import cairn.shell.Amounts;
import cairn.shell.PlainWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One process in full.
 *
 * @param ageNanos since it was opened
 * @param startedBy who started it, for people; empty when the user did
 * @param inFlight what is under way: questions of its own, to the user, answers it owes
 * @param totals since it started
 * @param limits what it may use, and how often it wanted more
 * @param stack of a trap, innermost first; empty otherwise
 * @param threads its guest threads when they were last looked at; empty before
 * @param history empty in its first second
 */
public record ProcessDetails(
    OfProcess process,
    long ageNanos,
    Optional<String> startedBy,
    List<Fact> inFlight,
    List<Fact> totals,
    List<Fact> limits,
    List<String> stack,
    List<ThreadLine> threads,
    Activity.Rates rates,
    Optional<History> history) {
  private static final int MOST_FRAMES = 32;

  /** One line: what, with whom or how much, for how long. */
  public record Fact(String what, String who, String figure) {}

  public ProcessDetails {
    inFlight = List.copyOf(inFlight);
    totals = List.copyOf(totals);
    limits = List.copyOf(limits);
    stack = List.copyOf(stack);
    threads = List.copyOf(threads);
  }

  static ProcessDetails of(
      OfProcess process, KernelSnapshot now, List<ThreadLine> threads, Activity activity) {
    return new ProcessDetails(
        process,
        now.atNanos() - process.startedNanos(),
        startedBy(process, now),
        inFlight(process, now),
        totals(process),
        LimitFacts.of(process),
        stack(process),
        threads,
        activity.of(process),
        activity.history(process.pid()));
  }

  private static Optional<String> startedBy(OfProcess process, KernelSnapshot now) {
    var by = process.parent();
    if (by.equals(Pid.KERNEL)) return Optional.empty();
    var parent = now.processes().stream().filter(other -> other.pid().equals(by)).findFirst();
    return Optional.of(
        parent.isEmpty()
            ? InspectWords.say("details.started-by-gone", by.toString())
            : InspectWords.say(
                parent.get().state() instanceof ProcessState.Ended
                    ? "details.started-by-ended"
                    : "details.started-by",
                ProgramName.quoted(parent.get().name()),
                by.toString()));
  }

  /** Whether it has ended: nothing can be changed any more. */
  public boolean isOver() {
    return process.state() instanceof ProcessState.Ended;
  }

  /** Its pid and how long it has run, for people. */
  public String pidAndAge() {
    var pid = process.pid().toString();
    return isOver()
        ? InspectWords.say("details.pid", pid)
        : InspectWords.say(
            "details.pid-running", pid, Figures.clock(Duration.ofNanos(ageNanos).toSeconds()));
  }

  private static List<Fact> inFlight(OfProcess process, KernelSnapshot now) {
    var facts = new ArrayList<Fact>();
    int listed = 0;
    for (PermissionRequest question : now.questions())
      if (question.pid().equals(process.pid())) {
        listed += question.count();
        facts.add(
            new Fact(
                wish(question),
                InspectWords.say("flight.you"),
                Figures.span(now.atNanos() - question.sinceNanos())));
      }
    if (process.state() instanceof ProcessState.Waiting waiting && !waiting.forThese().isEmpty()) {
      listed += waiting.forThese().size();
      facts.add(
          new Fact(
              PlainWords.of(waiting.what()),
              waiting.forThese().size() == 1
                  ? "#" + waiting.forThese().iterator().next()
                  : InspectWords.say("flight.messages", waiting.forThese().size()),
              Figures.span(now.atNanos() - waiting.sinceNanos())));
    }
    if (process.openQuestions() > listed)
      facts.add(
          new Fact(
              InspectWords.say("flight.open", process.openQuestions() - listed),
              "",
              Figures.span(process.oldestOpenNanos())));
    if (process.owedAnswers() > 0)
      facts.add(new Fact(InspectWords.say("flight.owed", process.owedAnswers()), "", ""));
    if (process.mailboxMessages() > 0)
      facts.add(
          new Fact(
              InspectWords.say("flight.mailbox", process.mailboxMessages()),
              "",
              Amounts.bytes(process.mailboxBytes())));
    return facts;
  }

  private static String wish(PermissionRequest question) {
    var wish = StateWords.wish(question);
    var name = PlainWords.of(question.interfaceName());
    // The wish to use an interface as a whole has its name already.
    return wish.endsWith(" " + name) ? wish : name + ": " + wish;
  }

  private static List<Fact> totals(OfProcess process) {
    var facts = new ArrayList<Fact>();
    facts.add(fact("totals.cpu", "", Figures.span(process.cpuNanos())));
    facts.add(
        fact("totals.sent", Amounts.bytes(process.bytesSent()), Amounts.count(process.sent())));
    facts.add(
        fact(
            "totals.received",
            Amounts.bytes(process.bytesReceived()),
            Amounts.count(process.received())));
    if (process.denied() > 0) facts.add(fact("totals.denied", "", Amounts.count(process.denied())));
    if (process.malformed() > 0)
      facts.add(fact("totals.malformed", "", Amounts.count(process.malformed())));
    long unsent = process.unsent();
    if (unsent > 0) facts.add(fact("totals.unsent", "", Amounts.count(unsent)));
    if (process.dropped() > 0)
      facts.add(fact("totals.dropped", "", Amounts.count(process.dropped())));
    facts.add(
        fact(
            "totals.memory",
            InspectWords.say("totals.limit", Amounts.bytes(process.memoryLimit())),
            Amounts.bytes(process.memoryBytes())));
    if (process.tableBytes() > 0)
      facts.add(
          fact(
              "totals.tables",
              InspectWords.say("totals.limit", Amounts.bytes(process.limits().tables())),
              Amounts.bytes(process.tableBytes())));
    facts.add(fact("totals.threads", "", Amounts.count(process.threads())));
    return facts;
  }

  private static Fact fact(String key, String who, String figure) {
    return new Fact(InspectWords.say(key), who, figure);
  }

  private static List<String> stack(OfProcess process) {
    return process.state() instanceof ProcessState.Ended(Exit.Trapped trapped)
        ? trapped.stack().stream().limit(MOST_FRAMES).map(PlainWords::of).toList()
        : List.of();
  }
}
