package cairn.compiler;

/**
 * A module cannot be instantiated with the imports it gets. The message is a sentence that begins
 * with "unknown import" or "incompatible import type", as the specification's tests have it.
 */
public final class LinkException extends Exception {
  /** With a sentence. */
  LinkException(String message) {
    super(message);
  }
}
