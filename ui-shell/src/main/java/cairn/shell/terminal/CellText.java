package cairn.shell.terminal;

import com.techsenger.jeditermfx.core.ArrayTerminalDataStream;
import com.techsenger.jeditermfx.core.util.CharUtils;
import java.io.IOException;

/**
 * Text on its way into the emulator. Unlike its parent it counts cells, not characters, when asked
 * for what fits on a line: the parent would put 80 wide characters on a line of 80 cells.
 */
final class CellText extends ArrayTerminalDataStream {
  CellText() {
    super(new char[0]);
  }

  /** Replaces what is left by this text. */
  void load(String text) {
    myBuf = text.toCharArray();
    myOffset = 0;
    myLength = myBuf.length;
  }

  @Override
  public String readNonControlCharacters(int maxCells) throws IOException {
    int cells = 0;
    int taken = 0;
    while (taken < myLength && myBuf[myOffset + taken] >= ' ') {
      int point = Character.codePointAt(myBuf, myOffset + taken, myOffset + myLength);
      int chars = Character.charCount(point);
      // The emulator gives a character outside the first plane two cells, one for each half, and
      // the wide ones among them a third.
      int width = chars + (CharUtils.isDoubleWidthCharacter(point, false) ? 1 : 0);
      if (cells + width > maxCells) break;
      cells += width;
      taken += chars;
    }
    // A wide character that does not fit leaves the last cell blank; without progress here the
    // emulator would ask again for ever.
    if (taken == 0 && maxCells > 0 && myLength > 0 && myBuf[myOffset] >= ' ')
      return " ".repeat(maxCells);
    var text = new String(myBuf, myOffset, taken);
    myOffset += taken;
    myLength -= taken;
    return text;
  }
}
