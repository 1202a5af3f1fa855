package cairn.permissions;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * What the user reads, from {@code messages.properties} in the user's language. Patterns are those
 * of {@link MessageFormat}. Any thread.
 */
public final class Words {
  private static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("cairn.permissions.messages");

  private Words() {}

  /** The text under a key with its places filled. Throws MissingResourceException without one. */
  public static String say(String key, Object... places) {
    return new MessageFormat(BUNDLE.getString(key), Locale.getDefault(Locale.Category.DISPLAY))
        .format(places);
  }
}
