package cairn.kernel.ipc;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Limit;
import cairn.kernel.MessageId;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.Scope;
import cairn.kernel.judge.Charter;
import cairn.kernel.judge.Gate;
import cairn.kernel.judge.Wish;
import cairn.registry.Definition;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All interfaces that are handled or used, and who handles them. Any thread. */
final class Ports {
  private final Interfaces interfaces;
  private final Gate gate;
  private final Rerouting rerouting;

  /** Ports appear and disappear inside its operations on a key, never beside them. */
  private final Map<InterfaceId, Port> ports = new ConcurrentHashMap<>();

  /** Messages on interfaces that are no more. Changed inside operations on their keys. */
  private final AtomicLong past = new AtomicLong();

  Ports(Interfaces interfaces, Gate gate, Placement placement) {
    this.interfaces = interfaces;
    this.gate = gate;
    this.rerouting = new Rerouting(placement);
  }

  /** Java code answers an interface. Throws IllegalArgumentException if somebody does already. */
  void handle(NativeHandler code) {
    Definition definition = code.definition();
    ports.compute(
        definition.id(),
        (id, old) -> {
          Port port = old == null ? new Port(charter(id, definition)) : old;
          synchronized (port) {
            if (port.usual.handler != Handler.Nobody.INSTANCE)
              throw new IllegalArgumentException(definition.name() + " is handled already");
            port.answeredBy(new Handler.Native(code));
          }
          return port;
        });
  }

  private Charter charter(InterfaceId id, Definition definition) {
    return Charter.of(
        id,
        interfaces
            .find(id)
            .or(() -> Optional.of(new Interfaces.Known(definition, Optional.empty()))));
  }

  /** What came of wanting to handle an interface. */
  enum Registered {
    OK,
    /** Somebody handles it. */
    TAKEN,
    /** It handles as many as it may, or has ended. */
    REFUSED
  }

  /** A process begins to answer an interface. */
  Registered register(Party party, InterfaceId id) {
    var outcome = new Registered[] {Registered.TAKEN};
    Port port =
        ports.compute(
            id,
            (key, old) -> {
              Port claimed = old == null ? new Port(Charter.of(id, interfaces.find(id))) : old;
              synchronized (claimed) {
                outcome[0] = claim(party, claimed);
                if (outcome[0] == Registered.OK) rerouting.settle(claimed);
              }
              return claimed.isUseless() ? null : claimed;
            });
    if (outcome[0] != Registered.REFUSED) party.ableTo(id);
    if (port != null && outcome[0] == Registered.OK) rerouting.serve(port);
    return outcome[0];
  }

  /** Where it is the chosen one it answers; else for everybody, if no other is chosen for that. */
  private static Registered claim(Party party, Port port) {
    Optional<ProgramId> program = party.subject().program();
    var outcome = Registered.TAKEN;
    for (Place place : port.expecting())
      if (place.isFor(program)) {
        Registered here = claim(party, place);
        if (here == Registered.OK) place.declined = null;
        if (outcome != Registered.OK) outcome = here;
      }
    if (outcome != Registered.TAKEN || port.usual.kept != null) return outcome;
    return claim(party, port.usual);
  }

  private static Registered claim(Party party, Place place) {
    synchronized (place) {
      if (place.handler != Handler.Nobody.INSTANCE) return Registered.TAKEN;
      return party.mailbox.handle(place, new Handler.ByProcess(party))
          ? Registered.OK
          : Registered.REFUSED;
    }
  }

  /** A process stops answering an interface; false: it does not. What it took it still owes. */
  boolean unregister(Party party, InterfaceId id) {
    Port port = ports.get(id);
    if (port == null) return false;
    synchronized (port) {
      var mine = port.places().stream().filter(place -> place.isBy(party)).toList();
      if (mine.isEmpty()) return false;
      party.notAbleTo(id);
      for (Place place : mine)
        synchronized (place) {
          if (!place.isBy(party)) continue;
          if (place.kept != null) place.declined = party;
          place.hold();
          party.mailbox.unhandle(place);
          Placement.moveOn(place, party.mailbox.withdrawAll(place, false));
          place.letGo();
        }
      rerouting.settle(port);
    }
    rerouting.serve(port);
    discardIfUseless(id);
    return true;
  }

