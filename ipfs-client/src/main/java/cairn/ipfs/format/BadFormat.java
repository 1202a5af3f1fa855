package cairn.ipfs.format;

/**
 * Bytes that break a format. Never leaves this package: every public reader turns it into a value.
 */
final class BadFormat extends Exception {
  private static final long serialVersionUID = 1;

  private final String what;

  /** {@code what}: a clause for people. */
  BadFormat(String what) {
    super(what, null, false, false);
    this.what = what;
  }

  String what() {
    return what;
  }
}
