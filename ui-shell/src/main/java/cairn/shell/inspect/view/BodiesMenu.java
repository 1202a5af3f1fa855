package cairn.shell.inspect.view;

import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.MessagesModel;
import cairn.shell.inspect.MessagesModel.Recordable;
import cairn.themes.Look;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** Whose bodies are recorded, and the switch for each program. */
final class BodiesMenu extends MenuButton {
  private final MessagesModel model;

  BodiesMenu(MessagesModel model) {
    this.model = model;
    getStyleClass().addAll(Look.CHIP, "c-chip-menu");
    setMinWidth(Region.USE_PREF_SIZE);
    setTooltip(new Tooltip(InspectWords.say("messages.bodies.tip")));
    setOnShowing(event -> fill());
    // A menu without items does not open.
    fill();
    say();
  }

  private void fill() {
    getItems().clear();
    for (var each : model.recordable()) getItems().add(item(each));
    if (!getItems().isEmpty()) return;
    var nobody = new MenuItem(InspectWords.say("messages.bodies.nobody"));
    nobody.setDisable(true);
    getItems().add(nobody);
  }

  private MenuItem item(Recordable each) {
    var item = new CheckMenuItem(InspectWords.say("messages.bodies.record", each.name()));
    item.setMnemonicParsing(false);
    item.setSelected(each.recorded());
    item.setOnAction(
        event -> {
          model.record(each.program(), item.isSelected());
          say();
        });
    return item;
  }

  /** Says whose they are. */
  void say() {
    var recorded = model.recordable().stream().filter(Recordable::recorded).toList();
    setText(
        switch (recorded.size()) {
          case 0 -> InspectWords.say("messages.bodies.none");
          case 1 -> InspectWords.say("messages.bodies.one", recorded.getFirst().name());
          default -> InspectWords.say("messages.bodies.some", recorded.size());
        });
  }
}
