package cairn.shell.inspect.view;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.LimitChange;
import cairn.shell.inspect.LimitField;
import cairn.shell.inspect.ProcessDetails;
import cairn.themes.Look;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What a process may use, how often it wanted more, and fields to change it. */
final class LimitsPane extends VBox {
  private static final double FIELD = 132;

  private final BiConsumer<Pid, Limits> change;
  private final FactList facts = new FactList();
  private final Button open = new Button(InspectWords.say("limits.change"));
  private final Map<LimitField, TextField> fields = new EnumMap<>(LimitField.class);
  private final Label notice = Pieces.label("", Look.DANGER);
  private final VBox form = new VBox(8);
  private Optional<ProcessDetails> shown = Optional.empty();
  private Limits opened = Limits.DEFAULT;

  /** {@code change}: gives a process other limits. */
  LimitsPane(BiConsumer<Pid, Limits> change) {
    super(8);
    this.change = change;
    open.setId("change-limits");
    open.setOnAction(event -> open());
    var grid = new FlowPane(12, 8);
    for (var each : LimitField.values()) {
      var field = new TextField();
      field.setId("limit-" + each.name().toLowerCase(java.util.Locale.ROOT));
      field.setPrefWidth(FIELD);
      field.getStyleClass().add(Look.FIELD);
      var label = Pieces.label(each.label(), Look.MUTED, Look.SMALL);
      label.setLabelFor(field);
      field.setAccessibleText(each.label());
      field.setOnAction(event -> apply());
      fields.put(each, field);
      grid.getChildren().add(new VBox(2, label, field));
    }
    var apply = new Button(InspectWords.say("limits.apply"));
    apply.getStyleClass().add("accent");
    apply.setOnAction(event -> apply());
    var cancel = new Button(InspectWords.say("limits.cancel"));
    cancel.setOnAction(event -> close());
    var hint = Pieces.label(InspectWords.say("limits.hint"), Look.MUTED, Look.SMALL);
    for (var words : new Label[] {notice, hint}) {
      words.setWrapText(true);
      words.setMinHeight(Region.USE_PREF_SIZE);
      // Else a long sentence would make this half of the pane wide.
      words.setPrefWidth(200);
      words.setMaxWidth(Double.MAX_VALUE);
    }
    form.getStyleClass().add("c-inspect-form");
    form.getChildren().addAll(grid, hint, notice, Pieces.row(8, apply, cancel));
    form.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() != KeyCode.ESCAPE) return;
          close();
          event.consume();
        });
    var title = Pieces.label(InspectWords.say("limits.title"), Look.H3);
    var head = Pieces.row(8, title, Pieces.spring(), open);
    head.getStyleClass().add("c-inspect-next");
    getChildren().addAll(head, facts, form);
    close();
  }

  void show(ProcessDetails details) {
    boolean other =
        !shown.map(each -> each.process().pid()).equals(Optional.of(details.process().pid()));
    shown = Optional.of(details);
    facts.show(details.limits());
    open.setDisable(details.isOver());
    if (other || details.isOver()) close();
  }

  private void open() {
    if (shown.isEmpty()) return;
    opened = shown.get().process().limits();
    fields.forEach((each, field) -> field.setText(each.text(opened)));
    say("");
    Pieces.show(form, true);
    Pieces.show(facts, false);
    Pieces.show(open, false);
    focus(LimitField.MEMORY);
    bringIntoSight();
  }

  private void apply() {
    if (shown.isEmpty()) return;
    var texts = new EnumMap<LimitField, String>(LimitField.class);
    fields.forEach((each, field) -> texts.put(each, field.getText()));
    switch (LimitChange.of(opened, texts)) {
      case LimitChange.Ok(Limits limits) -> {
        change.accept(shown.get().process().pid(), limits);
        close();
      }
      case LimitChange.Wrong(LimitField field, String why) -> {
        say(why);
        focus(field);
        bringIntoSight();
      }
    }
  }

  /** Its title goes to the top, or as near to it as the half that it ends can be scrolled. */
  private void bringIntoSight() {
    for (var up = getParent(); up != null; up = up.getParent())
      if (up instanceof ScrollPane pane) {
        pane.applyCss();
        pane.layout();
        double hidden =
            pane.getContent().getLayoutBounds().getHeight() - pane.getViewportBounds().getHeight();
        double top = getBoundsInParent().getMinY();
        pane.setVvalue(hidden <= 0 ? 0 : Math.min(1, top / hidden) * pane.getVmax());
        return;
      }
  }

  private void focus(LimitField on) {
    Optional.ofNullable(fields.get(on)).ifPresent(TextField::requestFocus);
  }

  private void close() {
    say("");
    Pieces.show(form, false);
    Pieces.show(facts, true);
    Pieces.show(open, true);
  }

  private void say(String words) {
    notice.setText(words);
    Pieces.show(notice, !words.isEmpty());
  }
}
