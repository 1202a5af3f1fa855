package cairn.kernel.engine;

/**
 * Ends the process that runs: it broke a rule of the ABI. The message is a sentence for people.
 * Thrown by host functions; never caught by them.
 */
public final class GuestFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With the sentence. */
  public GuestFault(String sentence) {
    super(sentence, null, false, false);
  }
}
