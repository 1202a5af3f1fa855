package cairn.shell.view;

import cairn.shell.AddressReader;
import cairn.shell.AddressReader.Intent;
import cairn.shell.Hashes;
import cairn.shell.Location;
import cairn.shell.ProgramRun;
import cairn.shell.Provenance;
import cairn.shell.ShellModel;
import cairn.shell.Suggestion;
import cairn.shell.Suggestions;
import cairn.shell.Words;
import cairn.themes.Icons;
import cairn.themes.Look;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/**
 * The address bar. At rest it says what the tab shows; with the keyboard in it, it is a text field
 * with the whole address. Enter runs; nothing else does.
 */
final class AddressBar extends HBox {
  /** What the address bar can have the window do. */
  interface Deeds {
    /** Does what was typed or chosen. */
    void take(Intent intent);

    /** Shows or hides what is known of the program, below the badge. */
    void showCard();

    /** The keyboard goes back to the page. */
    void leave();
  }

  private final AddressReader reader;
  private final Suggestions suggestions;
  private final Deeds deeds;
  private final StackPane icon = new StackPane();
  private final TextField field = new TextField();
  private final Label name = Parts.label("", Look.STRONG);
  private final Label hash = Parts.label("", Look.MONO, Look.MUTED);
  private final HBox rest = Parts.row(8, name, hash);

  /** Says what the program's bytes were compared with. */
  private final Button verified;

  private Optional<Provenance> dressed = Optional.empty();
  private final SuggestionList list;
  private final Label error = Parts.sentence("", "c-address-error", Look.CARD, Look.FLOATING);
  // What stands in the field when it is not edited, and whether the overlay speaks for it.
  private String address = "";
  private boolean edited;
  private Optional<Sign> sign = Optional.empty();
  private Optional<Sign> shownSign = Optional.empty();
  private boolean hasBadge;

  AddressBar(AddressReader reader, Suggestions suggestions, Deeds deeds) {
    this.reader = reader;
    this.suggestions = suggestions;
    this.deeds = deeds;
    this.list = new SuggestionList(this::choose);
    getStyleClass().add("c-address");
    setAlignment(Pos.CENTER_LEFT);
    icon.setMinSize(18, 18);
    icon.setMouseTransparent(true);
    field.setPromptText(Words.say("address.prompt"));
    field.setAccessibleText(Words.say("address.label"));
    field.setId("address");
    rest.setMouseTransparent(true);
    verified = Parts.button("", deeds::showCard, Look.CHIP);
    verified.setTooltip(Parts.tip(""));
    verified.setId("verified");
    error.setVisible(false);
    error.setId("address-error");
    var middle = new StackPane(field, rest);
    middle.setMinWidth(0);
    getChildren().addAll(icon, Parts.grow(middle), verified);
    // A click beside the text is meant for the text.
    setOnMousePressed(
        _ -> {
          if (!verified.isHover()) edit();
        });
    wire();
  }

