package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.KeptChoice;
import cairn.kernel.KernelSnapshot.Keeping;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the programs that the user has chosen for every run, when messages want them: one process
 * of each, however many messages and interfaces it is wanted for. Any thread; under its monitor
 * nothing is called.
 *
 * <p>What starts one is a message that finds nobody. When it ends without having taken a message,
 * it {@linkplain Rests rests}, and what cannot wait fails. When it ends after it has, and not by
 * the user's will, what still waits starts it again. Every start is so paid for with a message that
 * was taken, or with a pause: nothing starts over and over by itself.
 */
final class OnDemand {
  /** A process that was started, from the wish for it to its end. */
  private static final class Run {
    /** Guarded by the monitor, as the next two. */
    @Nullable Pid pid;

    @Nullable Party party;

    /** Something came for it after it had ended, and before that was known here. */
    boolean wantedAgain;
  }

  private final Ports ports;

  /** The living, by pid; the router's own. */
  private final Map<Pid, Party> parties;

  private final Starter starter;
  private final Rests rests = new Rests(System::nanoTime);
  private final Map<ProgramId, Run> runs = new HashMap<>(); // guarded by this
  private boolean closed; // guarded by this

  OnDemand(Ports ports, Map<Pid, Party> parties, Starter starter) {
    this.ports = ports;
    this.parties = parties;
    this.starter = starter;
  }

  /** Whether somebody answers at a place soon, though nobody does now. Takes no lock. */
  boolean expects(Place place) {
    KeptChoice kept = place.kept;
    if (kept == null) return false;
    Party declined = place.declined;
    return (declined == null || declined.isOver()) && !rests.rests(kept.program());
  }

  /** A message waits at a place where nobody answers. Without locks. */
  void want(Place place) {
    KeptChoice kept = place.kept;
    if (kept == null || place.handler != Handler.Nobody.INSTANCE || runs(kept.program())) return;
    if (expects(place) && !runsAlready(place, kept)) start(kept);
  }

  /** A process that the user started and that wanted to answer does, before another is started. */
  private boolean runsAlready(Place place, KeptChoice kept) {
    for (Party party : parties.values())
      if (party.isAbleTo(place.id())
          && party.subject().program().filter(kept.program()::equals).isPresent()
          && ports.standIn(place, kept, party)) return true;
    return false;
  }

  /** Starts a choice though no message wants it, unless it runs and can answer. Without locks. */
  void start(InterfaceId on, KeptChoice choice) {
    for (Place place : ports.awaiting(choice.program()))
      if (place.id().equals(on) && runsAlready(place, choice)) return;
    if (!ports.awaiting(choice.program()).isEmpty() && !runs(choice.program())) start(choice);
  }

  private synchronized boolean runs(ProgramId program) {
    Run run = runs.get(program);
    if (run == null) return closed;
    Party party = run.party;
    if (party != null && party.isOver()) run.wantedAgain = true;
    return true;
  }

  private void start(KeptChoice choice) {
    var run = new Run();
    synchronized (this) {
      if (closed || runs.putIfAbsent(choice.program(), run) != null) return;
    }
    Pid pid =
        starter.start(choice, (party, how) -> over(choice.program(), run, party.mailbox, how));
    synchronized (this) {
      run.pid = pid;
      run.party = parties.get(pid);
    }
  }

  private void over(ProgramId program, Run run, Mailbox mailbox, Exit how) {
    boolean worked = mailbox.tookMessage();
    boolean killed = how instanceof Exit.Killed;
    boolean goOn;
    // Before a message can find that it does not run.
    if (worked) rests.forgiven(program);
    else if (!killed) rests.failed(program, how);
    synchronized (this) {
      runs.remove(program, run);
      if (closed) return;
      goOn = killed ? run.wantedAgain : worked;
    }
    if (!goOn) ports.abandon(program);
    else for (Place place : ports.awaiting(program)) if (place.isBusy()) want(place);
  }

  /** The user wants it to be tried again, whatever happened. */
  void forgive(ProgramId program) {
    rests.forgiven(program);
  }

  /** What has come of a choice at a place. */
  Keeping state(Place place, KeptChoice choice) {
    if (!choice.equals(place.kept)) return new Keeping.SetAside();
    if (place.handler instanceof Handler.ByProcess by) return new Keeping.Answers(by.party.pid());
    synchronized (this) {
      Run run = runs.get(choice.program());
      Pid pid = run == null ? null : run.pid;
      if (pid != null) return new Keeping.Starts(pid);
    }
    return rests
        .last(choice.program())
        .<Keeping>map(last -> new Keeping.Failed(last.why(), last.untilNanos()))
        .orElseGet(Keeping.Idle::new);
  }

  /** In words, what a message waits for where nobody answers. {@code on}: the interface's name. */
  String hope(Place place, String on) {
    KeptChoice kept = place.kept;
    if (kept == null) return "a handler for " + on;
    if (expects(place)) return kept.name() + " to start";
    return "a handler for " + on + ", since " + kept.name() + " did not start";
  }

  /** Starts nothing more. */
  synchronized void close() {
    closed = true;
  }
}
