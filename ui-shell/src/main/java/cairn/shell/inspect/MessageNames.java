package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Row;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.registry.Type;
import cairn.shell.PlainWords;
import cairn.shell.inspect.MessageRow.Peer;
import cairn.shell.inspect.MessageRow.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns rows of the trace into rows for people: who is behind a pid, also when it has ended, and
 * what an interface and its messages are called. Confined to the task that reads the trace.
 */
final class MessageNames {
  /** Names of ended processes that are remembered, since their messages outlive them. */
  private static final int MOST = 10_000;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

  private record Named(String name, Definition definition) {}

  private final Interfaces interfaces;

  private final WallClock clock;
  private final Map<Pid, Peer> peers = new LinkedHashMap<>();
  private final Map<InterfaceId, Optional<Named>> known = new LinkedHashMap<>();
  private final Map<InterfaceId, String> used = new LinkedHashMap<>();
  private final Peer nobody = new Peer("—", "", Optional.empty());
  private final Peer kernel = new Peer(InspectWords.say("peer.kernel"), "0", Optional.empty());

  MessageNames(Interfaces interfaces, WallClock clock) {
    this.interfaces = interfaces;
    this.clock = clock;
  }

  /** Learns what a snapshot knows. */
  void learn(KernelSnapshot now) {
    clock.look();
    for (var process : now.processes())
      peers.put(
          process.pid(),
          new Peer(PlainWords.of(process.name()), process.pid().toString(), process.program()));
    for (var each : now.interfaces()) used.put(each.id(), each.name());
    drop(peers);
    drop(used);
    // A definition may have been learned by now.
    known.values().removeIf(Optional::isEmpty);
    drop(known);
  }

  private static void drop(Map<?, ?> oldest) {
    Iterator<?> entries = oldest.keySet().iterator();
    for (int over = oldest.size() - MOST; over > 0; over--) {
      entries.next();
      entries.remove();
    }
  }

  /** A row as it reads at a moment of {@link System#nanoTime}. */
  MessageRow row(Row row, long nowNanos) {
    var named = known.computeIfAbsent(row.on(), this::named);
    var message = named.flatMap(is -> message(is.definition(), row.message()));
    var interfaceName =
        named.map(Named::name).orElseGet(() -> unknown(row.on(), used.getOrDefault(row.on(), "")));
    return new MessageRow(
        row,
        clock.at(row.atNanos()),
        peer(row.from()),
        handler(row, interfaceName),
        interfaceName,
        called(named.map(Named::definition), row.message()),
        verdict(row, message),
        Math.max(0, nowNanos - row.atNanos()));
  }

  private Optional<Named> named(InterfaceId id) {
    return interfaces
        .find(id)
        .map(is -> new Named(PlainWords.of(is.definition().name()), is.definition()));
  }

  static Optional<Definition.Message> message(Definition definition, int index) {
    return index < 0 || index >= definition.messages().size()
        ? Optional.empty()
        : Optional.of(definition.messages().get(index));
  }

  /**
   * What a message is called; by its number when the definition is not known or has none of it.
   * Bodies of a raw interface are opaque: their first byte numbers nothing.
   */
  static String called(Optional<Definition> definition, int index) {
    if (definition.flatMap(Definition::rawLabel).isPresent()) return "";
    return definition
        .flatMap(is -> message(is, index))
        .map(Definition.Message::name)
        .orElseGet(() -> unnamed(index));
  }

  private static String unknown(InterfaceId id, String name) {
    return name.isEmpty() ? id.shortHex() : PlainWords.of(name);
  }

  private static String unnamed(int index) {
    return index < 0 ? "" : InspectWords.say("message.unnamed", index);
  }

  private Peer peer(Pid pid) {
    if (pid.equals(Pid.KERNEL)) return kernel;
    var peer = peers.get(pid);
    return peer == null
        ? new Peer(InspectWords.say("user.gone", pid.toString()), pid.toString(), Optional.empty())
        : peer;
  }

  private Peer handler(Row row, String interfaceName) {
    return switch (row.to()) {
      case HandledBy.Nobody _ -> nobody;
      case HandledBy.Native _ ->
          new Peer(InspectWords.say("peer.native", interfaceName), "", Optional.empty());
      case HandledBy.Process(Pid pid) -> peer(pid);
    };
  }

  private static Verdict verdict(Row row, Optional<Definition.Message> message) {
    return switch (row.outcome()) {
      case OPEN -> Verdict.IN_FLIGHT;
      case ASKING -> Verdict.ASKING;
      case WAITING -> Verdict.WAITING;
      case ANSWERED ->
          row.answerHead() == 1
                  && message.flatMap(Definition.Message::answer).orElse(Type.Primitive.BOOL)
                      instanceof Type.Result
              ? Verdict.ERR
              : Verdict.ANSWERED;
      case FAILED -> Verdict.FAILED;
      case DENIED -> Verdict.DENIED;
      case DENIED_BEFORE -> Verdict.DENIED_BEFORE;
      case IMPOSSIBLE -> Verdict.IMPOSSIBLE;
      case UNFIT -> Verdict.UNFIT;
      case DROPPED -> Verdict.DROPPED;
      case DELIVERED -> Verdict.DELIVERED;
      case CANCELLED -> Verdict.CANCELLED;
      case ABANDONED -> Verdict.ABANDONED;
      case NO_HANDLER -> Verdict.NO_HANDLER;
      case UNKNOWN_INTERFACE -> Verdict.UNKNOWN_INTERFACE;
      case NO_ROOM -> Verdict.NO_ROOM;
      case LIMIT -> Verdict.OVER_LIMIT;
      case CHANGED -> Verdict.CHANGED;
    };
  }

  static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }
}
