package cairn.app;

/**
 * A place for words of the command line that are neither options nor commands.
 *
 * @param label what help calls it, {@code ADDRESS}
 * @param description a sentence for help
 */
record Parameter(String label, Takes takes, String description) {
  /** Which words are read into it. */
  enum Takes {
    /** Exactly one, which must be there. */
    ONE,
    /** All that are left, among options. */
    ANY,
    /** All that are left, options or not: they are a program's ({@link CommandLineParser}). */
    PROGRAM_WORDS
  }

  /** As help writes it: in brackets, if no word is needed. */
  String usage() {
    return takes == Takes.ONE ? label : "[" + label + "...]";
  }
}
