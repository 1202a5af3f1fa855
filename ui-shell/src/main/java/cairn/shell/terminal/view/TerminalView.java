package cairn.shell.terminal.view;

import cairn.kernel.host.ConsoleDevice;
import cairn.shell.FxBridge;
import cairn.shell.terminal.Paste;
import cairn.shell.terminal.TerminalDevice;
import cairn.shell.terminal.TerminalFrame;
import cairn.shell.terminal.TextSpan;
import cairn.shell.terminal.view.Keys.Held;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.AnimationTimer;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/**
 * A terminal on a canvas, with a scroll bar. It takes as many columns and rows as fit and tells the
 * device.
 *
 * <p>It paints while shown, in a pulse that follows a change: the device's dirty flag wakes a
 * timer, which paints once for each pulse and stops at the first one that finds the flag clean.
 */
public final class TerminalView extends Region {
  private static final double SIZE = 13;
  private static final double PADDING = 10;
  private static final double BAR = 10;
  private static final int WHEEL_KEYS = 3;

  private final TerminalDevice device;
  private final CellFont font = CellFont.near(SIZE);
  private final Canvas canvas = new Canvas();
  private final ScrollBar bar = new ScrollBar();
  private final TerminalPainter painter = new TerminalPainter(canvas, font);
  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          if (device.takeDirty()) paint();
          else stop();
        }
      };

  // Confined to the JavaFX thread.
  private TerminalPalette palette = TerminalPalette.on(Color.WHITE);
  private boolean shown;
  private int back;
  private long topLine;
  private boolean followBar = true;
  private Optional<TextSpan> selection = Optional.empty();
  private TextSpan pressed = new TextSpan(0, 0, 0, 0);
  private int clicks;
  private @Nullable ContextMenu menu;

  /** A view of a device; hidden until {@link #shown}. */
  public TerminalView(TerminalDevice device) {
    this.device = device;
    getStyleClass().add("c-terminal");
    getStylesheets()
        .add(
            Objects.requireNonNull(TerminalView.class.getResource("terminal.css"))
                .toExternalForm());
    setAccessibleRole(AccessibleRole.TEXT_AREA);
    setAccessibleText(TerminalWords.say("terminal"));
    setFocusTraversable(true);
    bar.setOrientation(Orientation.VERTICAL);
    bar.setFocusTraversable(false);
    bar.setVisible(false);
    getChildren().addAll(canvas, bar);

    backgroundProperty().subscribe(this::takeGround);
    focusedProperty().subscribe(this::repaint);
    bar.valueProperty().subscribe(value -> scrolledByBar(value.intValue()));
    addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
    addEventHandler(KeyEvent.KEY_TYPED, this::keyTyped);
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::showMenu);
    canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::mousePressed);
    canvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::mouseDragged);
    addEventHandler(MouseEvent.MOUSE_PRESSED, event -> requestFocus());
    device.onDirty(() -> FxBridge.run(this::wake));
  }

  /** Whether it can be seen; while it cannot, it paints nothing. */
  public void shown(boolean now) {
    shown = now;
    if (now) {
      device.takeDirty();
      repaint();
      timer.start();
    } else {
      timer.stop();
    }
  }

  /** The selected text; empty when nothing is selected. */
  public String selectedText() {
    return selection.map(device::text).orElse("");
  }

  /** Rows painted so far, for tests of how much is painted. */
  int rowsPainted() {
    return painter.rowsPainted();
  }

  /** The text that was painted last, for tests. */
  List<String> paintedLines() {
    return painter.paintedLines();
  }

  private void wake() {
    if (shown) timer.start();
  }

  private void takeGround() {
    var background = getBackground();
    if (background == null || background.getFills().isEmpty()) return;
    if (background.getFills().getFirst().getFill() instanceof Color ground) {
      palette = TerminalPalette.on(ground);
      repaint();
    }
  }

  @Override
  protected void layoutChildren() {
    int columns = (int) ((getWidth() - PADDING - BAR - 2) / font.width());
    int rows = (int) ((getHeight() - PADDING) / font.height());
    if (columns < 1 || rows < 1) return;
    canvas.relocate(PADDING, PADDING / 2);
    bar.resizeRelocate(getWidth() - BAR - 1, 0, BAR, getHeight());
    double width = columns * font.width();
    double height = rows * font.height();
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      selection = Optional.empty();
      back = 0;
      device.resizeTo(new ConsoleDevice.Size(columns, rows));
      repaint();
    }
  }

  @Override
  protected double computePrefWidth(double height) {
    return PADDING + BAR + 2 + 80 * font.width();
  }

  @Override
  protected double computePrefHeight(double width) {
    return PADDING + 24 * font.height();
  }

  private void repaint() {
    painter.forget();
    if (shown) paint();
  }

  private void paint() {
    var frame = device.frame(back);
    // Scrolled back, the text stays where it is while more is printed below.
    if (back > 0 && frame.firstLine() > topLine)
      frame = device.frame(back + (int) Math.min(frame.firstLine() - topLine, Integer.MAX_VALUE));
    back = frame.back();
    topLine = frame.firstLine();
    painter.paint(frame, palette, selection, isFocused());
    showBar(frame);
  }

  private void showBar(TerminalFrame frame) {
    followBar = false;
    bar.setVisible(frame.history() > 0);
    bar.setMax(frame.history());
    bar.setVisibleAmount(
        frame.history() * (double) frame.rows().size() / (frame.history() + frame.rows().size()));
    bar.setBlockIncrement(frame.rows().size());
    bar.setValue(frame.history() - frame.back());
    followBar = true;
  }

  private void scrolledByBar(int value) {
    if (followBar) scrollTo((int) bar.getMax() - value);
  }

  private void scrollTo(int wanted) {
    int to = Math.max(0, wanted);
    if (to == back) return;
    back = to;
    topLine = Long.MAX_VALUE;
    repaint();
  }

  private void wheel(ScrollEvent event) {
    if (event.getDeltaY() == 0) return;
    boolean up = event.getDeltaY() > 0;
    if (device.modes().alternateScreen()) {
      var key = Keys.pressed(up ? KeyCode.UP : KeyCode.DOWN, Held.NONE, cursorMode());
      for (int i = 0; i < WHEEL_KEYS; i++) key.ifPresent(device::type);
    } else {
      int lines = (int) Math.max(1, Math.abs(event.getDeltaY()) / font.height());
      scrollTo(back + (up ? lines : -lines));
    }
    event.consume();
  }

  private void keyPressed(KeyEvent event) {
    var held = Held.of(event);
    var code = event.getCode();
    if (ownDeed(code, held)) {
      event.consume();
      return;
    }
    if (Keys.belongsToShell(code, held)) return;
    var sent = Keys.pressed(code, held, cursorMode());
    if (sent.isPresent()) {
      type(sent.get());
      event.consume();
    }
  }

  private boolean ownDeed(KeyCode code, Held held) {
    boolean both = held.control() && held.shift() && !held.alt();
    boolean shift = held.shift() && !held.control() && !held.alt();
    int page = Math.max(1, (int) (canvas.getHeight() / font.height()) - 1);
    if ((both && code == KeyCode.C) || (held.control() && code == KeyCode.INSERT)) copy();
    else if ((both && code == KeyCode.V) || (shift && code == KeyCode.INSERT)) paste();
    else if (shift && code == KeyCode.PAGE_UP) scrollTo(back + page);
    else if (shift && code == KeyCode.PAGE_DOWN) scrollTo(back - page);
    else if (shift && code == KeyCode.HOME) scrollTo(Integer.MAX_VALUE);
    else if (shift && code == KeyCode.END) scrollTo(0);
    else return false;
    return true;
  }

  private void keyTyped(KeyEvent event) {
    var sent = Keys.typed(event.getCharacter(), Held.of(event));
    if (sent.isPresent()) {
      type(sent.get());
      event.consume();
    }
  }

  private boolean cursorMode() {
    return device.modes().applicationCursor();
  }

  private void type(byte[] bytes) {
    device.type(bytes);
    if (selection.isPresent()) select(Optional.empty());
    scrollTo(0);
  }

  /** Puts the selected text on the clipboard. */
  void copy() {
    var text = selectedText();
    if (text.isEmpty()) return;
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  /** Types what is on the clipboard, made harmless. */
  void paste() {
    var text = Clipboard.getSystemClipboard().getString();
    if (text != null) type(Paste.bytes(text, device.modes().bracketedPaste()));
  }

  private void mousePressed(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) return;
    clicks = Math.min(event.getClickCount(), 3);
    pressed = touched(event);
    select(clicks > 1 ? Optional.of(pressed) : Optional.empty());
  }

  private void mouseDragged(MouseEvent event) {
    if (event.getButton() != MouseButton.PRIMARY) return;
    if (event.getY() < 0) scrollTo(back + 1);
    else if (event.getY() > canvas.getHeight()) scrollTo(back - 1);
    select(Optional.of(pressed.with(touched(event))));
  }

  /** What a touch selects: a cell, or with two clicks a word, with three a line. */
  private TextSpan touched(MouseEvent event) {
    int columns = (int) (canvas.getWidth() / font.width());
    int rows = (int) (canvas.getHeight() / font.height());
    int row = Math.clamp((int) (event.getY() / font.height()), 0, rows - 1);
    int column = Math.clamp((int) (event.getX() / font.width()), 0, columns - 1);
    var frame = device.frame(back);
    long line = frame.firstLine() + row;
    if (clicks == 3) return new TextSpan(line, 0, line, columns - 1);
    if (clicks == 2 && row < frame.rows().size())
      return Words.around(frame.rows().get(row), line, column);
    return new TextSpan(line, column, line, column);
  }

  private void select(Optional<TextSpan> span) {
    selection = span;
    repaint();
  }

  private void selectAll() {
    var frame = device.frame(Integer.MAX_VALUE);
    long first = frame.firstLine();
    long last = first + frame.back() + frame.rows().size() - 1;
    select(Optional.of(new TextSpan(first, 0, last, frame.columns() - 1)));
  }

  private void showMenu(ContextMenuEvent event) {
    if (menu != null) menu.hide();
    var copy = item("copy", this::copy);
    copy.setDisable(selection.isEmpty());
    var paste = item("paste", this::paste);
    paste.setDisable(device.isOver() || !Clipboard.getSystemClipboard().hasString());
    var opened = new ContextMenu(copy, paste, item("select-all", this::selectAll));
    opened.show(this, event.getScreenX(), event.getScreenY());
    menu = opened;
    event.consume();
  }

  private static MenuItem item(String word, Runnable action) {
    var item = new MenuItem(TerminalWords.say(word));
    item.setOnAction(event -> action.run());
    return item;
  }
}
