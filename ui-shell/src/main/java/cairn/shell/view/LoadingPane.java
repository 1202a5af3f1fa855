package cairn.shell.view;

import cairn.shell.LoadingText;
import cairn.shell.ProgramRun;
import cairn.shell.Target;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/** A program on its way: three steps, what has come from where, and a way to stop it. */
final class LoadingPane extends StackPane {
  private static final double WIDTH = 500;

  private final Label title = Parts.label("", "c-loading-title");
  private final Label address = Parts.label("", Look.MONO, Look.MUTED);
  private final List<StackPane> marks = IntStream.range(0, 3).mapToObj(_ -> mark()).toList();
  private final List<Label> steps =
      IntStream.range(0, 3).mapToObj(i -> Parts.label(Words.say("loading.step." + i))).toList();
  private final ProgressBar bar = new ProgressBar();
  private final Label detail = Parts.label("", Look.MUTED, Look.SMALL);
  private int step = -1;

  LoadingPane(Runnable cancel) {
    getStyleClass().add("c-quiet-ground");
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.getStyleClass().add("c-progress");
    detail.setMinHeight(18);
    address.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    address.setEllipsisString("…");
    var list = new VBox(9);
    for (int i = 0; i < steps.size(); i++)
      list.getChildren().add(Parts.row(10, marks.get(i), steps.get(i)));
    var stop = Parts.button(Words.say("loading.cancel"), cancel);
    stop.setId("cancel");
    var bottom = Parts.row(12, detail, Parts.spring(), stop);
    var card = new VBox(Parts.column(3, title, address), list, bar, bottom);
    card.setSpacing(16);
    card.getStyleClass().addAll(Look.CARD, "c-panel");
    card.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
    card.setPrefWidth(WIDTH);
    getChildren().add(card);
    setAlignment(card, Pos.CENTER);
    Parts.appearAfter(card, Duration.millis(200));
  }

  private static StackPane mark() {
    var mark = new StackPane();
    mark.setMinSize(16, 16);
    mark.setMaxSize(16, 16);
    return mark;
  }

  /** The file is being read; nothing else is known. */
  void reading(ProgramRun run) {
    name(run);
    show(0);
    detail.setText(Words.say("loading.reading"));
  }

  /** The kernel says how far it is. */
  void update(ProgramRun run, LoadingText text) {
    name(run);
    show(text.step());
    detail.setText(text.detail());
    double share = text.share().orElse(ProgressBar.INDETERMINATE_PROGRESS);
    if (bar.getProgress() != share) bar.setProgress(share);
  }

  private void name(ProgramRun run) {
    // Nothing of a file is found or fetched, and it is compared with no hash.
    boolean file = run.target() instanceof Target.File;
    for (int i = 0; i < steps.size(); i++)
      steps.get(i).setText(Words.say((file ? "loading.file.step." : "loading.step.") + i));
    title.setText(Words.say("loading.title", run.quotedName()));
    address.setText(run.typed());
  }

  private void show(int now) {
    if (now == step) return;
    step = now;
    for (int i = 0; i < steps.size(); i++) {
      var looks = steps.get(i).getStyleClass();
      looks.removeAll(Look.FAINT, Look.STRONG, Look.MUTED);
      looks.add(i < now ? Look.MUTED : i == now ? Look.STRONG : Look.FAINT);
      marks.get(i).getChildren().setAll(sign(i, now));
    }
  }

  private static Node sign(int step, int now) {
    if (step == now) return new BusyRing(16);
    var icon = Icons.of(step < now ? Feather.CHECK : Feather.CIRCLE, step < now ? 16 : 8);
    icon.getStyleClass().add(step < now ? Look.OK : Look.FAINT);
    return icon;
  }
}
