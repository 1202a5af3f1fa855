package cairn.shell.inspect.view;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.KeptChoice;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import cairn.shell.inspect.InspectWords;
import cairn.shell.inspect.InterfaceRouting;
import cairn.shell.inspect.InterfacesModel;
import cairn.shell.inspect.KeptWords;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Who answers an interface, and the means to change it. Menus are filled when they open. */
final class RoutingPane extends VBox {
  private final InterfacesModel model;
  private final MenuButton handler = new MenuButton();
  private final MenuButton route = new MenuButton(InspectWords.say("routing.add-route"));
  private final MenuButton filter = new MenuButton(InspectWords.say("routing.add-filter"));
  private final Button usual = new Button(InspectWords.say("routing.usual"));
  private final VBox said = new VBox(4);
  private final VBox kept = new VBox(6);
  private final Button keep = new Button();
  private final Label notice = Pieces.label("", Look.DANGER);
  private final Label waitingTitle =
      Pieces.label(InspectWords.say("routing.waiting"), Look.H3, "c-inspect-next");
  private final FactList waiting = new FactList();
  private Optional<InterfaceId> on = Optional.empty();
  private Optional<InterfaceRouting> now = Optional.empty();

  RoutingPane(InterfacesModel model) {
    super(8);
    this.model = model;
    handler.setId("handler");
    route.setId("route");
    filter.setId("filter");
    for (var menu : List.of(handler, route, filter)) {
      menu.setMinWidth(Region.USE_PREF_SIZE);
      menu.setMnemonicParsing(false);
      menu.getStyleClass().add("c-menu");
      // Without items it would not open.
      menu.getItems().add(new MenuItem());
    }
    usual.setId("usual");
    usual.setMinWidth(Region.USE_PREF_SIZE);
    usual.setTooltip(new Tooltip(InspectWords.say("routing.usual.tip")));
    filter.setTooltip(new Tooltip(InspectWords.say("routing.add-filter.tip")));
    usual.setOnAction(event -> choose(Optional.empty(), new Answerer.Usual()));
    handler.setOnShowing(event -> handler.getItems().setAll(handlers(Optional.empty())));
    route.setOnShowing(event -> route.getItems().setAll(routes()));
    filter.setOnShowing(event -> filter.getItems().setAll(filters()));
    keep.setId("keep");
    keep.setMinWidth(Region.USE_PREF_SIZE);
    keep.setMnemonicParsing(false);
    kept.setId("kept");
    notice.setWrapText(true);
    notice.setMinHeight(Region.USE_PREF_SIZE);
    getChildren()
        .addAll(
            Pieces.label(InspectWords.say("routing.title"), Look.H3),
            new FlowPane(8, 8, handler, usual, keep, route, filter),
            kept,
            said,
            notice,
            waitingTitle,
            waiting);
  }

  void show(InterfaceId id, Optional<InterfaceRouting> routing) {
    if (!on.equals(Optional.of(id))) say("");
    on = Optional.of(id);
    handler.setText(
        InspectWords.say(
            "routing.handler",
            routing.stream()
                .flatMap(each -> each.handlers().stream())
                .filter(InterfaceRouting.Handler::now)
                .map(InterfaceRouting.Handler::text)
                .findFirst()
                .or(() -> routing.flatMap(InterfaceRouting::awaited))
                .orElseGet(() -> InspectWords.say("handler.other"))));
    usual.setDisable(routing.map(InterfaceRouting::usual).orElse(true));
    var keepable = routing.flatMap(InterfaceRouting::keepable);
    Pieces.show(keep, keepable.isPresent());
    keepable.ifPresent(
        process -> dress(keep, process, new KeptChoice.Where(id, Optional.empty(), false)));
    if (!routing.map(InterfaceRouting::kept).equals(now.map(InterfaceRouting::kept)))
      kept.getChildren()
          .setAll(routing.stream().flatMap(each -> each.kept().stream()).map(this::line).toList());
    Pieces.show(kept, !kept.getChildren().isEmpty());
    if (!routing.map(InterfaceRouting::said).equals(now.map(InterfaceRouting::said)))
      said.getChildren()
          .setAll(routing.stream().flatMap(each -> each.said().stream()).map(this::line).toList());
    var waits = routing.map(InterfaceRouting::waiting).orElse(List.of());
    waiting.show(waits);
    Pieces.show(waitingTitle, !waits.isEmpty());
    Pieces.show(waiting, !waits.isEmpty());
    now = routing;
  }

  private javafx.scene.Node line(InterfaceRouting.Said each) {
    var remove =
        icon(
            Feather.X,
            InspectWords.say("routing.remove", each.text()),
            () -> {
              if (each.filter()) setFilter(each.of(), Optional.empty());
              else choose(each.of(), new Answerer.Usual());
            });
    var words = Pieces.label(each.text());
    words.setWrapText(true);
    words.setMaxWidth(Double.MAX_VALUE);
    words.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(words, Priority.ALWAYS);
    var row = Pieces.row(6, words, remove);
    each.keepable()
        .ifPresent(
            process ->
                on.ifPresent(
                    id -> {
                      var always = new Button();
                      always.setMinWidth(Region.USE_PREF_SIZE);
                      always.setMnemonicParsing(false);
                      dress(always, process, new KeptChoice.Where(id, each.of(), each.filter()));
                      always.setText(InspectWords.say("kept.always"));
                      row.getChildren().add(1, always);
                    }));
    return row;
  }

