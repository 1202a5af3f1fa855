package cairn.app;

import cairn.profile.Profile;
import cairn.profile.Trouble;
import cairn.shell.Notices;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the user has to know about the profile: what was found when it was opened, until they have
 * seen it, and what cannot be written, as long as that is so. Any thread; never blocks.
 */
final class ProfileNotices implements Notices {
  private final Profile profile;
  private final List<Notice> ofOpening = new CopyOnWriteArrayList<>();

  ProfileNotices(Profile profile, List<Trouble> troubles) {
    this.profile = profile;
    for (Trouble trouble : troubles) ofOpening.add(new Notice(TroubleWords.of(trouble), true));
  }

  @Override
  public List<Notice> now() {
    var all = new ArrayList<Notice>();
    profile
        .fault()
        .ifPresent(
            what ->
                all.add(
                    new Notice(
                        "Cairn "
                            + what
                            + ". Until that can be written to "
                            + profile.folder()
                            + ", it is lost when Cairn ends.",
                        false)));
    all.addAll(ofOpening);
    return all;
  }

  @Override
  public void dismiss(Notice notice) {
    ofOpening.remove(notice);
    if (ofOpening.isEmpty()) profile.acknowledge();
  }
}
