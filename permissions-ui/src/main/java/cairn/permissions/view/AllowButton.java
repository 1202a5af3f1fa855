package cairn.permissions.view;

import atlantafx.base.theme.Styles;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Lifetime;
import cairn.permissions.PermissionSheetModel;
import cairn.permissions.SheetRow;
import cairn.permissions.Words;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;

/**
 * The button that lets something pass. Dead until the sheet is armed, and shows how far that is.
 * Space presses it, Enter does not: Enter is what people type without looking.
 */
final class AllowButton extends StackPane {
  private static final PseudoClass WIDE = PseudoClass.getPseudoClass("wide");

  private final PermissionSheetModel model;
  private final Button button = new Button();
  private final Region progress = new Region();
  private final Subscription watching;

  AllowButton(PermissionSheetModel model) {
    this.model = model;
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(USE_PREF_SIZE);
    button.getStyleClass().addAll(Styles.ACCENT, "perm-allow");
    button.setMinWidth(USE_PREF_SIZE);
    progress.getStyleClass().add("perm-arming");
    progress.setMouseTransparent(true);
    progress.setManaged(false);
    progress.visibleProperty().bind(model.armedProperty().not());
    getChildren().addAll(button, progress);

    button
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> text(model),
                model.dangerProperty(),
                model.confirmingProperty(),
                model.lifetimeProperty(),
                model.breadthProperty(),
                model.rows()));
    button
        .textProperty()
        .subscribe(
            _ ->
                button.pseudoClassStateChanged(
                    WIDE, isWide(model) && !model.dangerProperty().get()));
    var noneTicked =
        Bindings.createBooleanBinding(
            () -> model.rows().stream().noneMatch(SheetRow::isTicked), model.rows());
    button.disableProperty().bind(model.armedProperty().not().or(noneTicked));
    // A press before the sheet changed is not a press on what it shows now.
    button
        .disabledProperty()
        .subscribe(
            disabled -> {
              if (disabled) button.disarm();
            });
    watching = model.progressProperty().subscribe(_ -> requestLayout());
    button.addEventFilter(
        KeyEvent.ANY,
        event -> {
          if (event.getCode() == KeyCode.ENTER || "\r".equals(event.getCharacter()))
            event.consume();
        });
  }

  /** Lets go of the model. */
  void close() {
    watching.unsubscribe();
    progress.visibleProperty().unbind();
    button.textProperty().unbind();
    button.disableProperty().unbind();
  }

  /** What happens when it is pressed. */
  void onAction(Runnable action) {
    button.setOnAction(_ -> action.run());
  }

  @Override
  protected void layoutChildren() {
    super.layoutChildren();
    double width = Math.round(button.getWidth() * model.progressProperty().get());
    progress.resizeRelocate(0, button.getLayoutY(), width, button.getHeight());
  }

  private static boolean isWide(PermissionSheetModel model) {
    return switch (model.breadthOfYes()) {
      case EXACT, HOST -> false;
      case PROGRAM -> model.hasPrograms();
      case ANY -> !model.isAboutWholes();
    };
  }

  private static String what(PermissionSheetModel model) {
    if (model.breadthOfYes() == Breadth.PROGRAM) return "allow.arguments";
    if (model.isAboutPrograms()) return "allow.program";
    return model.hasEndpoints() && !model.hasPrograms() ? "allow.anywhere" : "allow.anything";
  }

  private static String text(PermissionSheetModel model) {
    if (!model.dangerProperty().get()) {
      boolean always = model.lifetimeProperty().get() == Lifetime.ALWAYS;
      if (!isWide(model)) return Words.say(always ? "allow.always" : "allow");
      String what = what(model);
      return Words.say(always ? what + ".always" : what);
    }
    return Words.say(model.confirmingProperty().get() ? "allow.really" : "allow.danger");
  }
}
