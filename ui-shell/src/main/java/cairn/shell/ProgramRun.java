package cairn.shell;

import cairn.kernel.Exit;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.LoadStage;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.kernel.ProgramNames;
import cairn.registry.ContentAddress;
import cairn.registry.ProgramName;
import cairn.shell.Library.FileOutcome;
import cairn.shell.Library.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/**
 * One run of a program in a tab, from the wish to its end. It follows the process in the kernel's
 * snapshots and notes in the library what became of it. Confined to the JavaFX thread.
 */
public final class ProgramRun {
  /** How far it is. */
  public sealed interface Phase {
    /** A file is being read. */
    record Reading() implements Phase {}

    /** The file gave no program. */
    record NoFile(FileOutcome why) implements Phase {}

    /** The kernel loads it. */
    record Loading(LoadStage stage) implements Phase {}

    /** It lives. */
    record Live(ProcessState state) implements Phase {}

    /** It is over. */
    record Over(Exit exit) implements Phase {}
  }

  /** What a run needs of the house. */
  public record Needs(
      Kernel kernel,
      Library library,
      Recordings recordings,
      ProgramNames names,
      Executor fx,
      InstantSource clock) {}

  private final Needs needs;
  private final Target target;
  private final ReadOnlyStringWrapper name;
  private final ReadOnlyObjectWrapper<Phase> phase;
  private final ReadOnlyObjectWrapper<Optional<Pid>> pid =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<ProgramId>> program =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyIntegerWrapper started = new ReadOnlyIntegerWrapper();
  private final Instant opened;
  private final RunRecording recording;
  private boolean seen;
  private boolean released;
  private long bytes;
  private String from = "";
  private int grantsInUse;
  private long refused;

  private ProgramRun(Needs needs, Target target, String name, RunRecording recording) {
    this.needs = needs;
    this.target = target;
    this.recording = recording;
    this.name = new ReadOnlyStringWrapper(name);
    this.opened = needs.clock().instant();
    this.phase = new ReadOnlyObjectWrapper<>(new Phase.Loading(new LoadStage.Finding()));
  }

  /** Starts a program: a deed of the user. {@code name}: until somebody knows better. */
  public static ProgramRun start(Needs needs, Target target, String name) {
    return start(needs, target, name, RunRecording.off());
  }

  private static ProgramRun start(Needs needs, Target target, String name, RunRecording recording) {
    var run = new ProgramRun(needs, target, name, recording);
    switch (target) {
      case Target.Content(var address, var _) ->
          run.open(OpenRequest.of(address, argumentZero(address, name)));
      case Target.File(var path, var _) -> {
        run.phase.set(new Phase.Reading());
        needs
            .library()
            .read(path)
            .whenCompleteAsync(
                (outcome, failure) ->
                    run.fileCame(failure == null ? outcome : new FileOutcome.Unreadable()),
                needs.fx());
      }
    }
    return run;
  }

  // Who has no name is told its whole hash, which it can use, not the short one for people.
  private static String argumentZero(ContentAddress address, String name) {
    return name.equals(Hashes.brief(address.root().toString())) ? address.root().toString() : name;
  }

  private String fileName(String otherwise) {
    return target instanceof Target.File(var path, var _) && path.getFileName() != null
        ? path.getFileName().toString()
        : otherwise;
  }

  private void fileCame(FileOutcome outcome) {
    if (released) {
      recording.unused();
      return;
    }
    switch (outcome) {
      case FileOutcome.Module(var module, var called) -> {
        bytes = module.length();
        open(OpenRequest.of(module, called).calledBy(fileName(called)));
        name.set(called);
      }
      case FileOutcome.Missing _,
          FileOutcome.NotAFile _,
          FileOutcome.Unreadable _,
          FileOutcome.TooLarge _,
          FileOutcome.BadArchive _ -> {
        phase.set(new Phase.NoFile(outcome));
        recording.unused();
        needs.library().opened(recent(Outcome.FAILED));
      }
    }
  }

  private void open(OpenRequest request) {
    phase.set(new Phase.Loading(new LoadStage.Finding()));
    var process = needs.kernel().open(recording.in(request.withArguments(target.arguments())));
    recording.opened(needs.kernel().ended(process));
    pid.set(Optional.of(process));
    needs.library().opened(recent(Outcome.OPENED));
  }

  /** Takes in what the kernel says now. */
  public void refresh(KernelSnapshot now) {
    if (released || pid.get().isEmpty()) return;
    var mine = pid.get().orElseThrow();
    started.set(startedBy(mine, now).size());
    if (phase.get() instanceof Phase.Over) return;
    var process = now.processes().stream().filter(p -> p.pid().equals(mine)).findFirst();
    if (process.isPresent()) {
      seen = true;
      follow(process.get());
    } else if (seen) {
      // Ended and forgotten between two snapshots.
      end(new Exit.Killed(""));
    }
  }

  /** Those that live of all that a process started, and that those did. */
  private static List<Pid> startedBy(Pid root, KernelSnapshot now) {
    var line = new HashSet<>(Set.of(root));
    var living = new ArrayList<Pid>();
    // By pid, which only grow: a process stands behind the one that started it.
    for (var process : now.processes())
      if (line.contains(process.parent()) && line.add(process.pid()))
        if (!(process.state() instanceof ProcessState.Ended)) living.add(process.pid());
    return living;
  }

