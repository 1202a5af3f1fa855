package cairn.profile;

import java.nio.file.Path;
import java.util.List;

/** What was found when a profile was opened, and the user has to know. */
public sealed interface Trouble {
  /**
   * The database was damaged and lies under another name; the profile is a new one. In it are the
   * denials and choices that could be read; whatever was allowed is asked again, since damage may
   * have made a yes of a no, or brought back what was revoked. Told at every opening until {@link
   * Profile#acknowledge}.
   *
   * @param now whether this opening found it, not an earlier one
   * @param denials stored denials that hold on
   * @param choices choices of who answers that hold on
   * @param whole whether every stored decision could be read; if not, a program may ask again about
   *     what it was denied
   */
  record SetAside(Path aside, boolean now, int denials, int choices, boolean whole)
      implements Trouble {}

  /**
   * Choices that cannot be read; they are left where they are and not used.
   *
   * @param faults a sentence for each
   */
  record UnreadableChoices(List<String> faults) implements Trouble {
    public UnreadableChoices {
      faults = List.copyOf(faults);
    }
  }
}
