package cairn.shell;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Exit;
import cairn.kernel.LoadFault;
import cairn.kernel.LoadStage;
import cairn.kernel.OpenRequest;
import cairn.kernel.ProcessState;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import cairn.shell.Library.FileOutcome;
import cairn.shell.Library.Outcome;
import cairn.shell.ProgramRun.Phase;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgramRunTest {
  private static final ProgramId PROGRAM = new ProgramId(FakeLibrary.hash("module"));

  private final FakeRecordings recordings = new FakeRecordings();
  private final FakeKernel kernel = new FakeKernel();
  private final FakeLibrary library = new FakeLibrary();
  private final ProgramRun.Needs needs =
      new ProgramRun.Needs(
          kernel,
          library,
          recordings,
          _ -> Optional.of("chess"),
          Runnable::run,
          InstantSource.fixed(Instant.EPOCH));
  private final Target target = new Target.Content(FakeLibrary.address("chess"));

  @Test
  void startingAProgramOpensItInTheKernelAndIsRemembered() {
    var run = ProgramRun.start(needs, target, "bafk…");

    assertThat(kernel.opened).hasSize(1);
    assertThat(run.phase().get()).isEqualTo(new Phase.Loading(new LoadStage.Finding()));
    assertThat(library.recent())
        .singleElement()
        .satisfies(entry -> assertThat(entry.outcome()).isEqualTo(Outcome.OPENED));
  }

  @Test
  void itFollowsLoadingToTheNameAndTheSourceOfTheBytes() {
    var run = ProgramRun.start(needs, target, "bafk…");

    kernel.loading(kernel.latest(), new LoadStage.Fetching(1000, 5000, 3, "127.0.0.1:8080"));
    run.refresh(kernel.snapshot());
    kernel.loading(kernel.latest(), new LoadStage.Preparing(5000));
    run.refresh(kernel.snapshot());
    kernel.live(kernel.latest(), PROGRAM);
    run.refresh(kernel.snapshot());

    assertThat(run.phase().get()).isEqualTo(new Phase.Live(new ProcessState.Running()));
    assertThat(run.program().get()).contains(PROGRAM);
    assertThat(run.name().get()).isEqualTo("chess");
    assertThat(run.bytes()).isEqualTo(5000);
    assertThat(run.from()).isEqualTo("127.0.0.1:8080");
    assertThat(library.recent().getFirst().program()).contains(PROGRAM);
  }

  @Test
  void whatItStartedIsCountedWhenItHasEndedAndEndsWithItsTab() {
    var run = ProgramRun.start(needs, target, "shell");
    var mine = kernel.latest();
    var child = kernel.spawn(mine, "child");
    var grandchild = kernel.spawn(child, "grandchild");
    var other = kernel.spawn(new cairn.kernel.Pid(99), "other");
    kernel.state(mine, new ProcessState.Ended(new Exit.Exited(0)));
    kernel.state(child, new ProcessState.Ended(new Exit.Exited(0)));

    run.refresh(kernel.snapshot());
    assertThat(run.started().get()).isEqualTo(1);

    run.release();

    assertThat(kernel.calls)
        .contains("end " + grandchild + " by closing its tab")
        .doesNotContain("end " + other + " by closing its tab");
  }

  @Test
  void whateverIsRememberedOfARunHasTheTimeItWasOpened() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var run =
        ProgramRun.start(
            new ProgramRun.Needs(
                kernel, library, recordings, _ -> Optional.empty(), Runnable::run, now::get),
            target,
            "x");
    now.set(Instant.EPOCH.plusSeconds(60));

    kernel.state(kernel.latest(), new ProcessState.Ended(new Exit.Exited(0)));
    run.refresh(kernel.snapshot());

    assertThat(library.recent())
        .singleElement()
        .satisfies(entry -> assertThat(entry.opened()).isEqualTo(Instant.EPOCH));
  }

  @Test
  void aSnapshotFromBeforeTheStartDoesNotEndIt() {
    var before = kernel.snapshot();
    var run = ProgramRun.start(needs, target, "x");

    run.refresh(before);

    assertThat(run.isBusy()).isTrue();
  }

  @Test
  void aProcessThatWasForgottenByOthersIsOver() {
    var run = ProgramRun.start(needs, target, "x");
    run.refresh(kernel.snapshot());

    kernel.forget(kernel.latest());
    run.refresh(kernel.snapshot());

    assertThat(run.phase().get()).isEqualTo(new Phase.Over(new Exit.Killed("")));
  }

  @Test
  void everyEndIsRememberedForWhatItWas() {
    assertThat(outcomeOf(new Exit.Exited(3))).isEqualTo(Outcome.ENDED);
    assertThat(outcomeOf(new Exit.Killed("you"))).isEqualTo(Outcome.ENDED);
    assertThat(outcomeOf(new Exit.Trapped("unreachable", List.of()))).isEqualTo(Outcome.CRASHED);
    assertThat(outcomeOf(new Exit.Refused(new LoadFault.ALibrary()))).isEqualTo(Outcome.FAILED);
  }

  private Outcome outcomeOf(Exit exit) {
    var run = ProgramRun.start(needs, target, "x");
    kernel.state(kernel.latest(), new ProcessState.Ended(exit));
    run.refresh(kernel.snapshot());
    return library.recent().getFirst().outcome();
  }

  @Test
  void aFileIsReadOnceAndItsCopyRuns() {
    var run = ProgramRun.start(needs, new Target.File(Path.of("/tmp/a.wasm")), "a");
    assertThat(run.phase().get()).isEqualTo(new Phase.Reading());

    library.file.complete(new FileOutcome.Module(Payload.copyOf(new byte[] {0, 97}), "a"));

    assertThat(kernel.opened)
        .singleElement()
        .satisfies(
            request -> assertThat(request.source()).isInstanceOf(OpenRequest.Source.Bytes.class));
  }

  @Test
  void aFileThatIsNotThereSaysSoAndStartsNothing() {
    var run = ProgramRun.start(needs, new Target.File(Path.of("/tmp/a.wasm")), "a");

    library.file.complete(new FileOutcome.Missing());

    assertThat(run.phase().get()).isEqualTo(new Phase.NoFile(new FileOutcome.Missing()));
    assertThat(kernel.opened).isEmpty();
  }

  @Test
  void aReaderThatThrowsIsAFileThatCannotBeRead() {
    var run = ProgramRun.start(needs, new Target.File(Path.of("/tmp/a.wasm")), "a");

    library.file.completeExceptionally(new IllegalStateException("disk"));

    assertThat(run.phase().get()).isEqualTo(new Phase.NoFile(new FileOutcome.Unreadable()));
  }

  @Test
  void aFileThatComesAfterTheTabWasClosedStartsNothing() {
    var run = ProgramRun.start(needs, new Target.File(Path.of("/tmp/a.wasm")), "a");
    run.release();

    library.file.complete(new FileOutcome.Module(Payload.copyOf(new byte[] {0}), "a"));

    assertThat(kernel.opened).isEmpty();
  }

  @Test
  void releasingEndsTheProcessAndHasItForgottenOnce() {
    var run = ProgramRun.start(needs, target, "x");
    run.refresh(kernel.snapshot());

    run.release();
    run.release();

    assertThat(kernel.calls).containsExactly("end 1 by closing its tab", "forget 1");
  }

  @Test
  void runningAgainIsANewProcessAndTheOldOneIsGone() {
    var run = ProgramRun.start(needs, target, "x");
    kernel.state(kernel.latest(), new ProcessState.Ended(new Exit.Exited(0)));
    run.refresh(kernel.snapshot());

    var second = run.again();

    assertThat(second.pid().get()).isNotEqualTo(run.pid().get());
    assertThat(kernel.calls).containsExactly("forget 1");
    assertThat(kernel.opened).hasSize(2);
  }

  @Test
  void cancellingWhileLoadingEndsTheProcess() {
    var run = ProgramRun.start(needs, target, "x");

    run.cancel();
    run.refresh(kernel.snapshot());

    assertThat(run.phase().get()).isEqualTo(new Phase.Over(new Exit.Killed("you")));
  }

  @Test
  void aFileThatIsNoProgramLeavesItsRecordingUnused() {
    var run = ProgramRun.start(needs, new Target.File(Path.of("/a.wasm")), "a");

    run.againRecorded(Path.of("/r/a.cairnlog"), recordings.new FakeLog());
    library.file.complete(new FileOutcome.Missing());

    assertThat(recordings.calls).containsExactly("unused");
    assertThat(kernel.opened).isEmpty();
  }
}
