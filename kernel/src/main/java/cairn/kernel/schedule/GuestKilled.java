package cairn.kernel.schedule;

/**
 * Unwinds a guest thread that is to end. Without a stack; guests cannot catch it, and host code
 * must not.
 */
public final class GuestKilled extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A fresh one. */
  public GuestKilled() {
    super(null, null, false, false);
  }
}
