package cairn.shell.view;

import static javafx.scene.input.KeyCombination.ALT_DOWN;
import static javafx.scene.input.KeyCombination.SHIFT_DOWN;
import static javafx.scene.input.KeyCombination.SHORTCUT_DOWN;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * The keys of the window. They are taken before whatever has the focus sees them, so that no
 * program can keep the user from leaving it.
 */
final class Shortcuts {
  private final Map<KeyCombination, Runnable> keys = new LinkedHashMap<>();

  Shortcuts on(Runnable action, KeyCode code, KeyCombination.Modifier... modifiers) {
    keys.put(new KeyCodeCombination(code, modifiers), action);
    return this;
  }

  Shortcuts control(Runnable action, KeyCode code) {
    return on(action, code, SHORTCUT_DOWN);
  }

  Shortcuts controlShift(Runnable action, KeyCode code) {
    return on(action, code, SHORTCUT_DOWN, SHIFT_DOWN);
  }

  Shortcuts alt(Runnable action, KeyCode code) {
    return on(action, code, ALT_DOWN);
  }

  void watch(Scene scene) {
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          for (var key : keys.entrySet())
            if (key.getKey().match(event)) {
              event.consume();
              key.getValue().run();
              return;
            }
        });
  }
}
