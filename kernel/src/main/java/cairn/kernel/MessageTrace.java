package cairn.kernel;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last messages that went through the kernel: the heads of all of them, and the bodies of those
 * that somebody wants to see. Rows are numbered from 1 in the order in which messages were emitted;
 * old ones are overwritten. Any thread; nothing here waits, and reading never slows a message.
 */
public interface MessageTrace {
  /** What became of a message. */
  enum Outcome {
    /** Nothing yet: it is on its way, or its answer is. */
    OPEN,
    /** Nothing yet: the user is being asked. */
    ASKING,
    /** Nothing yet: it waits for a handler, or for room at one. */
    WAITING,
    /** Its answer was a success. */
    ANSWERED,
    /** Its answer was an error: its handler failed or ended, or nobody took it. */
    FAILED,
    /** The user was asked about it and said no. */
    DENIED,
    /** Nobody was asked: a decision made before, or a rule given with the command, says no. */
    DENIED_BEFORE,
    /** Nobody was asked: no answer of the user could have made it come true. */
    IMPOSSIBLE,
    /** Its body is not what the definition says, or it is sent as the other kind of message. */
    UNFIT,
    /** One-way, and nobody took it. */
    DROPPED,
    /** One-way, and taken. */
    DELIVERED,
    /** Its emitter cancelled it. */
    CANCELLED,
    /** Its emitter ended before the answer came. */
    ABANDONED,
    /** Not accepted: nobody handles the interface. */
    NO_HANDLER,
    /** Not accepted: nobody handles the interface, and nobody has a definition of it. */
    UNKNOWN_INTERFACE,
    /** Not accepted: its handler's mailbox was full. */
    NO_ROOM,
    /** Not accepted: a limit of its emitter. */
    LIMIT,
    /** A filter put another body in its place: what became of that is a row of its own. */
    CHANGED
  }

  /**
   * The head of one message. Times are in nanoseconds after {@code atNanos}; {@link #NEVER} means
   * not yet, or not at all.
   *
   * @param number of the row, never used twice
   * @param atNanos {@link System#nanoTime} when it was emitted, or changed
   * @param from its emitter; or the filter that gave it this body, although its handler sees the
   *     emitter's pid and its emitter gets the answer
   * @param to who got it; Nobody while it waits
   * @param message its first byte, which says which message of the interface it is; -1 for an empty
   *     body
   * @param size of its body in bytes
   * @param question its id when an answer is wanted, else 0; it stays when the message is changed
   * @param askedAtGate how long the user was asked about it before its handler got it; 0: not at
   *     all, {@link #NEVER}: he is asked now
   * @param askedLater how long, in sum, the user was asked about it after its handler took it
   * @param passed when the gate let it through; never when it had decided about all of them before
   * @param queued when its handler got it into the mailbox
   * @param taken when its handler took it
   * @param answered when its answer came
   * @param received when its emitter took the answer
   * @param answerSize of the answer in bytes; -1 without one, or when it was an error
   * @param answerHead the first byte of the answer, which tells ok from err where it is a result;
   *     -1 without one
   */
  record Row(
      long number,
      long atNanos,
      Pid from,
      HandledBy to,
      InterfaceId on,
      int message,
      int size,
      long question,
      long askedAtGate,
      long askedLater,
      long passed,
      long queued,
      long taken,
      long answered,
      long received,
      Outcome outcome,
      int answerSize,
      int answerHead) {}

  /** A time that did not come. */
  long NEVER = -1;

  /**
   * Rows as they were at one moment.
   *
   * @param next where to read on
   * @param lost rows between the one asked for and the first one here that were overwritten before
   *     they were read
   */
  record Rows(List<Row> rows, long next, long lost) {
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The bodies of one message.
   *
   * @param message empty when it was not recorded
   * @param answer empty without one, or when it was not recorded
   * @param cut whether one of them was too long and only its beginning is here
   */
  record Bodies(Optional<Payload> message, Optional<Payload> answer, boolean cut) {}

  /** Whose bodies are recorded. */
  record Recording(Set<ProgramId> programs, Set<Pid> processes) {
    public Recording {
      programs = Set.copyOf(programs);
      processes = Set.copyOf(processes);
    }
  }

  /** The number that the next message gets. */
  long next();

  /** How many rows were overwritten since the kernel began. */
  long overwritten();

  /** Rows from a number on, at most so many, the oldest that are left first. */
  Rows since(long number, int most);

  /** One row as it is now; empty once it is overwritten. */
  Optional<Row> row(long number);

  /** What was recorded of a message; empty when nothing was, or it is gone by now. */
  Optional<Bodies> bodies(long number);

  /**
   * Records the bodies of what a program's processes send, and of what is sent to them, from now
   * on; or no more. What is recorded is bounded, the oldest goes first.
   */
  void record(ProgramId program, boolean wanted);

  /** The same for one process. */
  void record(Pid process, boolean wanted);

  /** Whose bodies are recorded now. */
  Recording recording();
}
