package cairn.kernel.ipc;

import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.KernelSnapshot.OfKept;
import cairn.kernel.KernelSnapshot.OfPlace;
import cairn.kernel.KernelSnapshot.OfWaiter;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.judge.Charter;
import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One interface as the router sees it: the places its messages go to, who uses it, what happened on
 * it. Its monitor guards which places there are and the paths of its routes through them; inside it
 * one place at a time may be locked.
 */
final class Port {
  /** Rows of waiting messages that a snapshot shows, per interface. */
  private static final int WAITERS_SHOWN = 50;

  final Charter charter;

  /** Who answers everybody of whom nothing else is said. */
  final Place usual = new Place(this, Place.HANDLER);

  /** Java code that answers this interface wherever the user did not choose another. */
  private volatile @Nullable Place natively;

  /** Who answers programs of which the user said so. Guarded by this, as the next two. */
  private final Map<ProgramId, Place> own = new HashMap<>();

  private final Map<ProgramId, Place> filters = new HashMap<>();
  private @Nullable Place filter;

  /** What the user chose for every run, as it is stored. Guarded by this. */
  private final Map<KeptChoice.Where, KeptChoice> kept = new LinkedHashMap<>();

  /** The places that know of such a choice. Written under the monitor, read by anybody. */
  private volatile List<Place> expecting = List.of();

  /** A handler that is to learn of an end, when no lock is held. */
  record Farewell(Party handler, Party ended) {}

  /** From changes that moved messages of emitters that have ended. Safe for any thread. */
  final Queue<Farewell> farewells = new ConcurrentLinkedQueue<>();

  /** The processes that send here. Changed inside {@link Ports}'s table operations. */
  private final Map<Party, Route> routes = new ConcurrentHashMap<>();

  /** How often {@link #routes} changed. Counted after the change. */
  private final AtomicLong changes = new AtomicLong();

  /** Whose routes these were after so many changes. */
  private record Users(long changes, Set<Pid> pids) {}

  /** So that ten looks a second need not gather ten thousand users each. */
  private volatile Users users = new Users(0, Set.of());

  /** What the routes of forgotten processes had counted. */
  final AtomicLong pastMessages = new AtomicLong();

  final AtomicLong pastAnswered = new AtomicLong();
  final AtomicLong pastErrors = new AtomicLong();
  final AtomicLong pastRefused = new AtomicLong();
  final AtomicLong pastMalformed = new AtomicLong();
  final AtomicLong pastAnswerNanos = new AtomicLong();

  Port(Charter charter) {
    this.charter = charter;
  }

  InterfaceId id() {
    return charter.id();
  }

  // ---- places ---------------------------------------------------------------------------------

  /** Java code answers here from now on, under the monitor. */
  void answeredBy(Handler.Native code) {
    var place = new Place(this, Place.HANDLER);
    place.handler = code;
    natively = place;
    synchronized (usual) {
      usual.handler = code;
    }
  }

  /** Where the Java code is, if there is any. */
  Optional<Place> natively() {
    return Optional.ofNullable(natively);
  }

  /** Who answers this program; empty: as everybody. Under the monitor, as all below. */
  Optional<Place> placeOf(ProgramId program) {
    return Optional.ofNullable(own.get(program));
  }

  void placeOf(ProgramId program, Optional<Place> place) {
    if (place.isPresent()) own.put(program, place.get());
    else own.remove(program);
  }

  /** Who filters what this program sends, or what everybody sends. */
  Optional<Place> filterOf(Optional<ProgramId> program) {
    return Optional.ofNullable(program.isPresent() ? filters.get(program.get()) : filter);
  }

  void filterOf(Optional<ProgramId> program, Optional<Place> place) {
    if (program.isEmpty()) filter = place.orElse(null);
    else if (place.isPresent()) filters.put(program.get(), place.get());
    else filters.remove(program.get());
  }

  /** The place that a choice is about, if there is one. */
  Optional<Place> placeOf(KeptChoice.Where where) {
    if (where.filter()) return filterOf(where.of());
    return where.of().isPresent() ? placeOf(where.of().get()) : Optional.of(usual);
  }

  void keep(KeptChoice choice) {
    kept.put(choice.where(), choice);
  }

  void forget(KeptChoice.Where where) {
    kept.remove(where);
  }

  Optional<KeptChoice> kept(KeptChoice.Where where) {
    return Optional.ofNullable(kept.get(where));
  }

  /** To be called when a place has got or lost a choice, or has gone. */
  void countExpecting() {
    expecting = places().stream().filter(place -> place.kept != null).toList();
  }

  /** The places that know of a choice for every run. Takes no lock. */
  List<Place> expecting() {
    return expecting;
  }

  /**
   * Where the messages of a party go, one after the other. A filter does not get its own messages,
   * and neither does a process that stands in for Java code: they are for what is behind it. The
   * same holds for every process of a program that is chosen for that: it may have to send before
   * it can answer.
   */
  synchronized List<Place> pathOf(Party from) {
    Optional<ProgramId> program = from.subject().program();
    if (own.isEmpty() && filters.isEmpty() && filter == null && !isOwn(usual, from, program))
      return List.of(usual);
    var path = new ArrayList<Place>(3);
    Place before = program.map(filters::get).orElse(null);
    if (before != null && !isOwn(before, from, program)) path.add(before);
    Place all = filter;
    if (all != null && !isOwn(all, from, program)) path.add(all);
    Place last = program.map(own::get).orElse(usual);
    Place code = natively;
    path.add(code != null && isOwn(last, from, program) ? code : last);
    return List.copyOf(path);
  }

