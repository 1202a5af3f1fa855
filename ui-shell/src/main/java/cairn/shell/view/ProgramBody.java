package cairn.shell.view;

import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot;
import cairn.shell.FailureText;
import cairn.shell.FailureText.Remedy;
import cairn.shell.Failures;
import cairn.shell.Hashes;
import cairn.shell.Library;
import cairn.shell.LoadingText;
import cairn.shell.LogLines;
import cairn.shell.PlainWords;
import cairn.shell.ProgramRun;
import cairn.shell.ProgramRun.Phase;
import cairn.shell.Target;
import cairn.shell.Waits;
import cairn.shell.Words;
import cairn.themes.Look;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.Subscription;

/** A program in its tab: on its way, at work, over, or why it never came to run. */
final class ProgramBody implements TabBody {
  /** What the body can have the window do. */
  interface Deeds extends RecordingBar.Deeds {
    /** Starts the program of this tab anew. */
    void again();

    /** Runs another program in a tab of its own. */
    void besides(Target target, String name);

    /** Puts the keyboard into the address bar. */
    void editAddress();

    /** Shows a page. */
    void open(String address);

    /** Runs another program in this tab. */
    void run(Target target, String name);
  }

  private final ProgramRun run;
  private final Surfaces surfaces;
  private final Library library;
  private final Deeds deeds;
  private final BorderPane frame = new BorderPane();
  private final LoadingPane loading;
  private final LogDrawer log;
  private final Subscription phases;
  private Optional<ProgramSurface> surface = Optional.empty();
  private Optional<FailurePane> failure = Optional.empty();
  private Optional<EndedBar> ended = Optional.empty();
  private Optional<Waits> waits = Optional.empty();
  private boolean shown;
  private boolean logOpen;

  ProgramBody(ProgramRun run, Surfaces surfaces, LogLines lines, Library library, Deeds deeds) {
    this.run = run;
    this.surfaces = surfaces;
    this.library = library;
    this.deeds = deeds;
    loading = new LoadingPane(run::cancel);
    log = new LogDrawer(lines, this::toggleLog);
    frame.getStyleClass().add("c-program");
    phases =
        Subscription.combine(
            run.phase().subscribe(this::show),
            run.recording().state().subscribe(_ -> foot()),
            run.recording().notMade().subscribe(_ -> foot()),
            run.started().subscribe(count -> ended.ifPresent(bar -> bar.runOn(count.intValue()))));
  }

  private void show(Phase phase) {
    switch (phase) {
      case Phase.Reading() -> {
        loading.reading(run);
        centre(loading);
      }
      case Phase.Loading(var stage) -> {
        loading.update(run, LoadingText.of(stage));
        centre(loading);
      }
      case Phase.NoFile(var why) -> fail(Failures.of(why, run.typed()));
      case Phase.Live _ -> centre(live());
      case Phase.Over(Exit.Refused(var why)) -> fail(Failures.of(why, run.target()));
      case Phase.Over(var exit) -> {
        centre(screen("empty.ended"));
        var bar =
            new EndedBar(exit, run.quotedName(), run.refused() > 0, deeds::again, run::endStarted);
        bar.runOn(run.started().get());
        ended = Optional.of(bar);
      }
    }
    foot();
  }

  // What the program shows, or a word on why there is nothing to see.
  private Node screen(String nothing) {
    if (surface.isEmpty()) {
      surface = run.pid().get().flatMap(surfaces::surface);
      surface.ifPresent(found -> found.shown(shown));
    }
    return surface.map(ProgramSurface::node).orElseGet(() -> silence(nothing));
  }

  private Node live() {
    var shows = screen("empty.silent");
    return surface.isEmpty() && waits.isPresent() ? waiting(waits.get()) : shows;
  }

