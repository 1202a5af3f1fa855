package cairn.kernel.ipc;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.KeptChoice;
import cairn.kernel.ProgramId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes who answers and who filters while messages are on their way. Any thread.
 *
 * <p>Everything but {@link #serve} runs under the port's monitor, so that one change at a time
 * moves messages of an interface. A change holds the places it brings messages to, lets the paths
 * lead there, gathers what the old places have, and puts it before what has come since. Whoever
 * carries a message meanwhile waits at the new place, or finds it astray at the old one and looks
 * again. So the messages of one emitter keep their order, and each is in one place.
 *
 * <p>What a handler has taken is not moved: it owes the answer still.
 */
final class Rerouting {
  private final Placement placement;

  Rerouting(Placement placement) {
    this.placement = placement;
  }

  /** Somebody else answers everybody, or one program. */
  Choice choose(Port port, Optional<ProgramId> of, Answerer who, Optional<Party> by) {
    if (who instanceof Answerer.Cairn && port.natively().isEmpty()) return Choice.NOT_NATIVE;
    setAside(port, new KeptChoice.Where(port.id(), of, false), by, who instanceof Answerer.Usual);
    if (of.isEmpty()) {
      boolean done = hand(port.usual, handlerOf(port, who, by));
      settle(port);
      return done ? Choice.DONE : Choice.NOT_ABLE;
    }
    if (who instanceof Answerer.Usual) {
      retire(port, () -> port.placeOf(of.get(), Optional.empty()));
      return Choice.DONE;
    }
    if (who instanceof Answerer.Cairn) {
      retire(port, () -> port.placeOf(of.get(), port.natively()));
      return Choice.DONE;
    }
    // The place of the code inside Cairn is not this program's alone.
    Optional<Place> known = port.placeOf(of.get()).filter(it -> !isNative(port, it));
    Place place = known.orElseGet(() -> new Place(port, Place.HANDLER));
    if (!hand(place, handlerOf(port, who, by))) return Choice.NOT_ABLE;
    retire(port, () -> port.placeOf(of.get(), Optional.of(place)));
    return Choice.DONE;
  }

  private static boolean isNative(Port port, Place place) {
    return port.natively().filter(it -> it == place).isPresent();
  }

  private static Handler handlerOf(Port port, Answerer who, Optional<Party> by) {
    return switch (who) {
      case Answerer.Process _ -> new Handler.ByProcess(by.orElseThrow());
      case Answerer.Nobody _ -> Handler.Nobody.INSTANCE;
      case Answerer.Cairn _, Answerer.Usual _ ->
          port.natively().map(place -> place.handler).orElse(Handler.Nobody.INSTANCE);
    };
  }

  /** Somebody takes messages before the handler; empty: nobody does any more. */
  Choice filter(Port port, Optional<ProgramId> of, Optional<Party> by) {
    setAside(port, new KeptChoice.Where(port.id(), of, true), by, by.isEmpty());
    Optional<Place> known = port.filterOf(of);
    if (by.isEmpty()) {
      retire(port, () -> port.filterOf(of, Optional.empty()));
      return Choice.DONE;
    }
    int rank = of.isPresent() ? Place.FILTER_OF_PROGRAM : Place.FILTER_OF_ALL;
    Place place = known.orElseGet(() -> new Place(port, rank));
    if (!hand(place, new Handler.ByProcess(by.get()))) return Choice.NOT_ABLE;
    port.filterOf(of, Optional.of(place));
    settle(port);
    return Choice.DONE;
  }

  // ---- choices for every run ------------------------------------------------------------------

  /** What is chosen now counts for this run, whatever is stored. */
  private static void setAside(
      Port port, KeptChoice.Where where, Optional<Party> by, boolean forget) {
    if (forget) port.forget(where);
    var place = port.placeOf(where);
    if (place.isEmpty()) return;
    place.get().declined = null;
    boolean same = by.filter(party -> place.get().isFor(party.subject().program())).isPresent();
    if (!same) place.get().kept = null;
  }

  /**
   * A choice for every run holds. Where somebody else answers in this run it does not count, unless
   * it is to {@code takeOver}.
   */
  void expect(Port port, KeptChoice choice, boolean takeOver) {
    port.keep(choice);
    Optional<Place> known = port.placeOf(choice.where()).filter(it -> !isShared(port, it));
    if (!takeOver && known.filter(place -> place.isBy(choice.program())).isEmpty()) return;
    Place place = known.orElseGet(() -> new Place(port, rankOf(choice.where())));
    place.kept = choice;
    place.declined = null;
    if (!place.isBy(choice.program())) hand(place, Handler.Nobody.INSTANCE);
    retire(port, () -> put(port, choice.where(), place));
  }

  /** Whether it is the place of the code inside Cairn, of which there is but one. */
  private static boolean isShared(Port port, Place place) {
    return place != port.usual && isNative(port, place);
  }

  private static int rankOf(KeptChoice.Where where) {
    if (!where.filter()) return Place.HANDLER;
    return where.of().isPresent() ? Place.FILTER_OF_PROGRAM : Place.FILTER_OF_ALL;
  }

  private static void put(Port port, KeptChoice.Where where, Place place) {
    if (where.filter()) port.filterOf(where.of(), Optional.of(place));
    else if (where.of().isPresent()) port.placeOf(where.of().get(), Optional.of(place));
  }

  /** A choice for every run does not hold any more; who answers by it goes on in this one. */
  void forget(Port port, KeptChoice.Where where) {
    port.forget(where);
    Optional<Place> place = port.placeOf(where).filter(it -> it.kept != null);
    if (place.isEmpty()) return;
    place.get().kept = null;
    if (place.get().handler != Handler.Nobody.INSTANCE) settle(port);
    else if (where.filter()) filter(port, where.of(), Optional.empty());
    else choose(port, where.of(), new Answerer.Usual(), Optional.empty());
  }

  /** Changes the places of a port; those that go free their handlers once nothing is there. */
  private void retire(Port port, Runnable change) {
    var before = port.places();
    change.run();
    settle(port);
    var after = port.places();
    for (Place place : before) if (!after.contains(place)) hand(place, Handler.Nobody.INSTANCE);
  }

  /** Another handler for a place, and what the last one had not taken. False: it cannot. */
  private boolean hand(Place place, Handler to) {
    var told = new LinkedHashSet<Party>();
    boolean done = true;
    Optional<Party> last = Optional.empty();
    synchronized (place) {
      if (to instanceof Handler.ByProcess by && place.isBy(by.party)) return true;
      place.hold();
      List<Message> queued = List.of();
      if (place.handler instanceof Handler.ByProcess old) {
        last = Optional.of(old.party);
        old.party.mailbox.unhandle(place);
        queued = old.party.mailbox.withdrawAll(place, false);
      }
      for (Message message : queued.reversed())
        place.waiting.addFirst(new Waiting(message, null, System.nanoTime()));
      for (Waiting each : place.waiting) told.add(each.message.from);
      if (to instanceof Handler.ByProcess by) done = by.party.mailbox.handle(place, by);
      else place.handler = to;
      if (!done) place.handler = Handler.Nobody.INSTANCE;
      placement.failUnexpected(place);
      place.letGo();
    }
    if (last.isPresent()) farewell(place, last.get(), told);
    return done;
  }

  /** Nothing of those that have ended comes to this handler any more from here. */
  private static void farewell(Place place, Party handler, Iterable<Party> emitters) {
    for (Party from : emitters)
      if (from.isGone()) place.port.farewells.add(new Port.Farewell(handler, from));
  }

  /** Lets all paths lead where they are to, and moves what is elsewhere. */
  void settle(Port port) {
    var targets = new LinkedHashMap<Place, Integer>();
    var sources = new LinkedHashSet<Place>();
    var turned = new HashMap<Route, List<Place>>();
    for (Route route : port.routes()) {
      List<Place> path = port.pathOf(route.from);
      if (path.equals(route.path())) continue;
      turned.put(route, path);
      for (Place target : path) targets.put(target, 0);
      sources.addAll(route.path());
    }
    if (turned.isEmpty()) return;
    targets.replaceAll(
        (target, _) -> {
          synchronized (target) {
            return target.hold();
          }
        });
    turned.forEach(Route::path);
    var moved = new HashMap<Place, List<Waiting>>();
    var last = new ArrayList<Place>(sources);
    // What is further on its way is older.
    last.sort(Comparator.comparingInt((Place place) -> place.rank).reversed());
    for (Place source : last) gather(source, moved);
    targets.forEach(
        (target, era) -> {
          synchronized (target) {
            target.insert(moved.getOrDefault(target, List.of()), era);
            placement.failUnexpected(target);
            target.letGo();
          }
        });
  }

  private void gather(Place source, Map<Place, List<Waiting>> into) {
    var found = new ArrayList<Waiting>();
    Optional<Party> by = Optional.empty();
    synchronized (source) {
      if (source.handler instanceof Handler.ByProcess process) {
        by = Optional.of(process.party);
        for (Message message : process.party.mailbox.withdrawAll(source, true))
          found.add(new Waiting(message, null, System.nanoTime()));
      }
      source.waiting.removeIf(each -> each.message.isAstray() && found.add(each));
      source.counted();
      for (Waiting each : found) each.message.at = each.message.route.toward(each.message.progress);
    }
    var emitters = new LinkedHashSet<Party>();
    for (Waiting each : found) {
      into.computeIfAbsent(each.message.at, place -> new ArrayList<>()).add(each);
      emitters.add(each.message.from);
    }
    if (by.isPresent()) farewell(source, by.get(), emitters);
  }

  /** After a change, without locks: hands over what can be. */
  void serve(Port port) {
    for (Place place : port.places()) placement.serve(place);
    for (Place place : port.expecting()) if (place.isBusy()) placement.want(place);
    for (Port.Farewell each = port.farewells.poll(); each != null; each = port.farewells.poll())
      placement.tellEnd(each.handler(), each.ended());
  }
}
