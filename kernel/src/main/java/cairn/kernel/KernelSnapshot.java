package cairn.kernel;

import cairn.kernel.gate.PermissionRequest;
import cairn.registry.InterfaceId;
import java.time.Instant;
import java.util.List;
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
   * @param cpuNanos time its threads have run
   * @param memoryBytes its memories and tables now
   * @param mailboxMessages messages that wait for it
   * @param openQuestions its own questions without an answer
   * @param owedAnswers questions it took and did not answer
   * @param oldestOpenNanos the age of its oldest open question, 0 without one
   * @param sent messages it emitted; {@code received}: messages and answers it took
   * @param refused messages that the gate denied
   * @param dropped one-way messages that were denied, and log lines over the limit
   * @param handles interfaces it answers
   */
  public record OfProcess(
      Pid pid,
      String name,
      Optional<ProgramId> program,
      ProcessState state,
      Instant started,
      long cpuNanos,
      long memoryBytes,
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
      long refused,
      long dropped,
      int threads,
      Set<InterfaceId> handles,
      int grantsInUse) {
    public OfProcess {
      handles = Set.copyOf(handles);
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
   * @param refused denied by the gate
   * @param waiting emitters that wait for a handler or room
   * @param users processes that ever sent to it
   * @param answerNanos sum of the times from acceptance to answer, over {@code answered} and {@code
   *     errors}
   */
  public record OfInterface(
      InterfaceId id,
      String name,
      HandledBy handler,
      long messages,
      long answered,
      long errors,
      long refused,
      int waiting,
      Set<Pid> users,
      long answerNanos) {
    public OfInterface {
      users = Set.copyOf(users);
    }
  }

  /** Sums over all processes. */
  public record Totals(
      int running, int asking, long messages, long memoryBytes, String scheduler) {}
}