  /** A button that keeps who answers now. */
  private void dress(Button button, InterfaceRouting.Process process, KeptChoice.Where where) {
    button.setText(InspectWords.say("kept.keep", process.name()));
    button.setTooltip(new Tooltip(InspectWords.say("kept.keep.tip", process.name())));
    button.setOnAction(
        event ->
            model.keep(
                where,
                process.pid(),
                choice -> {
                  if (on.equals(Optional.of(where.on()))) tell(choice);
                }));
  }

  private javafx.scene.Node line(KeptWords each) {
    var words = Pieces.label(each.text());
    var state = Pieces.label(each.now(), each.wrong() ? Look.DANGER : Look.MUTED);
    for (var label : List.of(words, state)) {
      label.setWrapText(true);
      label.setMaxWidth(Double.MAX_VALUE);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    var text = new VBox(1, words, state);
    HBox.setHgrow(text, Priority.ALWAYS);
    var row = Pieces.row(2, text);
    each.start()
        .ifPresent(
            says ->
                row.getChildren()
                    .add(
                        icon(
                            Feather.PLAY,
                            InspectWords.say("kept.deed", says, each.text()),
                            () -> model.start(each.where()))));
    row.getChildren()
        .add(
            icon(
                Feather.X,
                InspectWords.say("kept.deed", InspectWords.say("kept.forget"), each.text()),
                () -> model.forget(each.where())));
    return row;
  }

  private static Button icon(Feather sign, String says, Runnable deed) {
    var button = new Button("", Icons.of(sign, 14));
    button.getStyleClass().add(Look.ICON_BUTTON);
    button.setAccessibleText(says);
    button.setTooltip(new Tooltip(says));
    button.setOnAction(event -> deed.run());
    return button;
  }

  private List<MenuItem> handlers(Optional<ProgramId> of) {
    var items = new ArrayList<MenuItem>();
    for (var each : now.map(InterfaceRouting::handlers).orElse(List.of())) {
      var item = new CheckMenuItem(each.text());
      item.setMnemonicParsing(false);
      item.setSelected(of.isEmpty() && each.now());
      item.setOnAction(event -> choose(of, each.who()));
      items.add(item);
    }
    return items;
  }

  private List<MenuItem> routes() {
    var items = new ArrayList<MenuItem>();
    for (var program : now.map(InterfaceRouting::programs).orElse(List.of())) {
      var menu = new Menu(program.name());
      menu.setMnemonicParsing(false);
      menu.getItems().setAll(handlers(Optional.of(program.id())));
      items.add(menu);
    }
    return orNothing(items, "routing.no-program");
  }

  private List<MenuItem> filters() {
    var able = now.map(InterfaceRouting::able).orElse(List.of());
    var items = new ArrayList<MenuItem>();
    for (var process : able) {
      var menu = new Menu(InspectWords.say("routing.through", process.name()));
      menu.setMnemonicParsing(false);
      menu.getItems().add(through(Optional.empty(), process, "routing.everybody"));
      for (var program : now.map(InterfaceRouting::programs).orElse(List.of()))
        if (!process.program().equals(Optional.of(program.id())))
          menu.getItems().add(through(Optional.of(program.id()), process, program.name()));
      items.add(menu);
    }
    return orNothing(items, "routing.no-able");
  }

  private MenuItem through(
      Optional<ProgramId> of, InterfaceRouting.Process process, String nameOrKey) {
    var item = new MenuItem(of.isEmpty() ? InspectWords.say(nameOrKey) : nameOrKey);
    item.setMnemonicParsing(false);
    item.setOnAction(event -> setFilter(of, Optional.of(process.pid())));
    return item;
  }

  private static List<MenuItem> orNothing(List<MenuItem> items, String key) {
    if (!items.isEmpty()) return items;
    var nothing = new MenuItem(InspectWords.say(key));
    nothing.setDisable(true);
    return List.of(nothing);
  }

  private void choose(Optional<ProgramId> of, Answerer who) {
    on.ifPresent(id -> tell(model.choose(id, of, who)));
  }

  private void setFilter(Optional<ProgramId> of, Optional<Pid> by) {
    on.ifPresent(id -> tell(model.filterBy(id, of, by)));
  }

  private void tell(Choice choice) {
    say(
        switch (choice) {
          case DONE -> "";
          case RESERVED -> InspectWords.say("choice.reserved");
          case NOT_ABLE -> InspectWords.say("choice.not-able");
          case NOT_NATIVE -> InspectWords.say("choice.not-native");
          case NO_ADDRESS -> InspectWords.say("choice.no-address");
          case LOADS_ITSELF -> InspectWords.say("choice.loads-itself");
          case NOT_STORED -> InspectWords.say("choice.not-stored");
        });
  }

  private void say(String words) {
    notice.setText(words);
    Pieces.show(notice, !words.isEmpty());
  }
}
