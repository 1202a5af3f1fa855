package cairn.profile;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** That a database was set aside, as a setting: it is told until the user has seen it. */
final class SetAsideNote {
  static final String SETTING = "set-aside";

  private SetAsideNote() {}

  static String of(Trouble.SetAside told) {
    return told.denials()
        + " "
        + told.choices()
        + " "
        + told.whole()
        + " "
        + told.aside().getFileName();
  }

  /** What was noted, if the user has not seen it yet. {@code now}: by this opening. */
  static Optional<Trouble> in(Map<String, String> settings, Path folder, boolean now) {
    String text = settings.get(SETTING);
    if (text == null) return Optional.empty();
    String[] words = text.split(" ", 4);
    boolean wellFormed =
        words.length == 4
            && words[0].matches("[0-9]{1,9}")
            && words[1].matches("[0-9]{1,9}")
            && words[3].matches("[a-zA-Z0-9.-]+");
    return Optional.of(
        wellFormed
            ? new Trouble.SetAside(
                folder.resolve(words[3]),
                now,
                Integer.parseInt(words[0]),
                Integer.parseInt(words[1]),
                words[2].equals("true"))
            : new Trouble.SetAside(folder, now, 0, 0, false));
  }
}
