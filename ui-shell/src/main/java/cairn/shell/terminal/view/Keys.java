package cairn.shell.terminal.view;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * What keys send, as xterm does (ctlseqs, "PC-Style Function Keys"), and which of them belong to
 * the shell. By key code: the text that comes with a key and a modifier differs between systems.
 */
final class Keys {
  /** Which modifiers are down. */
  record Held(boolean shift, boolean alt, boolean control, boolean meta) {
    static final Held NONE = new Held(false, false, false, false);

    static Held of(KeyEvent event) {
      return new Held(
          event.isShiftDown(), event.isAltDown(), event.isControlDown(), event.isMetaDown());
    }

    /** xterm's number for them: 1 is none. */
    int number() {
      return 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (control ? 4 : 0) + (meta ? 8 : 0);
    }
  }

  private static final String ESC = "\u001b";

  private Keys() {}

  /**
   * Whether a key is the shell's even while a terminal has the focus. Control with D, F and H is
   * not: programs need the end of input and the old backspace.
   */
  static boolean belongsToShell(KeyCode code, Held held) {
    if (held.meta() || code.isModifierKey()) return true;
    if (held.control() && held.shift()) return true;
    if (held.control() && !held.alt())
      return switch (code) {
        case T, W, L, R, K, TAB, PAGE_UP, PAGE_DOWN -> true;
        default -> code.isDigitKey();
      };
    if (held.alt() && !held.control())
      return switch (code) {
        case LEFT, RIGHT, HOME, F4 -> true;
        default -> false;
      };
    return switch (code) {
      case F5, F6, F11, F12 -> true;
      default -> false;
    };
  }

  /** What a pressed key sends; empty when it sends nothing, or its text will come as typed. */
  static Optional<byte[]> pressed(KeyCode code, Held held, boolean applicationCursor) {
    var sent =
        switch (code) {
          case ENTER -> alt(held, "\r");
          case BACK_SPACE -> alt(held, held.control() ? "\b" : "\u007f");
          case TAB -> held.shift() ? ESC + "[Z" : alt(held, "\t");
          case ESCAPE -> alt(held, ESC);
          case UP, KP_UP -> cursor('A', held, applicationCursor);
          case DOWN, KP_DOWN -> cursor('B', held, applicationCursor);
          case RIGHT, KP_RIGHT -> cursor('C', held, applicationCursor);
          case LEFT, KP_LEFT -> cursor('D', held, applicationCursor);
          case HOME -> cursor('H', held, applicationCursor);
          case END -> cursor('F', held, applicationCursor);
          case INSERT -> numbered(2, held);
          case DELETE -> numbered(3, held);
          case PAGE_UP -> numbered(5, held);
          case PAGE_DOWN -> numbered(6, held);
          case F1 -> cursor('P', held, true);
          case F2 -> cursor('Q', held, true);
          case F3 -> cursor('R', held, true);
          case F4 -> cursor('S', held, true);
          case F5 -> numbered(15, held);
          case F6 -> numbered(17, held);
          case F7 -> numbered(18, held);
          case F8 -> numbered(19, held);
          case F9 -> numbered(20, held);
          case F10 -> numbered(21, held);
          case F11 -> numbered(23, held);
          case F12 -> numbered(24, held);
          default -> character(code, held);
        };
    return sent.isEmpty()
        ? Optional.empty()
        : Optional.of(sent.getBytes(StandardCharsets.US_ASCII));
  }

  /** What typed text sends; empty for what was sent when the key went down. */
  static Optional<byte[]> typed(String text, Held held) {
    // Control and Alt together are how some systems say AltGr.
    boolean plain = held.control() == held.alt() && !held.meta();
    if (!plain || text.isEmpty() || text.codePoints().anyMatch(Character::isISOControl))
      return Optional.empty();
    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String character(KeyCode code, Held held) {
    if (held.control() && !held.alt() && !held.shift()) return control(code);
    if (held.alt() && !held.control() && (code.isLetterKey() || code.isDigitKey())) {
      var name = code.getChar();
      return ESC + (held.shift() ? name : name.toLowerCase(java.util.Locale.ROOT));
    }
    return "";
  }

  private static String control(KeyCode code) {
    if (code.isLetterKey() && code.getChar().length() == 1)
      return String.valueOf((char) (code.getChar().charAt(0) & 0x1f));
    return switch (code) {
      case SPACE, AT -> "\0";
      case OPEN_BRACKET -> ESC;
      case BACK_SLASH -> "\u001c";
      case CLOSE_BRACKET -> "\u001d";
      case CIRCUMFLEX -> "\u001e";
      case SLASH, MINUS, UNDERSCORE -> "\u001f";
      default -> "";
    };
  }

  private static String alt(Held held, String sent) {
    return held.alt() && !held.control() ? ESC + sent : sent;
  }

  private static String cursor(char last, Held held, boolean application) {
    if (held.number() > 1) return ESC + "[1;" + held.number() + last;
    return ESC + (application ? 'O' : '[') + last;
  }

  private static String numbered(int number, Held held) {
    return ESC + "[" + number + (held.number() > 1 ? ";" + held.number() : "") + "~";
  }
}
