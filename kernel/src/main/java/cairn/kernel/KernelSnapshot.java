package cairn.kernel;

import cairn.kernel.gate.PermissionRequest;
import cairn.registry.InterfaceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel at one moment. Counters only grow; rates are made by comparing two snapshots.
 *
 * @param atNanos {@link System#nanoTime} when it was taken
 * @param processes by pid, ended ones included until they are forgotten
 * @param questions what waits for the user, oldest first
 */
public record KernelSnapshot(
    long atNanos,
    List<OfProcess> processes,
    List<OfInterface> interfaces,
    List<PermissionRequest> questions,
    Totals totals) {
  public KernelSnapshot {
    processes = List.copyOf(processes);
    interfaces = List.copyOf(interfaces);
    questions = List.copyOf(questions);
  }

  /**
   * One process.
   *
   * @param program empty while loading
   * @param started by the clock of the wall, which may have been set since
   * @param startedNanos {@link System#nanoTime} of the same moment
   * @param cpuNanos time its threads have run
   * @param memoryBytes its memories now
   * @param tableBytes what its tables take of the heap now
   * @param mailboxMessages messages that wait for it
   * @param openQuestions its own questions without an answer
   * @param owedAnswers questions it took and did not answer
   * @param oldestOpenNanos the age of its oldest open question, 0 without one
   * @param sent messages it emitted; {@code received}: messages and answers it took
   * @param refusals messages that no handler was given, by what they wanted and why, the newest
   *     last
   * @param dropped one-way messages that nobody took, and log lines over the limit
   * @param handles interfaces it answers
   * @param parent the process that started it, whether or not it has ended since; 0, the kernel,
   *     when no process did
   * @param limits what it may use now
   * @param limitHits how often it was refused something by a limit; limits never reached are absent
   * @param stackBytes heap that the stacks of its threads keep since they were put down
   * @param answers how many of {@code received} were answers to its own questions
   * @param loadedFrom who sent the last bytes of its program, for people; empty while they come,
   *     when they came with the request, and when whoever loaded them did not say
   */
  public record OfProcess(
      Pid pid,
      String name,
      Optional<ProgramId> program,
      ProcessState state,
      Instant started,
      long startedNanos,
      long cpuNanos,
      long memoryBytes,
      long tableBytes,
      long memoryLimit,
      int mailboxMessages,
      long mailboxBytes,
      int openQuestions,
      int owedAnswers,
      long oldestOpenNanos,
      long sent,
      long received,
      long bytesSent,
      long bytesReceived,
      List<Refusal> refusals,
      long dropped,
      int threads,
      Set<InterfaceId> handles,
      int grantsInUse,
      Pid parent,
      Limits limits,
      Map<Limit, Long> limitHits,
      long stackBytes,
      long answers,
      String loadedFrom) {
    public OfProcess {
      refusals = List.copyOf(refusals);
      handles = Set.copyOf(handles);
      limitHits = Map.copyOf(limitHits);
    }

    /** Messages that somebody denied. */
    public long denied() {
      return refusals.stream().filter(Refusal::isDenial).mapToLong(Refusal::count).sum();
    }

    /** Messages that could not be brought to anybody: no handler, no room, a limit. */
    public long unsent() {
      return refusals.stream().mapToLong(Refusal::count).sum() - denied() - malformed();
    }

    /** Messages at fault themselves. */
    public long malformed() {
      return refusals.stream().filter(Refusal::isMalformed).mapToLong(Refusal::count).sum();
    }
  }

  /**
   * One guest thread of a process.
   *
   * @param number 0 for the one that runs {@code _start}
   * @param doing for people: "runs", "waits for a message"
   * @param stackBytes what its stack takes while it is put down, as far as known
   * @param stack the guest functions it is in while it waits, innermost first, by name
   */
  public record OfThread(
      int number, String doing, long cpuNanos, long stackBytes, List<String> stack) {
    public OfThread {
      stack = List.copyOf(stack);
    }
  }

  /** Who answers an interface. */
  public sealed interface HandledBy {
    /** Java code inside Cairn. */
    record Native() implements HandledBy {}

    /** A process. */
    record Process(Pid pid) implements HandledBy {}

    /** Nobody. */
    record Nobody() implements HandledBy {}
  }

  /**
   * One interface that is handled or was used.
   *
   * @param messages accepted for its handler
   * @param answered with success; {@code errors}: answered with an error
   * @param denied by a decision of the user's or a rule
   * @param malformed not what the definition says, so nobody was asked
   * @param waiting messages that wait for a handler or room
   * @param users processes that ever sent to it
   * @param handler who answers everybody of whom {@code routing} says nothing else
   * @param answerNanos sum of the times from emission to answer, over {@code answered} and {@code
   *     errors}; without the time for which the user was asked
   */
  public record OfInterface(
      InterfaceId id,
      String name,
      HandledBy handler,
      long messages,
      long answered,
      long errors,
      long denied,
      long malformed,
      int waiting,
      Set<Pid> users,
      long answerNanos,
      Routing routing) {
    public OfInterface {
      users = Set.copyOf(users);
    }
  }

  /**
   * What the user has said, and could say, about who answers an interface.
   *
   * @param natively whether Java code inside Cairn can answer it, whoever does now
   * @param routes programs that somebody else answers than everybody else
   * @param filters who takes messages in the handler's place: at most one per program, and one for
   *     everybody, which stands behind those
   * @param able processes known to handle it: they have registered, or wanted to
   * @param waiters messages that wait for a handler or for room, in order per place; the first 50
   * @param kept programs chosen for every run
   */
  public record Routing(
      boolean natively,
      List<OfPlace> routes,
      List<OfPlace> filters,
      Set<Pid> able,
      List<OfWaiter> waiters,
      List<OfKept> kept) {
    /** Nothing was said. */
    public static final Routing NONE =
        new Routing(false, List.of(), List.of(), Set.of(), List.of());

    public Routing {
      routes = List.copyOf(routes);
      filters = List.copyOf(filters);
      able = Set.copyOf(able);
      waiters = List.copyOf(waiters);
      kept = List.copyOf(kept);
    }

    /** With nothing that was chosen for every run. */
    public Routing(
        boolean natively,
        List<OfPlace> routes,
        List<OfPlace> filters,
        Set<Pid> able,
        List<OfWaiter> waiters) {
      this(natively, routes, filters, able, waiters, List.of());
    }
  }

  /** A choice for every run, and what has come of it in this one. */
  public record OfKept(KeptChoice choice, Keeping now) {}

  /** What has come of a choice for every run. */
  public sealed interface Keeping {
    /** A process of that program answers. */
    record Answers(Pid pid) implements Keeping {}

    /** It was started, and has not asked to answer yet. */
    record Starts(Pid pid) implements Keeping {}

    /** The next message starts it. */
    record Idle() implements Keeping {}

    /**
     * It ended without taking a message, and is left alone for a while.
     *
     * @param why how it ended
     * @param againNanos {@link System#nanoTime} from which on a message starts it again
     */
    record Failed(Exit why, long againNanos) implements Keeping {}

    /** The user chose something else for this run. */
    record SetAside() implements Keeping {}
  }

  /**
   * Somebody who answers or filters by the user's word.
   *
   * @param of whose messages; empty: everybody's
   * @param waiting messages that wait there
   */
  public record OfPlace(Optional<ProgramId> of, HandledBy by, int waiting) {}

  /**
   * A message that waits.
   *
   * @param sinceNanos {@link System#nanoTime} when it began to
   * @param forRoom whether for room in the handler's mailbox; else for a handler
   */
  public record OfWaiter(Pid from, long sinceNanos, boolean forRoom) {}

  /**
   * Sums over all processes.
   *
   * @param memoryBytes bytes of memories, as {@link KernelLimits#memory} bounds them
   * @param heapBytes bytes of modules and tables, as {@link KernelLimits#heap} bounds them
   * @param inFlight bytes of bodies on their way, as {@link KernelLimits#inFlight} bounds them
   */
  public record Totals(
      int running,
      int asking,
      long messages,
      long memoryBytes,
      long heapBytes,
      long stackBytes,
      long inFlight,
      String scheduler) {}
}
