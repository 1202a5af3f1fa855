package cairn.kernel.judge;

import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.Refusal;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionAsker;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The point every message passes before it is queued: decides by rules, parks what only the user
 * can decide, and lets parked things go when he has. Any thread.
 *
 * <p><b>Deciding</b> takes no lock: it reads this run's and the stored grants, which are immutable
 * lists, replaced as a whole. Whoever keeps a decision notes the {@link #revision} it was made at
 * and asks again when that has moved on.
 *
 * <p><b>Parking</b> decides once more under the monitor, so that no decision of the user falls
 * between the question and the parking. Equal questions of a process are one {@link Row}. What was
 * parked on one interface leaves in the order it came: something that is allowed waits for what
 * stands before it; a refusal waits for nothing.
 *
 * <p>Long, because all of it holds for one monitor: who splits it has to say which half a decision
 * of the user reaches first.
 *
 * <p><b>Callbacks</b> never run under the monitor, but for {@link Parked#recipient}, which is to
 * return at once and take no lock. Those of one process go through its outbox, which one thread at
 * a time empties, so that two deciding threads cannot turn their order round.
 *
 * <p>The longest file of its package, because parking, deciding and taking back change the same
 * state under one monitor.
 */
public final class Gate {
  private static final System.Logger LOG = System.getLogger(Gate.class.getName());
  private static final Judgement PASS = new Judgement.Pass(List.of(), false, List.of());
  private static final Judgement PASS_ALL = new Judgement.Pass(List.of(), true, List.of());

  private final Interfaces interfaces;
  private final PermissionAsker asker;
  private final ProgramNames names;
  private final InstantSource clock;
  private final Set<Integer> guardedPorts;
  private final BiPredicate<Subject, Wish> moot;
  private final GrantKeeper keeper;

  private final Object monitor = new Object();

  /** Guarded by the monitor, as all below that do not say otherwise. */
  private final Map<Pid, Subject> subjects = new HashMap<>();

  private final Map<RequestId, Row> rows = new LinkedHashMap<>();
  private long lastRequest;
  private long lastRunGrant;

  /** Replaced as a whole under the monitor, read by anybody. */
  private volatile Map<ProgramId, List<Grant>> stored = Map.of();

  /** Moves with every change of a rule, under the monitor; read by anybody. */
  private final AtomicInteger revision = new AtomicInteger();

  /** What a program is called; as in the kernel's port of the same name. */
  @FunctionalInterface
  public interface ProgramNames {
    /** The name, or this one. */
    String nameOf(ProgramId program, String otherwise);
  }

  /**
   * With what it asks and where it keeps decisions. {@code moot}: wishes that cannot come true
   * whatever the user says; nobody is asked about them.
   */
  public Gate(
      Interfaces interfaces,
      GrantKeeper keeper,
      PermissionAsker asker,
      ProgramNames names,
      InstantSource clock,
      Set<Integer> guardedPorts,
      BiPredicate<Subject, Wish> moot) {
    this.interfaces = interfaces;
    this.keeper = keeper;
    this.asker = asker;
    this.names = names;
    this.clock = clock;
    this.guardedPorts = guardedPorts;
    this.moot = moot;
    keeper.load(this::loaded);
  }

  private void loaded(List<Grant> grants) {
    var byProgram = new HashMap<ProgramId, List<Grant>>();
    for (Grant grant : grants)
      byProgram.computeIfAbsent(grant.program(), id -> new ArrayList<>()).add(grant);
    synchronized (monitor) {
      byProgram.replaceAll((program, list) -> List.copyOf(list));
      stored = Map.copyOf(byProgram);
      revision.incrementAndGet();
    }
  }

  /** Moves when any rule changes: what was decided at another revision is to be asked again. */
  public int revision() {
    return revision.get();
  }

  // ---- who ------------------------------------------------------------------------------------

  /**
   * Begins to know a process. {@code startedBy}: the process that started it, unless the user did;
   * it is allowed no more than that one.
   */
  public Subject admit(
      Pid pid,
      ProgramId program,
      String name,
      List<Rule> flags,
      boolean useStored,
      Limits limits,
      Optional<Subject> startedBy) {
    var subject = new Subject(pid, Optional.of(program), name, flags, useStored, limits, startedBy);
    synchronized (monitor) {
      subjects.put(pid, subject);
    }
    return subject;
  }

  /**
   * A process has ended: its questions are withdrawn, this run's grants are over, and what it
   * opened is closed.
   */
  public void ended(Subject who) {
    List<Closer> closing;
    synchronized (monitor) {
      if (who.ended) return;
      who.ended = true;
      subjects.remove(who.pid);
      for (Row row : who.rows.values()) {
        rows.remove(row.first.id());
        for (Ticket ticket : row.tickets)
          if (!ticket.inOrder) leave(ticket, ticket.parked::withdraw);
      }
      who.rows.clear();
      for (ArrayDeque<Ticket> queue : who.queues.values())
        for (Ticket ticket : queue)
          if (ticket.stage != Ticket.Stage.LEFT) leave(ticket, ticket.parked::withdraw);
      who.queues.clear();
      // INVARIANT: a rule changes before the revision does. Whoever decides by what was, has noted
      // a revision that has passed by then, so no child keeps a pass of these grants.
      boolean had = !who.run.isEmpty();
      who.run = List.of();
      if (had) revision.incrementAndGet();
      closing = List.copyOf(who.closers);
      who.closers.clear();
    }
    drain(who);
    keeper.close(closing);
    flushUses(who);
  }

  /** Writes down how often grants were used by this process. */
  private void flushUses(Subject who) {
    flush(who.uses);
    flush(who.denials);
  }

  private void flush(Map<GrantId, Uses> counted) {
    counted.forEach(
        (grant, its) -> {
          long uses = its.take();
          if (uses == 0) return;
          countUses(grant, its.last(), uses);
          if (grant.number() > 0) keeper.used(grant, its.last(), uses);
        });
  }

  /**
   * What is listed counts on from here; the store hears of it on its own. A grant of a run may be
   * that of a process which lives on and started the one that used it.
   */
  private void countUses(GrantId id, Instant last, long uses) {
    synchronized (monitor) {
      if (id.number() < 0) {
        for (Subject who : subjects.values()) who.run = counted(who.run, id, last, uses);
        return;
      }
      var all = new HashMap<>(stored);
      all.replaceAll((program, list) -> counted(list, id, last, uses));
      stored = Map.copyOf(all);
    }
  }

  private static List<Grant> counted(List<Grant> list, GrantId id, Instant last, long uses) {
    if (list.stream().noneMatch(grant -> grant.id().equals(id))) return list;
    return list.stream()
        .map(grant -> grant.id().equals(id) ? used(grant, last, uses) : grant)
        .toList();
  }

  private static Grant used(Grant grant, Instant when, long uses) {
    return new Grant(
        grant.id(),
        grant.program(),
        grant.rule(),
        grant.run(),
        grant.since(),
        when,
        grant.uses() + uses);
  }

  // ---- deciding -------------------------------------------------------------------------------

  /**
   * Decides about a message, without asking anybody. {@code call}: where the charter reads bodies.
   */
  public Judgement judge(Subject who, Charter on, Optional<MessageCodec.Call> call) {
    if (who.program.isEmpty()) return PASS_ALL;
    Wish wish = on.wish(call, interfaces);
    if (wish.usesHandle()) return PASS;
    wish = wish.about(wish.scope(), Rules.risk(wish.risk(), wish.scope(), guardedPorts));
    return judge(who, wish, on.isDecidedAsOne());
  }

  private Judgement judge(Subject who, Wish wish, boolean asOne) {
    var needed = new ArrayList<GrantId>(0);
    return switch (verdict(who, wish, needed)) {
      case Rules.Verdict.Allow _ -> pass(who, List.copyOf(needed), asOne);
      case Rules.Verdict.Deny(var by) ->
          by.<Judgement>map(
                  grant ->
                      new Judgement.Denied(
                          wish, new Refusal.DecidedBefore(), List.of(who.denialsBy(grant, clock))))
              .orElseGet(() -> new Judgement.Denied(wish, new Refusal.ByFlag(), List.of()));
      case Rules.Verdict.Ask _ -> {
        if (moot.test(who, wish)) yield new Judgement.Moot(wish);
        yield who.deniesRest()
            ? new Judgement.Denied(wish, new Refusal.RestOfRun(), List.of())
            : new Judgement.Ask(wish);
      }
    };
  }

  private Judgement pass(Subject who, List<GrantId> by, boolean asOne) {
    if (by.isEmpty()) return asOne ? PASS_ALL : PASS;
    return new Judgement.Pass(
        by, asOne, by.stream().map(grant -> who.usesOf(grant, clock)).toList());
  }

  /**
   * What its own rules say, and for a process that another started, what those of all its ancestors
   * say: a no of anyone is a no, a yes takes all of them. What the user said in this run about this
   * very process he said knowing who started it, so that is the last word. {@code needed} gets the
   * grants that it takes, if it is a yes.
   */
  private Rules.Verdict verdict(Subject who, Wish wish, List<GrantId> needed) {
    if (who.startedBy.isEmpty())
      return noting(decide(who.flags, who.run, storedFor(who), wish), needed);
    Rules.Verdict said = decide(List.of(), who.run, List.of(), wish);
    if (byGrant(said)) return noting(said, needed);
    Rules.Verdict own = noting(decide(who.flags, List.of(), storedFor(who), wish), needed);
    Rules.Verdict above = verdict(who.startedBy.get(), wish, needed);
    if (own instanceof Rules.Verdict.Deny) return own;
    if (above instanceof Rules.Verdict.Deny) return above;
    if (own instanceof Rules.Verdict.Ask) return own;
    return above instanceof Rules.Verdict.Ask || !byGrant(own) ? above : own;
  }

  private static Rules.Verdict noting(Rules.Verdict verdict, List<GrantId> needed) {
    if (verdict instanceof Rules.Verdict.Allow(var by)
        && by.isPresent()
        && !needed.contains(by.get())) needed.add(by.get());
    return verdict;
  }

  private static boolean byGrant(Rules.Verdict verdict) {
    return switch (verdict) {
      case Rules.Verdict.Allow(var by) -> by.isPresent();
      case Rules.Verdict.Deny(var by) -> by.isPresent();
      case Rules.Verdict.Ask _ -> false;
    };
  }

  private static Rules.Verdict decide(
      List<Rule> flags, List<Grant> run, List<Grant> stored, Wish wish) {
    return Rules.decide(flags, run, stored, wish.on().id(), wish.deed(), wish.scope(), wish.risk());
  }

  private List<Grant> storedFor(Subject who) {
    if (!who.useStored || who.program.isEmpty()) return List.of();
    return stored.getOrDefault(who.program.get(), List.of());
  }

  // ---- parking --------------------------------------------------------------------------------

  /** What came of parking. */
  public sealed interface Parking {
    /** It waits for the user. */
    record Waits(Ticket ticket) implements Parking {}

    /** This process has too much waiting. */
    record Full() implements Parking {}

    /** It was decided in between; nothing is parked. */
    record Decided(Judgement judgement) implements Parking {}
  }

  /**
   * Parks a message until the user has decided. {@code seen} is told the ticket before anybody can
   * act on it; {@code bytes} count against the process.
   */
  public Parking park(Subject who, Wish wish, int bytes, Parked parked, Consumer<Ticket> seen) {
    return park(who, wish, bytes, parked, seen, true);
  }

  private Parking park(
      Subject who, Wish wish, int bytes, Parked parked, Consumer<Ticket> seen, boolean inOrder) {
    Optional<PermissionRequest> fresh;
    Ticket ticket;
    // Whoever knows the names is outside of the kernel, and not called under the monitor.
    var called = called(who, wish);
    synchronized (monitor) {
      if (who.ended) return new Parking.Full();
      Judgement now = judge(who, wish, false);
      if (!(now instanceof Judgement.Ask)) return new Parking.Decided(now);
      boolean full =
          who.parkedCount >= who.limits.parked()
              || (who.parkedCount > 0 && who.parkedBytes + bytes > who.limits.mailboxBytes());
      if (full) return new Parking.Full();
      ticket = new Ticket(who, wish, called, parked, inOrder, bytes);
      who.parkedCount++;
      who.parkedBytes += bytes;
      if (inOrder) who.queues.computeIfAbsent(wish.on().id(), id -> new ArrayDeque<>()).add(ticket);
      seen.accept(ticket);
      fresh = ask(ticket);
    }
    fresh.ifPresent(this::announce);
    return new Parking.Waits(ticket);
  }

  /**
   * Asks about the real scope of something that was let through, when the message did not say it
   * all. Answers {@code parked}, perhaps at once; {@code seen} as of {@link #park}. {@code asSent}
   * adds to the wish what only its message knows.
   */
  public void check(
      Subject who,
      Charter on,
      MessageCodec.Call call,
      UnaryOperator<Wish> asSent,
      Scope really,
      Parked parked,
      Consumer<Ticket> seen) {
    if (who.program.isEmpty()) {
      parked.pass(List.of());
      return;
    }
    Wish wish = on.wish(Optional.of(call), interfaces);
    Risk risk =
        Rules.risk(on.descriptor().map(Descriptor::risk).orElse(Risk.ASK), really, guardedPorts);
    if (really.equals(wish.scope())) {
      // The message itself was let through about this very thing.
      parked.pass(List.of());
      return;
    }
    Wish asked = asSent.apply(wish.about(really, risk));
    Judgement said = judge(who, asked, false);
    switch (said) {
      case Judgement.Ask _ -> {
        switch (park(who, asked, 0, parked, seen, false)) {
          case Parking.Waits _ -> {}
          case Parking.Full _ -> parked.refuse(asked, new Refusal.OverLimit(Limit.PARKED));
          case Parking.Decided(var now) -> settle(now, parked);
        }
      }
      case Judgement.Pass _, Judgement.Denied _, Judgement.Moot _ -> settle(said, parked);
    }
  }

  private static void settle(Judgement said, Parked parked) {
    switch (said) {
      case Judgement.Pass pass -> {
        pass.count();
        parked.pass(pass.by());
      }
      case Judgement.Denied denied -> {
        denied.count();
        parked.refuse(denied.wish(), denied.why());
      }
      case Judgement.Moot(Wish wish) -> parked.refuse(wish, new Refusal.Taken());
      case Judgement.Ask _ -> throw new IllegalStateException("what is to be asked is parked");
    }
  }

  /** Takes something back that waits here; no effect if it has left. */
  public void withdraw(Ticket ticket) {
    List<PermissionRequest> fresh;
    synchronized (monitor) {
      if (ticket.stage == Ticket.Stage.LEFT) return;
      leaveRow(ticket);
      leave(ticket, () -> {});
      fresh = release(ticket.subject);
    }
    fresh.forEach(this::announce);
    drain(ticket.subject);
  }

  /** The question behind a ticket, while the user has not answered it. */
  public Optional<PermissionRequest> asking(Ticket ticket) {
    synchronized (monitor) {
      return Optional.ofNullable(ticket.row).map(Row::request);
    }
  }

  /** All open questions, oldest first. */
  public List<PermissionRequest> questions() {
    synchronized (monitor) {
      return rows.values().stream().filter(row -> !row.storing).map(Row::request).toList();
    }
  }

  // ---- the user decides -----------------------------------------------------------------------

  /** The user's answer; ignored if the question is gone. */
  public void decide(RequestId question, Decision decision) {
    Subject who;
    List<PermissionRequest> fresh = List.of();
    synchronized (monitor) {
      Row row = rows.get(question);
      if (row == null || row.storing) return;
      who = row.tickets.getFirst().subject;
      row.deniedNow =
          switch (decision) {
            case Decision.Allow _ -> false;
            // The others of the row are still asked about.
            case Decision.Deny(Lifetime lifetime, Breadth _) -> lifetime != Lifetime.ONCE;
            case Decision.DenyRest _ -> true;
          };
      Optional<Rule> rule = Rules.ruleFor(row.request(), decision);
      switch (decision) {
        case Decision.DenyRest _ -> {
          who.denyRest = true;
          revision.incrementAndGet();
          resettle(who);
        }
        case Decision.Allow(Lifetime lifetime, Breadth _) -> keep(row, rule, lifetime, true);
        case Decision.Deny(Lifetime lifetime, Breadth _) -> keep(row, rule, lifetime, false);
      }
      fresh = release(who);
    }
    fresh.forEach(this::announce);
    drain(who);
  }

  private void keep(Row row, Optional<Rule> rule, Lifetime lifetime, boolean allow) {
    Ticket oldest = row.tickets.getFirst();
    if (rule.isEmpty()) {
      leaveRow(oldest);
      if (allow) {
        oldest.stage = Ticket.Stage.ALLOWED;
        oldest.once = true;
        if (!oldest.inOrder) goOn(oldest);
      } else {
        leave(oldest, () -> oldest.parked.refuse(oldest.wish, new Refusal.Answered()));
      }
      return;
    }
    Subject who = oldest.subject;
    // What is kept for ever is of one program; this is of one and those that started it.
    switch (who.startedBy.isPresent() ? Lifetime.THIS_RUN : lifetime) {
      case ONCE, THIS_RUN -> {
        grantForRun(who, rule.get());
        resettle(who);
      }
      case ALWAYS -> {
        row.storing = true;
        keeper.store(
            who.program.orElseThrow(),
            rule.get(),
            clock.instant(),
            grant -> storedNow(who, row, grant));
      }
    }
  }

  private void grantForRun(Subject who, Rule rule) {
    Instant now = clock.instant();
    var list = new ArrayList<>(who.run);
    list.removeIf(grant -> grant.rule().equals(opposite(rule)) || grant.rule().equals(rule));
    list.add(
        new Grant(
            new GrantId(--lastRunGrant),
            who.program.orElseThrow(),
            rule,
            Optional.of(who.pid),
            now,
            now,
            0));
    who.run = List.copyOf(list);
    revision.incrementAndGet();
  }

  private static Rule opposite(Rule rule) {
    return new Rule(rule.on(), rule.deed(), rule.scope(), rule.breadth(), !rule.allow());
  }

  /** A decision for ever is on disk; empty: it could not be written, so it is still open. */
  private void storedNow(Subject asker, Row row, Optional<Grant> grant) {
    var touched = new ArrayList<Subject>();
    var fresh = new ArrayList<PermissionRequest>();
    synchronized (monitor) {
      row.storing = false;
      if (grant.isEmpty()) {
        row.deniedNow = false;
        if (rows.containsKey(row.first.id())) fresh.add(row.request());
      } else {
        remember(grant.get());
        if (!asker.useStored && !asker.ended) grantForRun(asker, grant.get().rule());
        for (Subject who : subjects.values())
          if (who.isOfFamily(grant.get().program())) {
            resettle(who);
            fresh.addAll(release(who));
            touched.add(who);
          }
      }
    }
    fresh.forEach(this::announce);
    touched.forEach(this::drain);
  }

  private void remember(Grant grant) {
    var all = new HashMap<>(stored);
    var list = new ArrayList<>(all.getOrDefault(grant.program(), List.of()));
    list.removeIf(
        old ->
            old.id().equals(grant.id())
                || old.rule().equals(grant.rule())
                || old.rule().equals(opposite(grant.rule())));
    list.add(grant);
    all.put(grant.program(), List.copyOf(list));
    stored = Map.copyOf(all);
    revision.incrementAndGet();
  }

  /** Decides again about everything of a process that a rule may now decide. */
  private void resettle(Subject who) {
    var waiting = new ArrayList<Ticket>();
    who.queues.values().forEach(waiting::addAll);
    for (Row row : who.rows.values())
      for (Ticket ticket : row.tickets) if (!ticket.inOrder) waiting.add(ticket);
    for (Ticket ticket : waiting) {
      if (ticket.stage == Ticket.Stage.LEFT || ticket.once) continue;
      switch (judge(who, ticket.wish, false)) {
        case Judgement.Pass pass -> {
          leaveRow(ticket);
          pass.count();
          ticket.stage = Ticket.Stage.ALLOWED;
          ticket.by = pass.by();
        }
        case Judgement.Denied denied -> {
          Refusal.Denial why = isDeniedNow(ticket) ? new Refusal.Answered() : denied.why();
          leaveRow(ticket);
          denied.count();
          leave(ticket, () -> ticket.parked.refuse(ticket.wish, why));
        }
        case Judgement.Ask _, Judgement.Moot _ -> {
          // Release asks about those that were allowed by a rule that is gone.
          if (ticket.stage == Ticket.Stage.ALLOWED) ticket.stage = Ticket.Stage.ASKED;
        }
      }
      if (!ticket.inOrder && ticket.stage == Ticket.Stage.ALLOWED) goOn(ticket);
    }
  }

  /** Whether this very question was answered, not only one whose answer covers it. */
  private static boolean isDeniedNow(Ticket ticket) {
    return ticket.row != null && ticket.row.deniedNow;
  }

  /** Lets go what is allowed and has nothing before it; answers questions that are new. */
  private List<PermissionRequest> release(Subject who) {
    var fresh = new ArrayList<PermissionRequest>();
    Iterator<ArrayDeque<Ticket>> queues = who.queues.values().iterator();
    while (queues.hasNext()) {
      ArrayDeque<Ticket> queue = queues.next();
      for (Ticket ticket : queue) askAgain(ticket).ifPresent(fresh::add);
      while (true) {
        Ticket head = queue.peekFirst();
        if (head == null || head.stage == Ticket.Stage.ASKED) break;
        queue.removeFirst();
        if (head.stage == Ticket.Stage.ALLOWED) goOn(head);
      }
      if (queue.isEmpty()) queues.remove();
    }
    return fresh;
  }

  /**
   * A "once" that was said of another handler does not hold, nor does one of a rule that is gone.
   */
  private Optional<PermissionRequest> askAgain(Ticket ticket) {
    if (ticket.stage == Ticket.Stage.ALLOWED
        && ticket.once
        && !ticket.recipient.equals(ticket.parked.recipient())) {
      ticket.stage = Ticket.Stage.ASKED;
      ticket.once = false;
      ticket.recipient = ticket.parked.recipient();
    }
    return ticket.stage == Ticket.Stage.ASKED && ticket.row == null
        ? ask(ticket)
        : Optional.empty();
  }

  private void goOn(Ticket ticket) {
    List<GrantId> by = ticket.by;
    leave(ticket, () -> ticket.parked.pass(by));
  }

  /** It leaves the gate; {@code with} is called in order. */
  private void leave(Ticket ticket, Runnable with) {
    ticket.stage = Ticket.Stage.LEFT;
    ticket.subject.parkedCount--;
    ticket.subject.parkedBytes -= ticket.bytes;
    ticket.subject.outbox.add(with);
  }

  // ---- rows -----------------------------------------------------------------------------------

  /** Puts a ticket on its row; present: the row is new. */
  private Optional<PermissionRequest> ask(Ticket ticket) {
    Subject who = ticket.subject;
    Wish wish = ticket.wish;
    var key = new Subject.RowKey(wish.on().id(), wish.deed(), wish.scope(), wish.changed());
    Row row = who.rows.get(key);
    if (row != null) {
      row.tickets.add(ticket);
      ticket.row = row;
      return Optional.empty();
    }
    row = new Row(key, request(ticket));
    row.tickets.add(ticket);
    ticket.row = row;
    who.rows.put(key, row);
    rows.put(row.first.id(), row);
    return Optional.of(row.request());
  }

  private Ticket.Called called(Subject who, Wish wish) {
    return new Ticket.Called(nameOf(who), startersOf(who), wish.changed().map(this::changed));
  }

  private PermissionRequest.Changed changed(Wish.Changed by) {
    return new PermissionRequest.Changed(
        by.sender().pid, nameOf(by.sender()), by.filter().pid, nameOf(by.filter()));
  }

  private String nameOf(Subject who) {
    return who.program.map(program -> names.nameOf(program, who.name)).orElse(who.name);
  }

  private PermissionRequest request(Ticket ticket) {
    Subject who = ticket.subject;
    Wish wish = ticket.wish;
    ProgramId program = who.program.orElseThrow();
    return new PermissionRequest(
        new RequestId(++lastRequest),
        who.pid,
        program,
        ticket.called.name(),
        wish.on().id(),
        wish.on().name(),
        wish.on().descriptor().isPresent(),
        wish.deed(),
        wish.verb(),
        wish.scope(),
        wish.risk(),
        1,
        System.nanoTime(),
        ticket.called.starters(),
        ticket.called.changed());
  }

  private List<String> startersOf(Subject who) {
    var all = new ArrayList<String>();
    for (var by = who.startedBy; by.isPresent(); by = by.get().startedBy) {
      all.add(nameOf(by.get()));
    }
    return all;
  }

  private void leaveRow(Ticket ticket) {
    Row row = ticket.row;
    if (row == null) return;
    ticket.row = null;
    row.tickets.remove(ticket);
    if (!row.tickets.isEmpty()) return;
    ticket.subject.rows.remove(row.key);
    rows.remove(row.first.id());
  }

  private void announce(PermissionRequest request) {
    contained(() -> asker.asked(request));
  }

  private void drain(Subject who) {
    synchronized (monitor) {
      if (who.draining) return;
      who.draining = true;
    }
    while (true) {
      Runnable next;
      synchronized (monitor) {
        next = who.outbox.poll();
        if (next == null) {
          who.draining = false;
          return;
        }
      }
      contained(next);
    }
  }

  private static void contained(Runnable callback) {
    try {
      callback.run();
    } catch (Throwable bug) {
      LOG.log(System.Logger.Level.ERROR, "a callback of the gate failed", bug);
    }
  }

  // ---- grants ---------------------------------------------------------------------------------

  /** Everything decided that still holds. */
  public List<Grant> grants() {
    var all = new ArrayList<Grant>();
    synchronized (monitor) {
      for (List<Grant> list : stored.values()) for (Grant grant : list) all.add(counted(grant));
      for (Subject who : subjects.values()) for (Grant grant : who.run) all.add(counted(grant));
    }
    return all;
  }

  private Grant counted(Grant grant) {
    long uses = 0;
    Instant last = grant.lastUsed();
    for (Subject who : subjects.values()) {
      var its = (grant.rule().allow() ? who.uses : who.denials).get(grant.id());
      if (its == null || its.count() == 0) continue;
      uses += its.count();
      if (its.last().isAfter(last)) last = its.last();
    }
    return uses == 0 ? grant : used(grant, last, uses);
  }

  /** Takes a grant back: what it opened is closed, what waits is decided again. */
  public void revoke(GrantId grant) {
    var touched = new ArrayList<Subject>();
    var closing = new ArrayList<Closer>();
    var fresh = new ArrayList<PermissionRequest>();
    synchronized (monitor) {
      if (!forget(grant)) return;
      revision.incrementAndGet();
      for (Subject who : subjects.values()) {
        who.closers.removeIf(closer -> closer.by.contains(grant) && closing.add(closer));
        // It is in use no more.
        who.uses.remove(grant);
        who.denials.remove(grant);
        resettle(who);
        fresh.addAll(release(who));
        touched.add(who);
      }
    }
    if (grant.number() > 0) keeper.revoke(grant);
    keeper.close(closing);
    fresh.forEach(this::announce);
    touched.forEach(this::drain);
  }

  private boolean forget(GrantId grant) {
    for (Subject who : subjects.values())
      if (who.run.stream().anyMatch(it -> it.id().equals(grant))) {
        who.run = who.run.stream().filter(it -> !it.id().equals(grant)).toList();
        return true;
      }
    for (var entry : stored.entrySet())
      if (entry.getValue().stream().anyMatch(it -> it.id().equals(grant))) {
        var all = new HashMap<>(stored);
        all.put(
            entry.getKey(),
            entry.getValue().stream().filter(it -> !it.id().equals(grant)).toList());
        stored = Map.copyOf(all);
        return true;
      }
    return false;
  }

  /**
   * Has an action run when one of these grants is taken back or the process ends, whichever is
   * first; at once if any has happened. On a virtual thread.
   */
  public Closer onRevoke(Subject who, List<GrantId> by, Runnable action) {
    var closer = new Closer(who, by, action);
    synchronized (monitor) {
      boolean holds = by.stream().allMatch(grant -> holds(who, grant));
      if (!who.ended && holds) {
        who.closers.add(closer);
        return closer;
      }
    }
    keeper.close(List.of(closer));
    return closer;
  }

  private boolean holds(Subject who, GrantId grant) {
    return who.run.stream().anyMatch(it -> it.id().equals(grant))
        || storedFor(who).stream().anyMatch(it -> it.id().equals(grant))
        || (who.startedBy.isPresent() && holds(who.startedBy.get(), grant));
  }

  /** What it was to close is closed. */
  public void forget(Closer closer) {
    synchronized (monitor) {
      closer.subject.closers.remove(closer);
    }
  }

  /** Writes down what is not yet; nothing is asked after this. */
  public void close() {
    List<Subject> all;
    synchronized (monitor) {
      all = new ArrayList<>(subjects.values());
    }
    all.forEach(this::flushUses);
    keeper.close();
  }
}
