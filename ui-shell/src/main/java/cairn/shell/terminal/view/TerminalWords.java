package cairn.shell.terminal.view;

import java.util.ResourceBundle;

/** The words of the terminal's menu, from its resource bundle. */
final class TerminalWords {
  private static final ResourceBundle WORDS =
      ResourceBundle.getBundle("cairn.shell.terminal.view.terminal");

  private TerminalWords() {}

  static String say(String key) {
    return WORDS.getString(key);
  }
}
