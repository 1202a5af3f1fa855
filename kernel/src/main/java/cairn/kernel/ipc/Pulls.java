package cairn.kernel.ipc;

import cairn.kernel.abi.Syscalls.Delivery;
import cairn.registry.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions of a party that are answered by what it gets itself: the next message for an interface
 * which it handles, or the end of a process that used it. In order for each interface. Guarded by
 * the monitor of the mailbox that it belongs to.
 */
final class Pulls {
  private static final int HEAD = 49;
  private static final int END = 9;

  private final Map<Port, ArrayDeque<Pull>> byPort = new HashMap<>();

  /** What had answered questions that were cancelled, in order, for the next. */
  private final Map<Port, ArrayList<Returned>> returned = new HashMap<>();

  /** One of them. {@code packing}: what comes, as the body of its answer. */
  record Pull(Port port, Question question, Function<Delivery, Payload> packing) {}

  /** A body that was an answer, and when it became that. */
  record Returned(Payload body, long arrival) {}

  /** The answer to one of them has arrived. */
  sealed interface Match {
    Pull pull();

    default Question question() {
      return pull().question();
    }

    /** About the bytes that its answer will have. */
    default int size() {
      return switch (this) {
        case OfReturned(var _, Returned returned) -> returned.body().length();
        case OfMessage(var _, Message message) -> HEAD + message.length;
        case OfEnd _ -> END;
      };
    }

    /** What was given back. */
    record OfReturned(Pull pull, Returned returned) implements Match {}

    /** A message. */
    record OfMessage(Pull pull, Message message) implements Match {}

    /** An end, told for this interface. */
    record OfEnd(Pull pull, Mailbox.End end) implements Match {}
  }

  boolean isEmpty() {
    return byPort.isEmpty();
  }

  void add(Port port, Question question, Function<Delivery, Payload> packing) {
    byPort.computeIfAbsent(port, key -> new ArrayDeque<>()).add(new Pull(port, question, packing));
  }

  void giveBack(Port port, Returned body) {
    var there = returned.computeIfAbsent(port, key -> new ArrayList<>(1));
    there.add(body);
    there.sort(Comparator.comparingLong(Returned::arrival));
  }

  /** The first of what was given back is an answer again. */
  void takeReturned(Port port) {
    var there = returned.get(port);
    if (there == null) return;
    there.removeFirst();
    if (there.isEmpty()) returned.remove(port);
  }

  boolean has(Question question) {
    for (var queue : byPort.values())
      for (Pull pull : queue) if (pull.question() == question) return true;
    return false;
  }

  /** Idempotent. */
  void remove(Question question) {
    var queues = byPort.values().iterator();
    while (queues.hasNext()) {
      var queue = queues.next();
      if (queue.removeIf(pull -> pull.question() == question) && queue.isEmpty()) queues.remove();
    }
  }

  void clear(InFlight charged) {
    byPort.clear();
    for (var there : returned.values())
      for (Returned each : there) charged.giveBack(each.body().length());
    returned.clear();
  }

  /** What arrived first of all that one of them waits for. */
  @Nullable Match match(@Nullable Message first, Iterable<Mailbox.End> ends) {
    for (var each : byPort.entrySet()) {
      var before = returned.get(each.getKey());
      if (before != null)
        return new Match.OfReturned(each.getValue().getFirst(), before.getFirst());
    }
    Match found = null;
    long arrival = Long.MAX_VALUE;
    for (Message message = first; message != null; message = message.next) {
      var queue = byPort.get(message.route.port);
      if (queue == null || message.isCancelled()) continue;
      found = new Match.OfMessage(queue.getFirst(), message);
      arrival = message.arrival;
      break;
    }
    for (Mailbox.End end : ends) {
      if (end.arrival() > arrival) break;
      for (Port port : end.untold()) {
        var queue = byPort.get(port);
        if (queue != null) return new Match.OfEnd(queue.getFirst(), end);
      }
    }
    return found;
  }
}
