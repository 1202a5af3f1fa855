package cairn.shell.inspect;

import cairn.kernel.Answerer;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfInterface;
import cairn.kernel.KernelSnapshot.OfKept;
import cairn.kernel.KernelSnapshot.OfPlace;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.shell.PlainWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who answers an interface, what the user has said about it, and what could be said.
 *
 * @param handlers who could answer it; the one that does for everybody is marked
 * @param usual whether who answers everybody is who would without a word of the user
 * @param said routes and filters, in words, each to be taken back
 * @param kept what holds in every run
 * @param keepable the process that answers everybody, if that could be kept
 * @param awaited who answers everybody when a message comes, in words, if nobody does now
 * @param programs for which a route or a filter could be said
 * @param able processes that could filter
 * @param waiting who waits for a handler or room, the longest first, in words
 */
public record InterfaceRouting(
    List<Handler> handlers,
    boolean usual,
    List<Said> said,
    List<KeptWords> kept,
    Optional<Process> keepable,
    Optional<String> awaited,
    List<Program> programs,
    List<Process> able,
    List<ProcessDetails.Fact> waiting) {
  /** One who could answer. */
  public record Handler(String text, Answerer who, boolean now) {}

  /**
   * A route or a filter.
   *
   * @param of whose messages; empty: everybody's
   * @param keepable the process that does it, if that could be kept
   */
  public record Said(
      String text, boolean filter, Optional<ProgramId> of, Optional<Process> keepable) {
    /** One that cannot be kept. */
    public Said(String text, boolean filter, Optional<ProgramId> of) {
      this(text, filter, of, Optional.empty());
    }
  }

  /** A program. */
  public record Program(ProgramId id, String name) {}

  /** A process. {@code program}: what it runs; a filter does not get its own messages. */
  public record Process(Pid pid, String name, Optional<ProgramId> program) {}

  private static final int MOST_WAITING = 8;

  public InterfaceRouting {
    handlers = List.copyOf(handlers);
    said = List.copyOf(said);
    kept = List.copyOf(kept);
    programs = List.copyOf(programs);
    able = List.copyOf(able);
    waiting = List.copyOf(waiting);
  }

  static InterfaceRouting of(OfInterface of, KernelSnapshot now) {
    var names = new HashMap<Pid, String>();
    var programs = new LinkedHashMap<ProgramId, Program>();
    var living = new LinkedHashMap<Pid, Optional<ProgramId>>();
    for (var process : now.processes()) {
      var name = PlainWords.program(process.name());
      names.put(process.pid(), name);
      process.program().ifPresent(id -> programs.putIfAbsent(id, new Program(id, name)));
      if (!(process.state() instanceof ProcessState.Ended))
        living.put(process.pid(), process.program());
    }
    var able =
        living.entrySet().stream()
            .filter(each -> of.routing().able().contains(each.getKey()))
            .map(each -> new Process(each.getKey(), called(each.getKey(), names), each.getValue()))
            .toList();
    return new InterfaceRouting(
        handlers(of, able),
        isUsual(of),
        said(of, names, programs),
        of.routing().kept().stream()
            .map(kept -> KeptWords.of(kept, id -> nameOf(id, programs), now.atNanos()))
            .toList(),
        keepable(of, of.handler(), Optional.empty(), false, names),
        KeptWords.answerer(of),
        programs.values().stream()
            .sorted(Comparator.comparing(Program::name, String.CASE_INSENSITIVE_ORDER))
            .toList(),
        able,
        waiting(of, now.atNanos(), names));
  }

  private static boolean isUsual(OfInterface of) {
    boolean kept =
        of.routing().kept().stream()
            .map(each -> each.choice().where())
            .anyMatch(where -> where.of().isEmpty() && !where.filter());
    HandledBy without = of.routing().natively() ? new HandledBy.Native() : new HandledBy.Nobody();
    return !kept && of.handler().equals(without);
  }

  private static List<Handler> handlers(OfInterface of, List<Process> able) {
    var handlers = new ArrayList<Handler>();
    if (of.routing().natively())
      handlers.add(
          new Handler(
              InspectWords.say("handler.native"),
              new Answerer.Cairn(),
              of.handler() instanceof HandledBy.Native));
    for (var process : able)
      handlers.add(
          new Handler(
              process.name(),
              new Answerer.Process(process.pid()),
              of.handler().equals(new HandledBy.Process(process.pid()))));
    handlers.add(
        new Handler(
            InspectWords.say("handler.nobody"),
            new Answerer.Nobody(),
            of.handler() instanceof HandledBy.Nobody && KeptWords.answerer(of).isEmpty()));
    return handlers;
  }

  /** Who answers or filters there by the user's word for this run, and could for every run. */
  private static Optional<Process> keepable(
      OfInterface of,
      HandledBy by,
      Optional<ProgramId> whose,
      boolean filter,
      Map<Pid, String> names) {
    if (!(by instanceof HandledBy.Process(Pid pid)) || keeps(of, whose, filter).isPresent())
      return Optional.empty();
    return Optional.of(new Process(pid, names.getOrDefault(pid, pid.toString()), Optional.empty()));
  }

  /** What holds there for every run, and in this one. */
  private static Optional<OfKept> keeps(OfInterface of, Optional<ProgramId> whose, boolean filter) {
    var where = new KeptChoice.Where(of.id(), whose, filter);
    return of.routing().kept().stream()
        .filter(kept -> kept.choice().where().equals(where))
        .filter(kept -> !(kept.now() instanceof Keeping.SetAside))
        .findFirst();
  }

  private static List<Said> said(
      OfInterface of, Map<Pid, String> names, Map<ProgramId, Program> programs) {
    var said = new ArrayList<Said>();
    // What is kept says so itself.
    for (var route : of.routing().routes())
      if (keeps(of, route.of(), false).isEmpty())
        said.add(
            new Said(
                InspectWords.say("routing.route", whose(route, programs), by(route.by(), names)),
                false,
                route.of(),
                keepable(of, route.by(), route.of(), false, names)));
    for (var filter : of.routing().filters())
      if (keeps(of, filter.of(), true).isEmpty())
        said.add(
            new Said(
                InspectWords.say("routing.filter", whose(filter, programs), by(filter.by(), names)),
                true,
                filter.of(),
                keepable(of, filter.by(), filter.of(), true, names)));
    return said;
  }

  private static String whose(OfPlace place, Map<ProgramId, Program> programs) {
    return place
        .of()
        .map(id -> nameOf(id, programs))
        .orElseGet(() -> InspectWords.say("routing.everybody"));
  }

  private static String nameOf(ProgramId id, Map<ProgramId, Program> programs) {
    var known = programs.get(id);
    return known == null ? id.toString().substring(0, 8) + "…" : known.name();
  }

  private static String by(HandledBy by, Map<Pid, String> names) {
    return switch (by) {
      case HandledBy.Native() -> InspectWords.say("handler.native");
      case HandledBy.Nobody() -> InspectWords.say("handler.nobody");
      case HandledBy.Process(Pid pid) -> called(pid, names);
    };
  }

  private static List<ProcessDetails.Fact> waiting(
      OfInterface of, long atNanos, Map<Pid, String> names) {
    return of.routing().waiters().stream()
        .limit(MOST_WAITING)
        .map(
            each ->
                new ProcessDetails.Fact(
                    called(each.from(), names),
                    InspectWords.say(each.forRoom() ? "routing.for-room" : "routing.for-handler"),
                    Figures.span(atNanos - each.sinceNanos())))
        .toList();
  }

  private static String called(Pid pid, Map<Pid, String> names) {
    var name = names.get(pid);
    return name == null
        ? InspectWords.say("user.gone", pid.toString())
        : InspectWords.say("user.name", name, pid.toString());
  }
}
