package cairn.app;

import cairn.kernel.gate.GrantStore;
import cairn.profile.Profile;
import cairn.profile.Trouble;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The stored grants for a run without a window, if it asked for them; holds the profile meanwhile.
 *
 * <p>Nobody sees a question here, so a denial that was lost would be lost in silence: a run that
 * finds the profile damaged does not begin. The next ones say so and go on with the denials that
 * could be read, but not together with {@code --grant-all}, which a lost one would have stopped.
 */
record Granted(Optional<Profile> profile) implements AutoCloseable {
  /**
   * Opens the profile if it is wanted.
   *
   * @param grantAll whether everything that nothing is stored about is allowed
   * @param tell hears what the user has to know and is no reason not to run
   */
  static Granted open(Places places, boolean wanted, boolean grantAll, Consumer<String> tell)
      throws Sentence {
    if (!wanted) return new Granted(Optional.empty());
    var ready = Profiles.open(places.root());
    boolean goesOn = false;
    try {
      for (Trouble trouble : ready.troubles()) look(trouble, grantAll, tell);
      goesOn = true;
      return new Granted(Optional.of(ready.profile()));
    } finally {
      if (!goesOn) ready.profile().close();
    }
  }

  private static void look(Trouble trouble, boolean grantAll, Consumer<String> tell)
      throws Sentence {
    String words = TroubleWords.of(trouble);
    switch (trouble) {
      case Trouble.SetAside it when it.now() ->
          throw new Sentence(
              ExitCodes.IO,
              words + " So --use-grants ran nothing; what was kept holds from now on");
      case Trouble.SetAside _ when grantAll ->
          throw new Sentence(
              ExitCodes.IO,
              words
                  + " So --use-grants does not go with --grant-all until that was read in the window");
      case Trouble.SetAside _ -> tell.accept(words);
      // Nothing of it is used without a window.
      case Trouble.UnreadableChoices _ -> {}
    }
  }

  Optional<GrantStore> store() {
    return profile.map(Profile::grants);
  }

  @Override
  public void close() {
    profile.ifPresent(Profile::close);
  }
}
