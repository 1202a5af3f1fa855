package cairn.app;

/**
 * Ends a command with one sentence for the user and an exit code. Thrown by commands only, caught
 * by {@link Failures}.
 */
class Sentence extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  Sentence(int exitCode, String sentence) {
    super(ByteText.shown(sentence), null, false, false);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
