package cairn.kernel.engine;

/** Nobody waits any more for what is being prepared. Without a stack; stays inside this package. */
final class Unwanted extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unwanted() {
    super(null, null, false, false);
  }
}
