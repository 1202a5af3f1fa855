package cairn.shell.inspect;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the inspectors say, from {@code inspect.properties}, in patterns of MessageFormat. */
public final class InspectWords {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("cairn.shell.inspect.inspect");

  private InspectWords() {}

  /** The text under a key with its places filled. Throws MissingResourceException without one. */
  public static String say(String key, Object... places) {
    return new MessageFormat(BUNDLE.getString(key), Locale.getDefault(Locale.Category.DISPLAY))
        .format(places);
  }
}
