package cairn.kernel.host;

/** A stream of a console could not be read or written; an expected outcome, without a stack. */
public final class StreamFault extends Exception {
  private static final long serialVersionUID = 1;

  private final StreamError error;
  private final int written;

  /** Nothing was read or written. */
  public StreamFault(StreamError error) {
    this(error, 0);
  }

  /**
   * Of a write.
   *
   * @param written how many bytes were written before it failed
   */
  public StreamFault(StreamError error, int written) {
    super(error.word(), null, false, false);
    this.error = error;
    this.written = written;
  }

  /** Why. */
  public StreamError error() {
    return error;
  }

  /** How many bytes of a write were written before it failed. */
  public int written() {
    return written;
  }
}
