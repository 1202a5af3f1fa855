package cairn.kernel.judge;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.registry.InterfaceId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process as the gate knows it. Made by {@link Gate#admit}; its fields are guarded by the
 * gate's monitor where they do not say otherwise.
 */
public final class Subject {
  final Pid pid;
  final Optional<ProgramId> program;
  final String name;
  final List<Rule> flags;
  final boolean useStored;

  /** Written when the user changes them, read by anybody. */
  volatile Limits limits;

  /** The process that started this one; it may do no more than that. */
  final Optional<Subject> startedBy;

  /** This run's grants: replaced as a whole under the monitor, read by anybody. */
  volatile List<Grant> run = List.of();

  /** The user denies what is left; written under the monitor, read by anybody. */
  volatile boolean denyRest;

  boolean ended;
  final Map<RowKey, Row> rows = new LinkedHashMap<>();

  /** What waits, in order, per interface. */
  final Map<InterfaceId, ArrayDeque<Ticket>> queues = new HashMap<>();

  int parkedCount;
  long parkedBytes;
  final Set<Closer> closers = new LinkedHashSet<>();

  /** Callbacks that are to run in order, by whichever thread is at it. */
  final ArrayDeque<Runnable> outbox = new ArrayDeque<>();

  boolean draining;

  /** How often each grant let something of it through. Safe for any thread. */
  final Map<GrantId, Uses> uses = new ConcurrentHashMap<>();

  /** How often each denial refused something of it. Safe for any thread. */
  final Map<GrantId, Uses> denials = new ConcurrentHashMap<>();

  /** What makes two questions the same. */
  record RowKey(InterfaceId on, String deed, Scope scope, Optional<Wish.Changed> changed) {}

  Subject(
      Pid pid,
      Optional<ProgramId> program,
      String name,
      List<Rule> flags,
      boolean useStored,
      Limits limits,
      Optional<Subject> startedBy) {
    this.startedBy = startedBy;
    this.pid = pid;
    this.program = program;
    this.name = name;
    this.flags = flags;
    this.useStored = useStored;
    this.limits = limits;
  }

  /** The kernel itself, or a process whose program is not known: the gate has nothing to ask. */
  public static Subject ofKernel() {
    return new Subject(
        Pid.KERNEL, Optional.empty(), "Cairn", List.of(), false, Limits.DEFAULT, Optional.empty());
  }

  /** The program it runs; empty for the kernel. */
  public Optional<ProgramId> program() {
    return program;
  }

  /** Whether this process or one of those it comes from runs this program. */
  boolean isOfFamily(ProgramId other) {
    return program.equals(Optional.of(other))
        || (startedBy.isPresent() && startedBy.get().isOfFamily(other));
  }

  /** Whether the user denies what is left, to it or to one of those it comes from. */
  boolean deniesRest() {
    return denyRest || (startedBy.isPresent() && startedBy.get().deniesRest());
  }

  /** From now on. */
  public void limit(Limits others) {
    limits = others;
  }

  Uses usesOf(GrantId grant, InstantSource clock) {
    return uses.computeIfAbsent(grant, id -> new Uses(clock));
  }

  Uses denialsBy(GrantId denial, InstantSource clock) {
    return denials.computeIfAbsent(denial, id -> new Uses(clock));
  }

  /** How many grants have let something of it through. */
  public int grantsInUse() {
    return uses.size();
  }
}
