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
  NOT_NATIVE,
  /** It is so, but in this run only: the program came from a file, and has no address. */
  NO_ADDRESS,
  /**
   * It is so, but in this run only: whoever answers this interface loads programs, and could not be
   * loaded itself.
   */
  LOADS_ITSELF,
  /** It is so, but in this run only: it could not be written down. */
  NOT_STORED
}