  private void wire() {
    field.focusedProperty().subscribe(focused -> focus(focused));
    field
        .textProperty()
        .subscribe(
            text -> {
              if (!field.isFocused() || text.equals(address)) return;
              edited = true;
              whatRuns();
              error.setVisible(false);
              list.show(suggestions.of(text));
            });
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  private void focus(boolean focused) {
    rest.setVisible(!focused);
    if (focused) {
      field.setText(address);
      field.selectAll();
      field.setOpacity(1);
      if (address.isEmpty() && edited) list.show(suggestions.of(""));
    } else {
      list.hide();
      error.setVisible(false);
      edited = false;
      field.setText(address);
      field.deselect();
      overlay();
    }
    whatRuns();
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case ENTER ->
          list.chosen().ifPresentOrElse(this::choose, () -> take(reader.read(field.getText())));
      case DOWN -> {
        if (!list.isVisible()) list.show(suggestions.of(edited ? field.getText() : ""));
        list.move(1);
      }
      case UP -> list.move(-1);
      case ESCAPE -> {
        if (list.isVisible() || error.isVisible()) {
          list.hide();
          error.setVisible(false);
        } else if (!field.getText().equals(address)) {
          field.setText(address);
          field.selectAll();
          edited = false;
          whatRuns();
        } else deeds.leave();
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  /**
   * Takes a text as if it had been typed and entered; what makes no sense is shown to be mended.
   */
  void enter(String typed) {
    Intent intent = reader.read(typed);
    if (intent instanceof Intent.Wrong) {
      edit();
      field.setText(typed);
    }
    take(intent);
  }

  private void choose(Suggestion line) {
    take(line.intent());
  }

  private void take(Intent intent) {
    list.hide();
    switch (intent) {
      case Intent.Nothing() -> {}
      case Intent.Wrong(var sentence) -> {
        error.setText(sentence);
        error.setVisible(true);
      }
      case Intent.Page _, Intent.Run _, Intent.Replay _ -> {
        error.setVisible(false);
        edited = false;
        deeds.take(intent);
      }
    }
  }

  /** Says what the tab shows now. Cheap when nothing changed. */
  void show(Location location) {
    switch (location) {
      case Location.AtPage(var page) -> {
        boolean start = page.equals(ShellModel.START);
        rest(start ? "" : page, start ? "" : page, "", true);
        sign(new Sign.Line(start ? Feather.SEARCH : Feather.BOX));
        hasBadge = false;
        whatRuns();
      }
      case Location.AtProgram(var run) -> show(run);
      case Location.AtReplay(var run) -> {
        rest(
            run.file().toString(),
            Words.say("tab.replay", run.name()),
            run.file().toString(),
            false);
        sign(new Sign.Line(Feather.REWIND));
        hasBadge = false;
        whatRuns();
      }
    }
  }

  private void show(ProgramRun run) {
    var program = run.program().get();
    var typed = run.typed();
    var called = run.shownName();
    var brief = program.map(Hashes::brief).orElse(Hashes.brief(typed));
    // Who has no name is called by the hash already.
    rest(typed, called, called.equals(brief) ? "" : brief, Hashes.isBrief(called));
    sign(program.<Sign>map(Sign.Of::new).orElse(new Sign.Line(Feather.BOX)));
    var provenance = run.provenance();
    hasBadge = provenance.isPresent();
    provenance.ifPresent(this::dress);
    whatRuns();
  }

  // The word and the sign say it; only what was checked against the typed hash is green.
  private void dress(Provenance now) {
    if (dressed.equals(Optional.of(now))) return;
    dressed = Optional.of(now);
    verified.setText(Words.say(Badges.word(now)));
    verified.setGraphic(Icons.of(Badges.icon(now), 12));
    verified.getTooltip().setText(Words.say(Badges.tip(now)));
    verified.getStyleClass().remove(Look.OK);
    if (now == Provenance.VERIFIED) verified.getStyleClass().add(Look.OK);
  }

  private void rest(String whole, String title, String detail, boolean mono) {
    address = whole;
    name.setText(title);
    name.getStyleClass().setAll("label", mono ? Look.MONO : Look.STRONG);
    hash.setText(detail);
    if (!field.isFocused()) {
      if (!field.getText().equals(whole)) field.setText(whole);
      overlay();
    }
  }

  // At rest the overlay speaks; an empty field shows its own prompt.
  private void overlay() {
    field.setOpacity(address.isEmpty() ? 1 : 0);
    rest.setVisible(!address.isEmpty());
  }

  private void sign(Sign now) {
    if (sign.equals(Optional.of(now))) return;
    sign = Optional.of(now);
    whatRuns();
  }

  // The picture and the badge are about what runs, not about another address being typed.
  private void whatRuns() {
    boolean other = field.isFocused() && edited && !field.getText().equals(address);
    Parts.visible(verified, hasBadge && !other);
    var shown = other ? Optional.<Sign>of(new Sign.Line(Feather.SEARCH)) : sign;
    if (shown.equals(shownSign)) return;
    shownSign = shown;
    icon.getChildren().setAll(shown.stream().map(Sign::node).toList());
  }

  /** Another tab, or another place in this one: what was being typed there is not about it. */
  void restart() {
    list.hide();
    error.setVisible(false);
    edited = false;
    if (field.isFocused()) {
      field.setText(address);
      field.selectAll();
    }
    whatRuns();
  }

  /** Puts the keyboard into the bar, with all of the address selected. */
  void edit() {
    if (field.isFocused()) field.selectAll();
    else field.requestFocus();
  }

  boolean isEdited() {
    return field.isFocused();
  }

  /** Says what is wrong; nothing else may stand where it does. */
  Region error() {
    return error;
  }

  /** What hangs below the bar: suggestions and what is wrong. */
  List<Region> hangings() {
    return List.of(list, error);
  }

  Button badge() {
    return verified;
  }
}
