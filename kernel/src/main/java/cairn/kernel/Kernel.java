package cairn.kernel;

import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.RequestId;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The kernel as the rest of the application sees it. Every method may be called from any thread and
 * returns at once; what takes long happens on the kernel's threads and shows in the {@link
 * #snapshot}. Made by {@link cairn.kernel.boot.KernelBuilder}.
 */
public interface Kernel extends AutoCloseable {
  /**
   * Starts a process; it is Loading when this returns. A request over the kernel's limits gives a
   * process that is Ended(Refused).
   */
  Pid open(OpenRequest request);

  /**
   * Ends a process, whatever its state. {@code by}: who wanted it, for people. No effect on an
   * ended or unknown one.
   */
  void end(Pid pid, String by);

  /** Stops a process at its next poll or syscall; it uses no CPU until {@link #resume}. */
  void pause(Pid pid);

  /** Lets a paused process go on. */
  void resume(Pid pid);

  /**
   * Completes with the exit when the process ends; at once for an ended one. Fails for a pid that
   * never was.
   */
  CompletionStage<Exit> ended(Pid pid);

  /**
   * What there is now: processes, interfaces, questions. Cheap; meant to be read several times a
   * second.
   */
  KernelSnapshot snapshot();

  /**
   * The user's answer to a question. A question that is gone is ignored. A decision for ever is
   * stored before anything is let through.
   */
  void decide(RequestId question, Decision decision);

  /** Everything the user has decided that still holds: stored, and this run's. */
  List<Grant> grants();

  /**
   * Takes a grant back: parked and later messages are refused or asked again, and handles it opened
   * are closed.
   */
  void revoke(GrantId grant);

  /**
   * The guest threads of a process, by number; none while it loads or when it has ended. Dearer
   * than a row of the snapshot: it walks the stacks of threads that wait.
   */
  List<KernelSnapshot.OfThread> threads(Pid pid);

  /** The messages that went through here last. */
  MessageTrace trace();

  /** Every interface this kernel can name. */
  Interfaces interfaces();

  /**
   * Says who answers an interface, for everybody or for one program only. What is queued moves, in
   * order, and loses nothing; what the last handler took it still owes; what waits for the user is
   * asked again if it goes to another program now. A process must be known to handle the interface
   * ({@link KernelSnapshot.Routing#able}). Its own messages to it are for Cairn's own code, if that
   * answers it too. When it ends there is no handler, until somebody chooses again.
   */
  Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who);

  /**
   * Has a process take what a program sends, or everybody, in the handler's place: it can answer,
   * drop, or pass it on. The same words hold for it. At most one per program and one for everybody;
   * those of programs come first, and a filter does not get its own messages. Empty: no filter any
   * more. When it ends nothing passes until the user takes it out.
   */
  Choice filter(InterfaceId on, Optional<ProgramId> of, Optional<Pid> by);

  /**
   * Has the program of this process answer or filter there in every run from now on. As {@link
   * #choose} or {@link #filter} of the process at once; completes when the choice is stored, or
   * with what stands in the way. From then on a message that finds the program not running starts
   * it: once, however many messages there are, and they wait for it. What comes before the program
   * has asked to handle the interface is its to wait for. Whatever the user chooses there later is
   * for one run, but {@link Answerer.Usual} and no filter, which forget this too.
   */
  CompletionStage<Choice> keep(KeptChoice.Where where, Pid who);

  /**
   * Forgets what {@link #keep} said there. Whoever answers goes on until the end of the run or of
   * its process.
   */
  void forgetKept(KeptChoice.Where where);

  /**
   * Starts what was chosen there, if it does not run, also when it failed before; and lets it
   * answer there again if something else was chosen for this run. No effect if nothing is kept.
   */
  void startKept(KeptChoice.Where where);

  /**
   * The circles of processes that wait for each other and for nothing else. Exact: whoever stands
   * in one cannot go on by itself, whatever any other process, Cairn, a clock or the user answers.
   * Walks over all processes; to be asked when somebody wants to know, not on every pulse.
   */
  List<Deadlock> deadlocks();

  /**
   * Other limits for a process from now on. Nothing is taken from it: what it has beyond them stays
   * until it gives it back, and what it asks for beyond them is refused as the guest ABI says. Its
   * memory cannot grow beyond the limit it was started with: a larger one is taken for that. No
   * effect on an ended or unknown one.
   */
  void limit(Pid pid, Limits limits);

  /** Forgets an ended process's row in the snapshot. */
  void forget(Pid pid);

  /** Ends all processes and handlers. Waits at most 2 s. */
  @Override
  void close();
}
