package cairn.kernel.ipc;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.gate.Charter;
import cairn.registry.InterfaceId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One interface as the router sees it: who handles it, who waits for it, what happened on it.
 *
 * <p>INVARIANT: the handler changes only under this port's monitor, and away from a process only
 * under that process's mailbox monitor too. So whoever holds the mailbox's monitor and still sees
 * the handler may queue.
 */
final class Port {
  final Charter charter;

  /** Written as the invariant says, read by anybody. */
  volatile Handler handler = Handler.Nobody.INSTANCE;

  /** Messages that wait for a handler or for room, in order. Guarded by this. */
  final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  /** The size of {@link #waiting}: written under the monitor, read by anybody. */
  volatile int waiters;

  /** The processes that send here. Changed inside {@link Router}'s table operations. */
  final Map<Party, Route> routes = new ConcurrentHashMap<>();

  /** What the routes of forgotten processes had counted. */
  final AtomicLong pastMessages = new AtomicLong();

  final AtomicLong pastAnswered = new AtomicLong();
  final AtomicLong pastErrors = new AtomicLong();
  final AtomicLong pastRefused = new AtomicLong();
  final AtomicLong pastAnswerNanos = new AtomicLong();

  Port(Charter charter) {
    this.charter = charter;
  }

  InterfaceId id() {
    return charter.id();
  }

  /** Keeps what a route had counted. */
  void remember(Route route) {
    pastMessages.addAndGet(route.messages.get());
    pastRefused.addAndGet(route.refused.get());
    var answers = route.from.mailbox.answersOn(route);
    pastAnswered.addAndGet(answers.answered());
    pastErrors.addAndGet(answers.errors());
    pastAnswerNanos.addAndGet(answers.nanos());
  }

  /** What there is to see. */
  KernelSnapshot.OfInterface row(String name) {
    long messages = pastMessages.get();
    long refused = pastRefused.get();
    long answered = pastAnswered.get();
    long errors = pastErrors.get();
    long nanos = pastAnswerNanos.get();
    var users = new HashSet<Pid>();
    for (Route route : routes.values()) {
      messages += route.messages.get();
      refused += route.refused.get();
      var answers = route.from.mailbox.answersOn(route);
      answered += answers.answered();
      errors += answers.errors();
      nanos += answers.nanos();
      users.add(route.from.pid());
    }
    KernelSnapshot.HandledBy by =
        switch (handler) {
          case Handler.Nobody _ -> new KernelSnapshot.HandledBy.Nobody();
          case Handler.Native _ -> new KernelSnapshot.HandledBy.Native();
          case Handler.ByProcess process ->
              new KernelSnapshot.HandledBy.Process(process.party.pid());
        };
    return new KernelSnapshot.OfInterface(
        id(), name, by, messages, answered, errors, refused, waiters, users, nanos);
  }

  /** Whether nobody would miss it. */
  boolean isUseless() {
    return handler == Handler.Nobody.INSTANCE && routes.isEmpty() && waiters == 0;
  }
}