  // ---- the user's choices ---------------------------------------------------------------------

  /** As {@link cairn.kernel.Kernel#choose}. {@code by}: the process that was chosen, if one was. */
  Choice choose(InterfaceId id, Optional<ProgramId> of, Answerer who, Optional<Party> by) {
    if (isReserved(id)) return Choice.RESERVED;
    return change(id, by, port -> rerouting.choose(port, of, who, by));
  }

  /** As {@link cairn.kernel.Kernel#filter}. */
  Choice filter(InterfaceId id, Optional<ProgramId> of, Optional<Party> by) {
    if (isReserved(id)) return Choice.RESERVED;
    return change(id, by, port -> rerouting.filter(port, of, by));
  }

  private Choice change(InterfaceId id, Optional<Party> by, Function<Port, Choice> how) {
    if (by.isPresent() && !by.get().isAbleTo(id)) return Choice.NOT_ABLE;
    var outcome = new Choice[] {Choice.DONE};
    Port port =
        ports.compute(
            id,
            (key, old) -> {
              Port changed = old == null ? new Port(Charter.of(id, interfaces.find(id))) : old;
              synchronized (changed) {
                outcome[0] = how.apply(changed);
                changed.countExpecting();
              }
              return changed.isUseless() ? null : changed;
            });
    if (port != null) rerouting.serve(port);
    return outcome[0];
  }

  // ---- choices for every run ------------------------------------------------------------------

  /** As {@link Rerouting#expect}. */
  void expect(KeptChoice choice, boolean takeOver) {
    change(
        choice.where().on(),
        Optional.empty(),
        port -> {
          rerouting.expect(port, choice, takeOver);
          return Choice.DONE;
        });
  }

  /** As {@link Rerouting#forget}. */
  void forget(KeptChoice.Where where) {
    change(
        where.on(),
        Optional.empty(),
        port -> {
          rerouting.forget(port, where);
          return Choice.DONE;
        });
  }

  /** What is chosen there for every run. */
  Optional<KeptChoice> kept(KeptChoice.Where where) {
    Port port = ports.get(where.on());
    if (port == null) return Optional.empty();
    synchronized (port) {
      return port.kept(where);
    }
  }

  /** A process of the chosen program answers there from now on; false: it cannot, or need not. */
  boolean standIn(Place place, KeptChoice choice, Party party) {
    Port port = place.port;
    synchronized (port) {
      if (!choice.equals(place.kept) || claim(party, place) != Registered.OK) return false;
      place.declined = null;
      rerouting.settle(port);
    }
    rerouting.serve(port);
    return true;
  }

  /** The places where nobody answers, and this program is to. */
  List<Place> awaiting(ProgramId program) {
    var all = new ArrayList<Place>();
    for (Port port : ports.values())
      for (Place place : port.expecting())
        if (place.handler == Handler.Nobody.INSTANCE && place.isFor(Optional.of(program)))
          all.add(place);
    return all;
  }

  /** This program does not come now: what cannot wait for it fails. */
  void abandon(ProgramId program) {
    for (Place place : awaiting(program))
      synchronized (place) {
        if (place.handler == Handler.Nobody.INSTANCE) Placement.failImpatient(place);
      }
  }

  /** Somebody answers it no more: who has ended needs it no longer. */
  void discardIfUseless(InterfaceId id) {
    ports.computeIfPresent(
        id,
        (key, port) -> {
          if (!port.isAnswered())
            for (Route route : port.routes()) if (route.from.isGone()) dropIfIdle(port, route);
          return unlessUseless(port);
        });
  }

  /** Drops those routes of a party on which nothing is, to interfaces that nobody answers. */
  void dropUnused(Party party) {
    party.routes.values().forEach(this::dropIfUnused);
  }

