package cairn.permissions.view;

import cairn.kernel.gate.PermissionRequest;
import cairn.permissions.PermissionSheetModel;
import cairn.permissions.RequestWords;
import cairn.permissions.SheetRow;
import cairn.permissions.TypedAhead;
import cairn.permissions.Words;
import cairn.themes.Icons;
import cairn.themes.Identicon;
import cairn.themes.Look;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javafx.animation.AnimationTimer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;

/**
 * The sheet of one process. Whatever makes the user's aim uncertain disarms it: it is shown, it
 * moves, a row comes or goes, the window gets the keyboard back.
 */
final class PermissionSheet extends VBox {
  static final double WIDTH = 520;

  private final PermissionSheetModel model;
  private final RequestWords words;
  private final ProgramRemarks remarks;
  private final LongSupplier nanoTime;
  private final Runnable changed;
  private final TypedAhead typedAhead;

  private final StackPane picture = new StackPane();
  private final Label title = new Label();
  private final Label identity = new Label();
  private final SheetRows rows;
  private final Label danger = new Label();
  private final SheetChoices choices;
  private final Label ifDenied = new Label();
  private final Hyperlink why = new Hyperlink();
  private final Label reason = new Label();
  private final Hyperlink denyRest = new Hyperlink(Words.say("deny.rest"));
  private final Label hidden = new Label();
  private final Button deny = new Button(Words.say("deny"));
  private final AllowButton allow;