  private static boolean isOwn(Place place, Party from, Optional<ProgramId> program) {
    return place.isBy(from) || place.isFor(program);
  }

  /** Every place there is. */
  synchronized Set<Place> places() {
    var all = new LinkedHashSet<Place>();
    all.add(usual);
    Place code = natively;
    if (code != null) all.add(code);
    all.addAll(own.values());
    all.addAll(filters.values());
    Place before = filter;
    if (before != null) all.add(before);
    return all;
  }

  /** Whether nobody would miss it. */
  synchronized boolean isUseless() {
    return usual.busy == 0 && routes.isEmpty() && !isAnswered();
  }

  /** Whether somebody answers or filters here, or the user has said who is to. */
  synchronized boolean isAnswered() {
    return usual.handler != Handler.Nobody.INSTANCE
        || !own.isEmpty()
        || !filters.isEmpty()
        || filter != null
        || !kept.isEmpty()
        || natively != null;
  }

  // ---- who sends here -------------------------------------------------------------------------

  void add(Route route) {
    routes.put(route.from, route);
    changes.incrementAndGet();
  }

  /** Keeps what it had counted. */
  void remove(Party from) {
    Route route = routes.remove(from);
    if (route == null) return;
    remember(route);
    changes.incrementAndGet();
  }

  Collection<Route> routes() {
    return routes.values();
  }

  private Set<Pid> users() {
    Users known = users;
    // Read first: a change while they are gathered makes the next look gather them again.
    long now = changes.get();
    if (known.changes == now) return known.pids;
    var pids = new HashSet<Pid>();
    for (Route route : routes.values()) pids.add(route.from.pid());
    var fresh = new Users(now, Set.copyOf(pids));
    users = fresh;
    return fresh.pids;
  }

  // ---- looking in -----------------------------------------------------------------------------

  private void remember(Route route) {
    pastMessages.addAndGet(route.messages.get());
    pastRefused.addAndGet(route.refused.get());
    pastMalformed.addAndGet(route.malformed.get());
    var answers = route.from.mailbox.answersOn(route);
    pastAnswered.addAndGet(answers.answered());
    pastErrors.addAndGet(answers.errors());
    pastAnswerNanos.addAndGet(answers.nanos());
  }

  /** What there is to see. {@code able}: the processes known to handle it. */
  KernelSnapshot.OfInterface row(String name, Set<Pid> able, OnDemand onDemand) {
    long messages = pastMessages.get();
    long refused = pastRefused.get();
    long malformed = pastMalformed.get();
    long answered = pastAnswered.get();
    long errors = pastErrors.get();
    long nanos = pastAnswerNanos.get();
    for (Route route : routes.values()) {
      messages += route.messages.get();
      refused += route.refused.get();
      malformed += route.malformed.get();
      var answers = route.from.mailbox.answersOn(route);
      answered += answers.answered();
      errors += answers.errors();
      nanos += answers.nanos();
    }
    var waiters = new ArrayList<OfWaiter>();
    int waiting = 0;
    for (Place place : places()) waiting += waitersOf(place, waiters);
    return new KernelSnapshot.OfInterface(
        id(),
        name,
        usual.by(),
        messages,
        answered,
        errors,
        refused,
        malformed,
        waiting,
        users(),
        nanos,
        routing(able, waiters, onDemand));
  }

  private static int waitersOf(Place place, List<OfWaiter> into) {
    if (place.busy == 0) return 0;
    boolean forRoom = place.handler != Handler.Nobody.INSTANCE;
    synchronized (place) {
      for (Waiting each : place.waiting) {
        if (into.size() >= WAITERS_SHOWN) break;
        into.add(new OfWaiter(each.message.from.pid(), each.sinceNanos, forRoom));
      }
      return place.waiting.size();
    }
  }

  private synchronized KernelSnapshot.Routing routing(
      Set<Pid> able, List<OfWaiter> waiters, OnDemand onDemand) {
    var routed = new ArrayList<OfPlace>();
    own.forEach(
        (program, place) ->
            routed.add(new OfPlace(Optional.of(program), place.by(), place.waiters())));
    var filtered = new ArrayList<OfPlace>();
    filters.forEach(
        (program, place) ->
            filtered.add(new OfPlace(Optional.of(program), place.by(), place.waiters())));
    Place all = filter;
    if (all != null) filtered.add(new OfPlace(Optional.empty(), all.by(), all.waiters()));
    var keeps = new ArrayList<OfKept>();
    kept.forEach(
        (where, choice) ->
            keeps.add(
                new OfKept(
                    choice,
                    placeOf(where)
                        .map(place -> onDemand.state(place, choice))
                        .orElseGet(Keeping.SetAside::new))));
    return new KernelSnapshot.Routing(natively != null, routed, filtered, able, waiters, keeps);
  }
}
