package cairn.registry;

import java.util.List;

/** Between bodies and values: strict SCALE (docs/INTERFACES.md). */
public final class MessageCodec {
  private MessageCodec() {}

  /** What came of reading a body. */
  public sealed interface Decoded<T> {
    /** It fits the definition. */
    record Ok<T>(T value) implements Decoded<T> {}

    /** It does not. {@code offset}: the first byte at fault. */
    record Malformed<T>(int offset, String why) implements Decoded<T> {}
  }

  /** A message with its arguments in order. */
  public record Call(Definition.Message message, List<Value> arguments) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Reads a message body. Never throws. A raw interface has no calls and is always malformed here.
   */
  public static Decoded<Call> decodeCall(Definition definition, Payload body) {
    throw new UnsupportedOperationException();
  }

  /** Reads an answer body. Never throws. The message must have an answer. */
  public static Decoded<Value> decodeAnswer(Definition.Message message, Payload body) {
    throw new UnsupportedOperationException();
  }

  /** Writes a message body. Throws IllegalArgumentException when the arguments do not fit. */
  public static Payload encodeCall(Definition.Message message, List<Value> arguments) {
    throw new UnsupportedOperationException();
  }

  /** Writes an answer body. Throws IllegalArgumentException when the value does not fit. */
  public static Payload encodeAnswer(Definition.Message message, Value value) {
    throw new UnsupportedOperationException();
  }
}
