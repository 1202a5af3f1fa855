package cairn.shell.view;

import cairn.kernel.KernelSnapshot;
import cairn.shell.FailureText;
import cairn.shell.FailureText.Remedy;
import cairn.shell.PlainWords;
import cairn.shell.Recordings.Replayed;
import cairn.shell.Recordings.Verdict;
import cairn.shell.ReplayRun;
import cairn.shell.ReplayRun.Phase;
import cairn.shell.Words;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import javafx.util.Subscription;

/** A replay in its tab: what the program prints again, and whether it is the same run. */
final class ReplayBody implements TabBody {
  /** What the body can have the window do. */
  interface Deeds {
    /** Replays the recording of this tab once more. */
    void again();

    /** Lets the user choose another recording. */
    void chooseRecording();
  }

  private final ReplayRun run;
  private final Deeds deeds;
  private final BorderPane frame = new BorderPane();
  private final Optional<ProgramSurface> surface;
  private final Subscription phases;
  private Optional<FailurePane> failure = Optional.empty();
  private Optional<ReplayedBar> verdict = Optional.empty();
  private boolean shown;

  ReplayBody(ReplayRun run, Surfaces surfaces, Deeds deeds) {
    this.run = run;
    this.deeds = deeds;
    frame.getStyleClass().add("c-program");
    surface = surfaces.surface(run.console());
    surface.ifPresent(found -> frame.setCenter(found.node()));
    phases = run.phase().subscribe(this::show);
  }

  private void show(Phase phase) {
    switch (phase) {
      case Phase.Replaying() -> frame.setBottom(underWay());
      case Phase.Over(var how) when how.verdict() == Verdict.NOT_REPLAYED -> fail(how);
      case Phase.Over(var how) -> {
        var bar = new ReplayedBar(how, deeds::again);
        verdict = Optional.of(bar);
        frame.setBottom(bar);
      }
    }
  }

  private Node underWay() {
    var stop = Parts.button(Words.say("replay.stop"), run::stop);
    stop.setId("stop-replay");
    var row =
        Parts.row(
            10, new BusyRing(16), Parts.label(Words.say("replay.busy")), Parts.spring(), stop);
    row.getStyleClass().addAll("c-ended", "c-ended-line");
    Parts.appearAfter(row, Duration.millis(300));
    return row;
  }

  private void fail(Replayed how) {
    var text =
        new FailureText(
            Words.say("replay.not.title"),
            PlainWords.sentence(how.sentence()),
            List.of(),
            Words.say("replay.not.do"),
            List.of(Remedy.CHOOSE_RECORDING, Remedy.TRY_AGAIN),
            List.of());
    var pane = new FailurePane(text, run.file().toString(), this::remedy, _ -> {});
    failure = Optional.of(pane);
    frame.setBottom(new Region());
    frame.setCenter(pane);
    if (shown) pane.takeFocus();
  }

  private void remedy(Remedy remedy) {
    switch (remedy) {
      case CHOOSE_RECORDING -> deeds.chooseRecording();
      case TRY_AGAIN -> deeds.again();
      case EDIT_ADDRESS, GATEWAYS, INTERFACES, PROCESSES ->
          throw new IllegalArgumentException("a replay offers no " + remedy);
    }
  }

  @Override
  public Node node() {
    return frame;
  }

  @Override
  public void takeFocus() {
    if (failure.isPresent()) failure.get().takeFocus();
    else if (verdict.isPresent()) verdict.get().takeFocus();
    else surface.ifPresent(found -> found.node().requestFocus());
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {}

  @Override
  public void shown(boolean now) {
    shown = now;
    surface.ifPresent(found -> found.shown(now));
  }

  @Override
  public void close() {
    phases.unsubscribe();
    surface.ifPresent(ProgramSurface::close);
  }
}
