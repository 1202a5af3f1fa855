package cairn.compiler.runtime;

/**
 * The guest called a function that cannot run: its body is not valid, or uses a feature that is not
 * compiled. Ends the guest like a trap. The message is a sentence.
 */
public final class InvalidFunctionException extends RuntimeException {
  /** With a sentence. */
  public InvalidFunctionException(String message) {
    super(message);
  }

  /** For generated code. */
  public static InvalidFunctionException of(String message) {
    return new InvalidFunctionException(message);
  }
}
