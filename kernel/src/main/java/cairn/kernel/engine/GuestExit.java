package cairn.kernel.engine;

/** Ends the process that runs, with a code, as it asked. */
public final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  /** With the program's exit code. */
  public GuestExit(int code) {
    super(null, null, false, false);
    this.code = code;
  }

  /** The program's exit code. */
  public int code() {
    return code;
  }
}
