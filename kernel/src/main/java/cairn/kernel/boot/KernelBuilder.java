package cairn.kernel.boot;

import cairn.kernel.ChoiceStore;
import cairn.kernel.KeptChoice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelLimits;
import cairn.kernel.LoadFault;
import cairn.kernel.LoaderNotes;
import cairn.kernel.NativeHandler;
import cairn.kernel.OpenRequest;
import cairn.kernel.ProgramId;
import cairn.kernel.ProgramNames;
import cairn.kernel.ProgramVerifier;
import cairn.kernel.abi.Personality;
import cairn.kernel.engine.Engine;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.PermissionAsker;
import cairn.kernel.gate.Rule;
import cairn.kernel.schedule.GuestScheduler;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Collects what a kernel is made of. The engine, the scheduler and the interfaces are needed, all
 * else has a default that is safe and silent. The kernel owns what it is given here: its {@link
 * Kernel#close} closes the handlers, the scheduler and the engine.
 *
 * <p>The handlers of {@code interface} and {@code process} and the imports of {@code cairn} are the
 * kernel's own and always there. Used by one thread.
 */
public final class KernelBuilder {
  final Engine engine;
  final GuestScheduler scheduler;
  final Interfaces interfaces;
  final List<NativeHandler> handlers = new ArrayList<>();
  final List<Personality> personalities = new ArrayList<>();
  GrantStore grants = new Forgetful();
  ChoiceStore choices = new NoChoices();
  PermissionAsker asker = request -> {};
  ProgramNames names = program -> Optional.empty();
  ProgramVerifier verifier = (address, limit) -> new NoVerification();
  LoaderNotes loaderNotes = new NoNotes();
  KernelLimits limits = KernelLimits.ofThisMachine();
  InstantSource clock = InstantSource.system();
  Set<Integer> guardedPorts = Set.of();

  /** With the parts that no kernel is without. */
  public KernelBuilder(Engine engine, GuestScheduler scheduler, Interfaces interfaces) {
    this.engine = engine;
    this.scheduler = scheduler;
    this.interfaces = interfaces;
  }

  /** Adds a handler written in Java. Two for one interface are a mistake that build() reports. */
  public KernelBuilder handler(NativeHandler handler) {
    handlers.add(handler);
    return this;
  }

  /** Adds a set of imports that guests may use, beside {@code cairn}. */
  public KernelBuilder personality(Personality personality) {
    personalities.add(personality);
    return this;
  }

  /** Where decisions for ever are kept; without it they hold until the kernel closes. */
  public KernelBuilder grants(GrantStore store) {
    grants = store;
    return this;
  }

  /** Where choices of who answers are kept; without it they hold until the kernel closes. */
  public KernelBuilder choices(ChoiceStore store) {
    choices = store;
    return this;
  }

  /** Who is told of new questions; without it they stand in the snapshot and wait. */
  public KernelBuilder asker(PermissionAsker who) {
    asker = who;
    return this;
  }

  /** What programs are called in questions; without it, as their {@link OpenRequest} says. */
  public KernelBuilder names(ProgramNames ofPrograms) {
    names = ofPrograms;
    return this;
  }

  /** Checks what a loader sends; without it nothing can be loaded by address. */
  public KernelBuilder verifier(ProgramVerifier ofStreams) {
    verifier = ofStreams;
    return this;
  }

  /** What the native loader knows beyond its answers. */
  public KernelBuilder loaderNotes(LoaderNotes ofNativeLoader) {
    loaderNotes = ofNativeLoader;
    return this;
  }

  /** What all processes together may use; {@link KernelLimits#ofThisMachine} without. */
  public KernelBuilder limits(KernelLimits ofAll) {
    limits = ofAll;
    return this;
  }

  /** The wall clock, for the times of starts and grants. */
  public KernelBuilder clock(InstantSource wall) {
    clock = wall;
    return this;
  }

  /**
   * Ports of this machine and its network behind which somebody rules Cairn or its block store:
   * reaching them is a danger, whatever else was decided.
   */
  public KernelBuilder guardedPorts(Set<Integer> ports) {
    guardedPorts = Set.copyOf(ports);
    return this;
  }

  /**
   * Makes the kernel. It begins to load the stored grants; processes opened before they are there
   * wait for them.
   */
  public Kernel build() {
    return new RunningKernel(this);
  }

  /** Keeps grants as long as it lives. Any thread. */
  private static final class Forgetful implements GrantStore {
    private final AtomicLong last = new AtomicLong();

    @Override
    public List<Grant> load() {
      return List.of();
    }

    @Override
    public Grant store(ProgramId program, Rule rule, Instant now) {
      return new Grant(
          new GrantId(last.incrementAndGet()), program, rule, Optional.empty(), now, now, 0);
    }

    @Override
    public void revoke(GrantId id) {}

    @Override
    public void used(GrantId id, Instant when, long uses) {}
  }

  private static final class NoChoices implements ChoiceStore {
    @Override
    public Loaded load() {
      return new Loaded(List.of(), List.of());
    }

    @Override
    public void keep(KeptChoice choice, Instant now) {}

    @Override
    public void forget(KeptChoice.Where where) {}
  }

  private static final class NoVerification implements ProgramVerifier.Verification {
    private static final ProgramVerifier.Verdict BAD =
        new ProgramVerifier.Verdict.Bad(new LoadFault.NoLoader("nothing can check it"));

    @Override
    public ProgramVerifier.Verdict accept(Payload piece) {
      return BAD;
    }

    @Override
    public ProgramVerifier.Verdict finish() {
      return BAD;
    }
  }

  private static final class NoNotes implements LoaderNotes {
    @Override
    public Optional<LoadFault> fault(int handle) {
      return Optional.empty();
    }

    @Override
    public String from(int handle) {
      return "";
    }
  }
}