  /** Drops a route if nothing is on it, and its interface is one that nobody answers. */
  void dropIfUnused(Route route) {
    // Before any lock: that is so with most routes.
    if (!route.isIdle() || route.port.usual.handler != Handler.Nobody.INSTANCE) return;
    ports.computeIfPresent(
        route.port.id(),
        (id, port) -> {
          if (port == route.port && !port.isAnswered()) dropIfIdle(port, route);
          return unlessUseless(port);
        });
  }

  /** Inside an operation on the port's key. Null: nobody would miss it, and it goes. */
  private @Nullable Port unlessUseless(Port port) {
    if (!port.isUseless()) return port;
    past.addAndGet(port.pastMessages.get());
    return null;
  }

  /** Messages on interfaces that are no more. */
  long past() {
    return past.get();
  }

  /** Inside an operation on the port's key: what enters a route meanwhile looks for it there. */
  private static void dropIfIdle(Port port, Route route) {
    if (!route.retire()) return;
    route.from.routes.remove(port.id(), route);
    port.remove(route.from);
  }

  /**
   * Whether no answer of the user could make a program's wish to handle an interface come true.
   * Takes no lock.
   */
  boolean isMoot(Optional<ProgramId> of, Wish wish) {
    if (!(wish.scope() instanceof Scope.OfInterface(InterfaceId id, String _))) return false;
    if (isReserved(id)) return true;
    Port port = ports.get(id);
    if (port == null) return false;
    for (Place place : port.expecting())
      if (place.isFor(of) && place.handler == Handler.Nobody.INSTANCE) return false;
    return port.usual.handler != Handler.Nobody.INSTANCE || port.usual.kept != null;
  }

  /** Whether the interface that a wish is to handle is one that no program may. */
  boolean isReserved(Wish wish) {
    return wish.scope() instanceof Scope.OfInterface(InterfaceId id, String _) && isReserved(id);
  }

  boolean isReserved(InterfaceId id) {
    return interfaces
        .find(id)
        .flatMap(Interfaces.Known::descriptor)
        .map(Descriptor::reserved)
        .orElse(false);
  }

  /** The interface as it is now; null: nobody handles or uses it. */
  @Nullable Port find(InterfaceId id) {
    return ports.get(id);
  }

  /** Whether Java code answers an interface. */
  boolean isNative(InterfaceId id) {
    Port port = ports.get(id);
    return port != null && port.natively().isPresent();
  }

  /** Why an interface has nobody to answer it. */
  Refusal.Reason whyNobody(InterfaceId to) {
    return interfaces.find(to).isPresent()
        ? new Refusal.NoHandler()
        : new Refusal.UnknownInterface();
  }

  /** What came of looking for the way to an interface. */
  sealed interface Way permits Route, NoWay {}

  /** There is none. */
  enum NoWay implements Way {
    /** There is no such interface, and the message may not wait for one. */
    NOBODY,
    /** Its emitter sends to too many. */
    TOO_MANY
  }

  /** The way of a process to an interface. A message has entered it, and has to leave it. */
  Way route(Party from, InterfaceId to, boolean mayWait) {
    Route known = from.routes.get(to);
    if (known != null && known.enter()) return known;
    if (!mayWait && ports.get(to) == null) return NoWay.NOBODY;
    if (isFull(from)) {
      dropUnused(from);
      if (isFull(from)) {
        from.hit(Limit.INTERFACES);
        return NoWay.TOO_MANY;
      }
    }
    var entered = new Route[1];
    ports.compute(
        to,
        (id, old) -> {
          Port port = old == null ? new Port(Charter.of(id, interfaces.find(id))) : old;
          synchronized (port) {
            Route fresh = from.routes.computeIfAbsent(id, key -> new Route(from, port));
            // INVARIANT: a route retires and goes in one operation on its key, as this is one.
            if (!fresh.enter()) throw new IllegalStateException("a route that is no more");
            port.add(fresh);
            entered[0] = fresh;
          }
          return port;
        });
    return entered[0];
  }

