package cairn.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What docs/ABI.md says of messages, as the plainest code that does it: lists, and no thread. The
 * reference for {@link KernelModelTest}, which learns ids from the kernel and all else from here.
 */
final class KernelModel {
  static final int UNANSWERED = 5;
  static final int PARKED = 3;

  /** An answer's text when it is an error. */
  static final String ERROR = "(error)";

  final Map<Long, Process> processes = new TreeMap<>();

  /** Who handles the interface of a number. */
  final Map<Integer, Process> handlers = new HashMap<>();

  /** Those that wait for the user, oldest first. */
  final List<Message> parked = new ArrayList<>();

  /** A process. */
  static final class Process {
    final long pid;
    boolean alive = true;

    /** Messages and ends, in order of arrival. */
    final ArrayDeque<Arrival> box = new ArrayDeque<>();

    /** Its questions until their answer is taken. */
    final Map<Long, Message> open = new HashMap<>();

    /** Questions it took and has not answered. */
    final Map<Long, Message> owed = new HashMap<>();

    final Set<Process> used = new HashSet<>();

    /** Ends that come when nothing of that pid is queued here any more. */
    final Set<Long> endsDue = new HashSet<>();

    int dropped;

    Process(long pid) {
      this.pid = pid;
    }
  }

  /** What lies in a mailbox. */
  sealed interface Arrival {}

  /** A message; with an id it is a question. */
  static final class Message implements Arrival {
    final Process from;
    final int on;
    final long id;
    final String text;
    boolean wanted;
    @Nullable Process at;
    @Nullable String answer;

    Message(Process from, int on, long id, String text) {
      this.from = from;
      this.on = on;
      this.id = id;
      this.text = text;
      this.wanted = id != 0;
    }
  }

  /** A process that used this one has ended. */
  record End(long pid) implements Arrival {}

  Process start(long pid) {
    var process = new Process(pid);
    processes.put(pid, process);
    return process;
  }

  // ---- emit

  boolean isFull(Process from) {
    return from.open.size() >= UNANSWERED;
  }

  /** What emit returns, before anything happens. */
  int status(Process from, int on, boolean question, boolean gated) {
    if (question && isFull(from)) return 3;
    if (!handlers.containsKey(on)) return 1;
    if (gated && (isFull(from) || parkedOf(from) >= PARKED)) return 3;
    return 0;
  }

  private long parkedOf(Process from) {
    return parked.stream().filter(message -> message.from == from).count();
  }

  void emitted(Process from, int on, long id, String text, boolean gated) {
    var message = new Message(from, on, id, text);
    if (id != 0) from.open.put(id, message);
    if (gated) parked.add(message);
    else queue(message);
  }

  private void queue(Message message) {
    var handler = handlers.get(message.on);
    if (handler == null) {
      fail(message);
      return;
    }
    message.at = handler;
    handler.box.add(message);
    message.from.used.add(handler);
  }

  /** Nobody takes it. */
  private static void fail(Message message) {
    if (message.id == 0) message.from.dropped++;
    else if (message.wanted) message.answer = ERROR;
  }

  // ---- the user

  void decideOldest(boolean allow) {
    var message = parked.removeFirst();
    if (allow) queue(message);
    else fail(message);
  }

  // ---- next

  /** The first message or end, taken. */
  Optional<Arrival> take(Process who) {
    var first = who.box.poll();
    if (first == null) return Optional.empty();
    if (first instanceof Message message) {
      if (message.id != 0 && message.wanted) who.owed.put(message.id, message);
      message.at = null;
      endsOf(who, message.from.pid);
    }
    return Optional.of(first);
  }

  /** An end arrives once nothing of that pid is queued. */
  private static void endsOf(Process who, long pid) {
    boolean queued = who.box.stream().anyMatch(it -> it instanceof Message m && m.from.pid == pid);
    if (!queued && who.endsDue.remove(pid)) who.box.add(new End(pid));
  }

  /** The answer to a question, taken. */
  Optional<String> takeAnswer(Process who, long id) {
    var message = who.open.get(id);
    if (message == null || message.answer == null) return Optional.empty();
    who.open.remove(id);
    return Optional.of(Objects.requireNonNull(message.answer));
  }

  // ---- answer, cancel

  /** Whether it was owed. */
  boolean answer(Process who, long id, String text) {
    var message = who.owed.remove(id);
    if (message == null) return false;
    if (message.wanted) message.answer = text;
    return true;
  }

  /** Whether it was open. */
  boolean cancel(Process who, long id) {
    var message = who.open.remove(id);
    if (message == null) return false;
    message.wanted = false;
    parked.remove(message);
    var at = message.at;
    if (at != null) at.box.remove(message);
    return true;
  }

  // ---- handlers

  String register(Process who, int on) {
    return handlers.putIfAbsent(on, who) == null ? "ok" : "taken";
  }

  boolean unregister(Process who, int on) {
    if (handlers.get(on) != who) return false;
    handlers.remove(on);
    for (Iterator<Arrival> all = who.box.iterator(); all.hasNext(); )
      if (all.next() instanceof Message message && message.on == on) {
        all.remove();
        message.at = null;
        fail(message);
      }
    for (long pid : List.copyOf(who.endsDue)) endsOf(who, pid);
    return true;
  }

  // ---- the end

  void end(Process who) {
    who.alive = false;
    handlers.values().removeIf(handler -> handler == who);
    for (Message owed : who.owed.values()) if (owed.wanted) owed.answer = ERROR;
    for (Arrival left : who.box) if (left instanceof Message message) fail(message);
    who.box.clear();
    for (Message open : who.open.values()) open.wanted = false;
    who.open.clear();
    parked.removeIf(message -> message.from == who);
    for (Process handler : who.used)
      if (handler.alive) {
        handler.endsDue.add(who.pid);
        endsOf(handler, who.pid);
      }
  }
}
