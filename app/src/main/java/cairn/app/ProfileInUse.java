package cairn.app;

/** Another Cairn holds the profile; perhaps one with a window that can be asked. */
final class ProfileInUse extends Sentence {
  private static final long serialVersionUID = 1;

  ProfileInUse(String sentence) {
    super(ExitCodes.UNAVAILABLE, sentence);
  }
}