  private static boolean isFull(Party from) {
    return from.routes.size() >= Party.MOST_ROUTES;
  }

  /** Forgets the counters of a process whose row goes. */
  void forget(Party party) {
    party.routes.forEach(
        (id, route) ->
            ports.computeIfPresent(
                id,
                (key, port) -> {
                  port.remove(party);
                  return unlessUseless(port);
                }));
    party.routes.clear();
  }

  /** All interfaces that are handled or were used. */
  List<KernelSnapshot.OfInterface> rows(Map<InterfaceId, Set<Pid>> able, OnDemand onDemand) {
    var all = new ArrayList<KernelSnapshot.OfInterface>();
    for (Port port : ports.values())
      all.add(port.row(nameOf(port.id(), port), able.getOrDefault(port.id(), Set.of()), onDemand));
    all.sort(
        (a, b) ->
            a.name().equals(b.name()) ? a.id().compareTo(b.id()) : a.name().compareTo(b.name()));
    return all;
  }

  String nameOf(InterfaceId id, Port port) {
    return interfaces
        .find(id)
        .map(known -> known.definition().name())
        .orElseGet(() -> port.charter.name());
  }

  /** Questions that wait for room at a process, and at which. */
  Map<Question, Pid> waitingQuestions() {
    var all = new IdentityHashMap<Question, Pid>();
    for (Port port : ports.values())
      for (Place place : port.places()) {
        if (!place.isBusy() || !(place.handler instanceof Handler.ByProcess by)) continue;
        synchronized (place) {
          for (Waiting each : place.waiting)
            if (each.message.question != null) all.put(each.message.question, by.party.pid());
        }
      }
    return all;
  }

  /** What a party's threads wait for, in words; empty when one of them does not. */
  Optional<WaitingFor> waitingFor(Party party, int threads, OnDemand onDemand) {
    var ids = new HashSet<MessageId>();
    var words = new ArrayList<String>();
    long since = Long.MAX_VALUE;
    int waiting = 0;
    for (Waiting stuck : party.stuck) {
      Port port = stuck.message.route.port;
      String name = nameOf(port.id(), port);
      Place at = stuck.message.at;
      if (at.handler == Handler.Nobody.INSTANCE) words.add(onDemand.hope(at, name));
      else if (stuck.message.home == null) words.add("room at the handler of " + name);
      else words.add("the handler of " + name + " to take its message");
      since = Math.min(since, stuck.sinceNanos);
      waiting++;
      var asking = asking(stuck.message);
      if (asking.isPresent() && waiting >= threads)
        return Optional.of(new WaitingFor(ids, "you", since, asking));
    }
    var wish = party.mailbox.wish();
    if (wish.isPresent()) {
      waiting += wish.get().threads();
      since = Math.min(since, wish.get().sinceNanos());
      ids.addAll(wish.get().ids());
      for (Question asked : wish.get().asked()) {
        Message onward = asked.onward;
        var asking = asking(onward == null ? asked.message : onward);
        if (asking.isPresent() && waiting >= threads)
          return Optional.of(new WaitingFor(ids, "you", since, asking));
        Port port = asked.message.route.port;
        Place at = asked.message.at;
        boolean starts = at.handler == Handler.Nobody.INSTANCE && at.kept != null && at.isBusy();
        String name = nameOf(port.id(), port);
        String word = starts ? onDemand.hope(at, name) : "an answer from " + name;
        if (!words.contains(word)) words.add(word);
      }
      if (wish.get().anything()) words.add("messages");
    }
    if (waiting == 0 || waiting < threads) return Optional.empty();
    return Optional.of(new WaitingFor(ids, String.join(" or ", words), since, Optional.empty()));
  }

  private Optional<PermissionRequest> asking(Message message) {
    var ticket = message.ticket;
    return ticket == null ? Optional.empty() : gate.asking(ticket);
  }
}
