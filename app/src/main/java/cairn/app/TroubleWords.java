package cairn.app;

import cairn.profile.Trouble;
import java.nio.file.Path;
import java.util.Locale;

/** Says what was found when a profile was opened. */
final class TroubleWords {
  private TroubleWords() {}

  /** A whole text, of one line. */
  static String of(Trouble trouble) {
    return switch (trouble) {
      case Trouble.SetAside(Path aside, _, int denials, int choices, boolean whole) ->
          "The database of the profile was damaged; it was set aside as "
              + aside
              + ". What was allowed is asked again. "
              + kept(denials, choices)
              + (whole
                  ? ""
                  : " Not all of it could be read: a program may ask again about what was denied.");
      case Trouble.UnreadableChoices(var faults) ->
          "Some choices of who answers are not used: " + String.join("; ", faults) + ".";
    };
  }

  private static String kept(int denials, int choices) {
    if (denials == 0 && choices == 0) return "No denial and no choice of who answers was kept.";
    return String.format(
        Locale.ROOT,
        "Kept were %d %s and %d %s of who answers.",
        denials,
        denials == 1 ? "denial" : "denials",
        choices,
        choices == 1 ? "choice" : "choices");
  }
}
