package cairn.kernel.engine;

import cairn.kernel.TrapKind;

/**
 * Ends the process that runs: it broke a rule of the ABI. The message is a sentence for people.
 * Thrown by host functions; never caught by them.
 */
public final class GuestFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final TrapKind kind;

  /** With the sentence. */
  public GuestFault(String sentence) {
    this(TrapKind.PROGRAM, sentence);
  }

  /** The same of a kind. */
  public GuestFault(TrapKind kind, String sentence) {
    super(sentence, null, false, false);
    this.kind = kind;
  }

  /** What kind of trap it becomes. */
  TrapKind kind() {
    return kind;
  }
}