  /** Counts down while it is not armed. */
  private final AnimationTimer countdown =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          model.tick();
        }
      };

  private Subscription watching = Subscription.EMPTY;
  private boolean hung;
  private boolean front = true;
  private boolean windowFocused;

  PermissionSheet(
      PermissionSheetModel model,
      RequestWords words,
      ProgramRemarks remarks,
      LongSupplier nanoTime,
      Runnable changed) {
    this.model = model;
    this.words = words;
    this.remarks = remarks;
    this.nanoTime = nanoTime;
    this.changed = changed;
    typedAhead = new TypedAhead(nanoTime);
    rows = new SheetRows(model, words);
    choices = new SheetChoices(model);
    allow = new AllowButton(model);

    getStyleClass().addAll(Look.CARD, Look.FLOATING, "perm-sheet");
    getStylesheets().add(stylesheet());
    setAccessibleRole(AccessibleRole.DIALOG);
    setPrefWidth(WIDTH);
    setMaxSize(WIDTH, USE_PREF_SIZE);
    var said = new VBox(header(), rows, danger, choices, reason, consequence());
    said.getStyleClass().add("perm-said");
    // What is too wide for a narrow window does not push the rest out of it.
    said.setMinWidth(0);
    var scroll = new SheetScroll(said);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().addAll(scroll, new SheetAnswers(denyRest, deny, allow));
    dress();
    watch();
    fill();
  }

  static String stylesheet() {
    return Objects.requireNonNull(PermissionSheet.class.getResource("permissions.css"))
        .toExternalForm();
  }

  /** The tab of this sheet came to the front of its window, or left it. */
  void front(boolean isFront) {
    front = isFront;
    look();
    if (isFront) deny.requestFocus();
  }

  /** Whether it hung in a window and does no more. */
  boolean wasTakenAway() {
    return hung && getScene() == null;
  }

  /** It is not shown again: lets go of the model. */
  void close() {
    countdown.stop();
    watching.unsubscribe();
    rows.close();
    choices.close();
    allow.close();
  }

  private Node header() {
    title.getStyleClass().add("perm-title");
    identity.getStyleClass().addAll(Look.MONO, Look.MUTED);
    for (var whole : List.of(title, identity)) {
      whole.setWrapText(true);
      whole.setMinSize(0, USE_PREF_SIZE);
    }
    var names = new VBox(2, title, identity);
    names.setMinWidth(0);
    HBox.setHgrow(names, Priority.ALWAYS);
    var close = new Button("", Icons.of(Feather.X));
    close.getStyleClass().addAll(Look.ICON_BUTTON, "perm-close");
    close.setMinWidth(USE_PREF_SIZE);
    close.setAccessibleText(Words.say("close"));
    close.setTooltip(new Tooltip(Words.say("close")));
    close.setOnAction(_ -> putAway());
    picture.setMaxHeight(USE_PREF_SIZE);
    picture.setMinWidth(USE_PREF_SIZE);
    var header = new HBox(12, picture, names, close);
    header.setAlignment(Pos.TOP_LEFT);
    return header;
  }

  private Node consequence() {
    ifDenied.getStyleClass().add(Look.MUTED);
    hidden.getStyleClass().add(Look.MUTED);
    for (var whole : List.of(ifDenied, hidden)) {
      whole.setWrapText(true);
      whole.setMinHeight(USE_PREF_SIZE);
    }
    deny.setMinWidth(USE_PREF_SIZE);
    deny.getStyleClass().add("perm-deny");
    var consequence = new FlowPane(10, 2, ifDenied, why);
    return new VBox(2, hidden, consequence);
  }

  private void dress() {
    danger.getStyleClass().addAll(Look.DANGER, "perm-danger");
    danger.setWrapText(true);
    danger.setMinHeight(USE_PREF_SIZE);
    danger.managedProperty().bind(danger.visibleProperty());
    danger.visibleProperty().bind(model.dangerProperty());
    reason.getStyleClass().addAll(Look.MUTED, "perm-reason");
    reason.setWrapText(true);
    reason.setMinHeight(USE_PREF_SIZE);
    reason.setVisible(false);
    reason.managedProperty().bind(reason.visibleProperty());
    why.textProperty().bind(Bindings.createStringBinding(this::whyText, reason.visibleProperty()));
    why.getStyleClass().addAll(Look.LINK, "perm-link");
    denyRest.getStyleClass().addAll(Look.LINK, "perm-link");
    hidden
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> Words.say("waiting.more", model.hiddenProperty().get()),
                model.hiddenProperty()));
    hidden.visibleProperty().bind(model.hiddenProperty().greaterThan(0));
    hidden.managedProperty().bind(hidden.visibleProperty());
  }

  private String whyText() {
    return Words.say(reason.isVisible() ? "why.hide" : "why");
  }

  private void watch() {
    why.setOnAction(_ -> toggleReason());
    denyRest.setOnAction(_ -> act(model::denyRest));
    deny.setOnAction(_ -> act(model::deny));
    allow.onAction(() -> act(model::allow));
    watching =
        Subscription.combine(
            model.rows().subscribe(this::fill),
            model.confirmingProperty().subscribe(_ -> fill()),
            model.armedProperty().subscribe(_ -> countDown()));
    // Whatever moves the button moves it under the pointer.
    allow.localToSceneTransformProperty().subscribe(_ -> model.disturb());
    sceneProperty()
        .subscribe(
            scene -> {
              look();
              if (scene == null) return;
              hung = true;
              deny.requestFocus();
            });
    sceneProperty()
        .flatMap(Scene::windowProperty)
        .flatMap(Window::focusedProperty)
        .orElse(false)
        .subscribe(
            focused -> {
              windowFocused = focused;
              look();
            });
    addEventFilter(KeyEvent.ANY, this::throwAwayTypedAhead);
    addEventHandler(KeyEvent.KEY_PRESSED, this::escape);
  }

  /** The sheet may have come before the user's eyes, or left them. */
  private void look() {
    boolean attentive = front && windowFocused && getScene() != null;
    if (attentive) typedAhead.restart();
    model.attentive(attentive);
    countDown();
  }

  private void countDown() {
    if (getScene() != null && !model.armedProperty().get()) countdown.start();
    else countdown.stop();
  }

  private void act(Runnable answer) {
    answer.run();
    changed.run();
  }

  private void putAway() {
    act(model::putAway);
  }

  private void throwAwayTypedAhead(KeyEvent event) {
    String key = event.getCode().name();
    boolean early;
    if (event.getEventType() == KeyEvent.KEY_PRESSED) early = typedAhead.pressed(key);
    else if (event.getEventType() == KeyEvent.KEY_RELEASED) early = typedAhead.released(key);
    else early = typedAhead.typed();
    if (early) event.consume();
  }

  private void escape(KeyEvent event) {
    if (event.getCode() != KeyCode.ESCAPE) return;
    putAway();
    event.consume();
  }

  private void toggleReason() {
    var asked = asked();
    if (!asked.isEmpty()) reason.setText(words.why(asked.getFirst(), nanoTime.getAsLong()));
    reason.setVisible(!reason.isVisible());
  }

  private List<PermissionRequest> asked() {
    return model.rows().stream().map(SheetRow::request).toList();
  }

  private void fill() {
    var asked = asked();
    if (asked.isEmpty()) {
      reason.setVisible(false);
      return;
    }
    var first = asked.getFirst();
    title.setText(words.title(asked));
    setAccessibleText(title.getText());
    String remark = remarks.about(first.program());
    String hash = RequestWords.shortHash(first);
    identity.setText(remark.isEmpty() ? hash : Words.say("row.about", hash, remark));
    if (picture.getChildren().isEmpty())
      picture.getChildren().add(new Identicon(first.program().hash().toByteArray(), 40));
    ifDenied.setText(words.ifDenied(asked));
    boolean sure = model.confirmingProperty().get();
    danger.setText(sure ? Words.say("danger.sure") : words.danger(first));
  }
}