  private void follow(KernelSnapshot.OfProcess process) {
    // What was allowed for a run ends with it.
    grantsInUse = process.state() instanceof ProcessState.Ended ? 0 : process.grantsInUse();
    refused = process.denied();
    if (!process.loadedFrom().isEmpty()) from = process.loadedFrom();
    if (program.get().isEmpty() && process.program().isPresent()) {
      program.set(process.program());
      callIt(process.program().get());
      became(Outcome.OPENED);
    }
    switch (process.state()) {
      case ProcessState.Loading(var stage) -> {
        note(stage);
        phase.set(new Phase.Loading(stage));
      }
      case ProcessState.Ended(var exit) -> end(exit);
      case ProcessState.Running _,
          ProcessState.Waiting _,
          ProcessState.AskingUser _,
          ProcessState.Suspended _ ->
          phase.set(new Phase.Live(process.state()));
    }
  }

  // Our own name for it; else, if it has none, what the user knew it as before.
  private void callIt(ProgramId it) {
    var ours = needs.names().name(it);
    if (ours.isPresent()) name.set(ours.get());
    else if (Hashes.isBrief(name.get())) needs.library().knownAs(it).ifPresent(name::set);
  }

  private void note(LoadStage stage) {
    switch (stage) {
      case LoadStage.Finding() -> {}
      case LoadStage.Fetching(long arrived, long _, int _, var source) -> {
        bytes = arrived;
        if (!source.isEmpty()) from = source;
      }
      case LoadStage.Preparing(long whole) -> bytes = whole;
    }
  }

  private void end(Exit exit) {
    phase.set(new Phase.Over(exit));
    became(
        switch (exit) {
          case Exit.Exited _, Exit.Killed _ -> Outcome.ENDED;
          case Exit.Trapped _ -> Outcome.CRASHED;
          case Exit.Refused _ -> Outcome.FAILED;
        });
  }

  private void became(Outcome outcome) {
    needs.library().became(recent(outcome));
  }

  private Library.Recent recent(Outcome outcome) {
    return new Library.Recent(target, name.get(), program.get(), opened, outcome, from);
  }

  /** The user ends it. */
  public void cancel() {
    pid.get().ifPresent(process -> needs.kernel().end(process, Words.say("by.you")));
  }

  /** Those it started that still run, and those that those did. */
  public ReadOnlyIntegerProperty started() {
    return started.getReadOnlyProperty();
  }

  /** The user ends those. */
  public void endStarted() {
    pid.get()
        .ifPresent(
            process -> {
              for (Pid child : startedBy(process, needs.kernel().snapshot()))
                needs.kernel().end(child, Words.say("by.you"));
            });
  }

  /** Lets a paused program go on. */
  public void resume() {
    pid.get().ifPresent(needs.kernel()::resume);
  }

  /** Nobody looks at it any more: ends it and lets the kernel forget it. */
  public void release() {
    if (released) return;
    released = true;
    pid.get()
        .ifPresent(
            process -> {
              var kernel = needs.kernel();
              // Nobody would see them any more.
              for (Pid child : startedBy(process, kernel.snapshot()))
                kernel.end(child, Words.say("by.tab"));
              if (!(phase.get() instanceof Phase.Over)) {
                kernel.end(process, Words.say("by.tab"));
                became(Outcome.ENDED);
              }
              kernel.ended(process).thenRun(() -> kernel.forget(process));
            });
  }

  /** The same program again, as a new run; this one is released. */
  public ProgramRun again() {
    release();
    return start(needs, target, name.get());
  }

  /** The same program again, recorded to a file that was made for it; this one is released. */
  ProgramRun againRecorded(Path file, Recordings.NewLog log) {
    release();
    return start(needs, target, name.get(), RunRecording.to(file, log, needs.fx()));
  }

  /** Whether it is recorded. */
  public RunRecording recording() {
    return recording;
  }

  /** Where the program is. */
  public Target target() {
    return target;
  }

  /** What it is called. */
  public ReadOnlyStringProperty name() {
    return name.getReadOnlyProperty();
  }

  /** What it is called, fit to be shown where only a program's name can stand. */
  public String shownName() {
    return PlainWords.program(name.get());
  }

  /** What it is called, in quotation marks for a sentence of ours; a shortened hash has none. */
  public String quotedName() {
    return Hashes.isBrief(name.get()) ? name.get() : ProgramName.quoted(name.get());
  }

  /** How far it is. */
  public ReadOnlyObjectProperty<Phase> phase() {
    return phase.getReadOnlyProperty();
  }

  /** Its process, empty while a file is read. */
  public ReadOnlyObjectProperty<Optional<Pid>> pid() {
    return pid.getReadOnlyProperty();
  }

  /** What it is, once its bytes are whole and checked as {@link #provenance} says. */
  public ReadOnlyObjectProperty<Optional<ProgramId>> program() {
    return program.getReadOnlyProperty();
  }

  /** What its bytes were compared with; empty before they are whole. */
  public Optional<Provenance> provenance() {
    return program.get().map(it -> Provenance.of(target, it, needs.library().shipped()));
  }

  /** Bytes of the program so far; all of them once it lives. 0 if not known. */
  public long bytes() {
    return bytes;
  }

  /** Who sent its last bytes, for people; empty if not known. */
  public String from() {
    return from;
  }

  /** Messages of it that somebody denied. */
  public long refused() {
    return refused;
  }

  /** Whether it runs or is on its way, so that it can be ended. */
  public boolean canBeEnded() {
    return pid.get().isPresent() && !(phase.get() instanceof Phase.Over);
  }

  /** Grants it makes use of; none once it has ended. */
  public int grantsInUse() {
    return grantsInUse;
  }

  /** Whether it is on its way: no more than waiting can be done. */
  public boolean isBusy() {
    return phase.get() instanceof Phase.Loading || phase.get() instanceof Phase.Reading;
  }

  /** The address as it may be typed. */
  public String typed() {
    return switch (target) {
      case Target.Content(var address, var words) ->
          Hashes.typed(address) + Arguments.joined(words);
      case Target.File(var path, var words) -> path + Arguments.joined(words);
    };
  }
}
