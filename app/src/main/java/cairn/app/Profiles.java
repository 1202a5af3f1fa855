package cairn.app;

import cairn.profile.Profile;
import java.nio.file.Path;

/** Opens the profile, or says in one sentence why not. */
final class Profiles {
  private Profiles() {}

  static Profile.Opened.Ready open(Path root) throws Sentence {
    return switch (Profile.open(root)) {
      case Profile.Opened.Ready ready -> ready;
      case Profile.Opened.InUse(Path folder, var holder) ->
          throw new ProfileInUse(
              "another Cairn"
                  + holder.map(pid -> ", process " + pid + ",").orElse("")
                  + " uses the profile "
                  + folder
                  + "; close it, or choose another with --profile");
      case Profile.Opened.TooNew(Path database, int version, int known) ->
          throw new Sentence(
              ExitCodes.UNAVAILABLE,
              database
                  + " was written by a newer Cairn (version "
                  + version
                  + ", this one knows "
                  + known
                  + "); it was not touched");
      case Profile.Opened.Unusable(Path folder, Profile.Reason reason, String detail) ->
          throw unusable(folder, reason, detail);
    };
  }

  private static Sentence unusable(Path folder, Profile.Reason reason, String detail) {
    return switch (reason) {
      case NOT_A_FOLDER ->
          new Sentence(ExitCodes.IO, "the profile cannot be in " + folder + ": " + detail);
      case NOT_WRITABLE ->
          new Sentence(ExitCodes.IO, "the profile " + folder + " cannot be written: " + detail);
      case DISK_FULL ->
          new Sentence(
              ExitCodes.IO, "the profile " + folder + " cannot be written: the disk is full");
      case SHARED ->
          new Sentence(
              ExitCodes.UNAVAILABLE,
              "everybody may write into the profile "
                  + folder
                  + ", so no decision is safe there; make it yours alone (chmod 700)");
      case LOCKED ->
          new Sentence(
              ExitCodes.UNAVAILABLE,
              "another program uses the database of the profile " + folder + "; close it");
      case NO_DATABASE ->
          new Sentence(
              ExitCodes.UNAVAILABLE,
              "the profile needs SQLite, which could not be started here: " + detail);
    };
  }
}
