package cairn.kernel;

/** What came of choosing who answers or filters an interface. */
public enum Choice {
  /** It is so from now on, and what was queued has moved. */
  DONE,
  /** No program may ever answer or filter this interface. */
  RESERVED,
  /**
   * The chosen process has ended, answers too many interfaces, or never asked to handle this one,
   * so it would not take what comes.
   */
  NOT_ABLE,
  /** No code inside Cairn answers this interface. */
  NOT_NATIVE
}
