package cairn.shell.terminal;

import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseFormat;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseMode;
import com.techsenger.jeditermfx.core.model.TerminalSelection;
import org.jspecify.annotations.Nullable;

/**
 * What the emulator tells its surroundings. Written by the thread that feeds, read by any; each
 * value stands for itself, so the fields are volatile and nothing more.
 */
final class ScreenDisplay implements TerminalDisplay {
  private volatile int cursorColumn;
  private volatile int cursorRow;
  private volatile boolean cursorVisible = true;
  private volatile CursorShape cursorShape = CursorShape.STEADY_BLOCK;
  private volatile boolean bracketedPaste;
  private volatile boolean alternate;
  private volatile long scrolled;

  int cursorColumn() {
    return cursorColumn;
  }

  /** From 0. */
  int cursorRow() {
    return cursorRow;
  }

  boolean cursorVisible() {
    return cursorVisible;
  }

  CursorShape cursorShape() {
    return cursorShape;
  }

  boolean bracketedPaste() {
    return bracketedPaste;
  }

  /** Lines that ever left the main screen at its top. */
  long scrolled() {
    return scrolled;
  }

  @Override
  public void setCursor(int x, int y) {
    cursorColumn = x;
    cursorRow = y - 1;
  }

  @Override
  public void setCursorShape(@Nullable CursorShape shape) {
    cursorShape = shape == null ? CursorShape.STEADY_BLOCK : shape;
  }

  @Override
  public void setCursorVisible(boolean visible) {
    cursorVisible = visible;
  }

  // Only the feeding thread writes, so reading and writing need not be one step.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  public void scrollArea(int top, int size, int dy) {
    if (top == 1 && dy < 0 && !alternate) scrolled -= dy;
  }

  @Override
  public void useAlternateScreenBuffer(boolean on) {
    alternate = on;
  }

  @Override
  public void setBracketedPasteMode(boolean on) {
    bracketedPaste = on;
  }

  @Override
  public void beep() {}

  @Override
  public String getWindowTitle() {
    return "";
  }

  @Override
  public void setWindowTitle(String title) {}

  @Override
  @SuppressWarnings("NullAway") // The core takes null for "nothing is selected".
  public @Nullable TerminalSelection getSelection() {
    return null;
  }

  @Override
  public void terminalMouseModeSet(MouseMode mode) {}

  @Override
  public void setMouseFormat(MouseFormat format) {}

  @Override
  public boolean ambiguousCharsAreDoubleWidth() {
    return false;
  }
}