  // Instead of silence, what it waits for; and who could answer, if that came with Cairn.
  private Node waiting(Waits waits) {
    var text =
        waits
            .chosen()
            .map(
                chosen ->
                    Words.say(
                        chosen.comes() ? "empty.starts" : "empty.failed",
                        run.quotedName(),
                        PlainWords.of(waits.on()),
                        chosen.name()))
            .orElseGet(() -> Words.say("empty.waits", run.quotedName(), PlainWords.of(waits.on())));
    if (isSaid(text)) return frame.getCenter();
    var column = new VBox(10, Parts.label(text, Look.MUTED));
    waits
        .answerer()
        .ifPresent(
            program ->
                column
                    .getChildren()
                    .add(
                        Parts.button(
                            Words.say("empty.answerer", program.name()),
                            () ->
                                deeds.besides(
                                    new Target.Content(program.address()), program.name()))));
    column.setAlignment(Pos.CENTER);
    return quiet(text, column);
  }

  private boolean isSaid(String text) {
    return frame.getCenter() instanceof StackPane pane && text.equals(pane.getUserData());
  }

  private static Node quiet(String said, Node words) {
    var pane = new StackPane(words);
    pane.setUserData(said);
    pane.getStyleClass().add("c-quiet-ground");
    Parts.appearAfter(words, Duration.millis(600));
    return pane;
  }

  private Node silence(String key) {
    var text = Words.say(key, run.quotedName());
    if (isSaid(text)) return frame.getCenter();
    return quiet(text, Parts.label(text, Look.FAINT));
  }

  private void fail(FailureText text) {
    var pane = new FailurePane(text, run.typed(), this::remedy, this::enter);
    failure = Optional.of(pane);
    centre(pane);
    if (shown) pane.takeFocus();
  }

  private void remedy(Remedy remedy) {
    switch (remedy) {
      case TRY_AGAIN -> deeds.again();
      case EDIT_ADDRESS -> deeds.editAddress();
      case GATEWAYS -> deeds.open("cairn:settings");
      case INTERFACES -> deeds.open("cairn:interfaces");
      case PROCESSES -> deeds.open("cairn:processes");
      case CHOOSE_RECORDING -> throw new IllegalArgumentException("a program offers no " + remedy);
    }
  }

  // Into a directory that was named instead of a program.
  private void enter(String name) {
    if (!(run.target() instanceof Target.Content(var address, var _))) return;
    Hashes.below(address, name)
        .ifPresentOrElse(file -> deeds.run(new Target.Content(file), name), deeds::editAddress);
  }

  private void centre(Node node) {
    if (node.equals(frame.getCenter())) return;
    boolean moves = shown && surface.map(s -> s.node().equals(node)).orElse(false);
    frame.setCenter(node);
    if (moves) node.requestFocus();
  }

  private void foot() {
    var foot = new VBox();
    ended.ifPresent(foot.getChildren()::add);
    RecordingBar.of(run.recording(), deeds).ifPresent(foot.getChildren()::add);
    if (logOpen) foot.getChildren().add(log);
    frame.setBottom(foot);
  }

  void toggleLog() {
    logOpen = !logOpen;
    if (logOpen) run.pid().get().ifPresent(log::refresh);
    foot();
  }

  boolean isLogOpen() {
    return logOpen;
  }

  @Override
  public Node node() {
    return frame;
  }

  @Override
  public void takeFocus() {
    if (failure.isPresent()) failure.get().takeFocus();
    else if (ended.isPresent()) ended.get().takeFocus();
    else if (surface.isPresent()) surface.get().node().requestFocus();
  }

  @Override
  public void refresh(KernelSnapshot previous, KernelSnapshot now) {
    if (surface.isEmpty()) {
      switch (run.phase().get()) {
        case Phase.Live _ -> {
          waits = run.pid().get().flatMap(pid -> Waits.of(now, pid, library));
          centre(live());
        }
        case Phase.Over(Exit.Refused _) -> {}
        case Phase.Over _ -> centre(screen("empty.ended"));
        case Phase.Reading _, Phase.Loading _, Phase.NoFile _ -> {}
      }
    }
    if (logOpen) run.pid().get().ifPresent(log::refresh);
  }

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
