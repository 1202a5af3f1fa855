package cairn.app;

import cairn.kernel.gate.GrantStore;
import cairn.profile.Profile;
import java.util.Optional;

/**
 * The stored grants for a run without a window, if it asked for them; holds the profile meanwhile.
 */
record Granted(Optional<Profile> profile) implements AutoCloseable {
  static Granted open(Places places, boolean wanted) throws Sentence {
    return new Granted(
        wanted ? Optional.of(Profiles.open(places.root()).profile()) : Optional.empty());
  }

  Optional<GrantStore> store() {
    return profile.map(Profile::grants);
  }

  @Override
  public void close() {
    profile.ifPresent(Profile::close);
  }
}
