package cairn.kernel.ipc;

import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where messages of one interface are brought: to a filter, or to whoever answers.
 *
 * <p>INVARIANT: the handler changes only under this place's monitor, and away from a process only
 * under that process's mailbox monitor too. So whoever holds the mailbox's monitor and still sees
 * the handler may queue.
 */
final class Place {
  /** A message meets the places on its way in this order. */
  static final int FILTER_OF_PROGRAM = 0;

  static final int FILTER_OF_ALL = 1;
  static final int HANDLER = 2;

  final Port port;
  final int rank;

  /** Written as the invariant says, read by anybody. */
  volatile Handler handler = Handler.Nobody.INSTANCE;

  /**
   * The program that is to answer here in every run, unless the user chose another for this one.
   * Written under the port's monitor, read by anybody.
   */
  volatile @Nullable KeptChoice kept;

  /** A process of that program that has given up answering here. Written likewise. */
  volatile @Nullable Party declined;

  /** Messages that wait for a handler or for room, in order. Guarded by this. */
  final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /** Moves with every hold, so that what came later can be told apart. Guarded by this. */
  int era;

  /** Those who put things in order here; until they are done everything waits. Guarded by this. */
  private int holds;

  /**
   * How many wait, and hold: while it is not 0 a message does not go straight. Written under the
   * monitor, read by anybody.
   */
  volatile int busy;

  Place(Port port, int rank) {
    this.port = port;
    this.rank = rank;
  }

  InterfaceId id() {
    return port.charter.id();
  }

  /** Whether what is taken here may be passed on. */
  boolean isFilter() {
    return rank < HANDLER;
  }

  boolean isBy(Party party) {
    return handler instanceof Handler.ByProcess by && by.party == party;
  }

  /** Whether a process of this program answers here. */
  boolean isBy(ProgramId program) {
    return handler instanceof Handler.ByProcess by
        && by.party.subject().program().filter(program::equals).isPresent();
  }

  /** Whether this program is the one that is to answer here. */
  boolean isFor(Optional<ProgramId> program) {
    KeptChoice now = kept;
    return now != null && program.filter(now.program()::equals).isPresent();
  }

  /** Everything that comes from now on waits, and is of this era. Under the monitor, as below. */
  int hold() {
    holds++;
    era++;
    counted();
    return era;
  }

  void letGo() {
    holds--;
    counted();
  }

  boolean isHeld() {
    return holds > 0;
  }

  /** To be called when {@link #waiting} has changed. */
  void counted() {
    busy = waiting.size() + holds;
  }

  /** Whether not everything can go straight now. */
  boolean isBusy() {
    return busy != 0;
  }

  synchronized int waiters() {
    return waiting.size();
  }

  /** Puts in what is older than all that came since that era began. */
  void insert(List<Waiting> older, int before) {
    var all = new ArrayDeque<Waiting>(waiting.size() + older.size());
    for (Waiting each : waiting) if (each.era < before) all.add(each);
    for (Waiting each : older) {
      each.era = before - 1;
      all.add(each);
    }
    for (Waiting each : waiting) if (each.era >= before) all.add(each);
    waiting.clear();
    waiting.addAll(all);
    counted();
  }

  KernelSnapshot.HandledBy by() {
    return switch (handler) {
      case Handler.Nobody _ -> new KernelSnapshot.HandledBy.Nobody();
      case Handler.Native _ -> new KernelSnapshot.HandledBy.Native();
      case Handler.ByProcess process -> new KernelSnapshot.HandledBy.Process(process.party.pid());
    };
  }
}
