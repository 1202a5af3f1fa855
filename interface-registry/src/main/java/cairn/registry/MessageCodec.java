package cairn.registry;

import java.util.ArrayList;
import java.util.List;

/** Between bodies and values: strict SCALE (docs/INTERFACES.md). */
public final class MessageCodec {
  /** The most values in one tree, each part counted. */
  public static final int MAX_NODES = 65_536;

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
    if (definition.rawLabel().isPresent())
      return new Decoded.Malformed<>(0, "the bodies of a raw interface have no messages");
    if (body.isEmpty())
      return new Decoded.Malformed<>(0, "nothing, not even the byte that says which message");
    int index = body.at(0);
    int count = definition.messages().size();
    if (index >= count)
      return new Decoded.Malformed<>(
          0, "message " + index + ", but " + definition.name() + " has " + count);
    var message = definition.messages().get(index);
    var reader = new ScaleReader(body, 1);
    try {
      var arguments = new ArrayList<Value>(message.parameters().size());
      for (var parameter : message.parameters()) arguments.add(reader.value(parameter.type()));
      reader.end();
      return new Decoded.Ok<>(new Call(message, arguments));
    } catch (ScaleReader.Misfit misfit) {
      return new Decoded.Malformed<>(misfit.offset, misfit.why);
    }
  }

  /**
   * Reads an answer body. Never throws for any bytes; throws IllegalArgumentException when the
   * message is one-way.
   */
  public static Decoded<Value> decodeAnswer(Definition.Message message, Payload body) {
    var type = answerType(message);
    var reader = new ScaleReader(body, 0);
    try {
      var value = reader.value(type);
      reader.end();
      return new Decoded.Ok<>(value);
    } catch (ScaleReader.Misfit misfit) {
      return new Decoded.Malformed<>(misfit.offset, misfit.why);
    }
  }

  /** Writes a message body. Throws IllegalArgumentException when the arguments do not fit. */
  public static Payload encodeCall(Definition.Message message, List<Value> arguments) {
    if (arguments.size() != message.parameters().size())
      throw new IllegalArgumentException(
          message.name()
              + " takes "
              + message.parameters().size()
              + " arguments, given "
              + arguments.size());
    var writer = new ScaleWriter();
    writer.index(message.index());
    for (int i = 0; i < arguments.size(); i++)
      writer.value(message.parameters().get(i).type(), arguments.get(i));
    return writer.payload();
  }

  /**
   * Writes an answer body. Throws IllegalArgumentException when the value does not fit or the
   * message is one-way.
   */
  public static Payload encodeAnswer(Definition.Message message, Value value) {
    var writer = new ScaleWriter();
    writer.value(answerType(message), value);
    return writer.payload();
  }

  private static Type answerType(Definition.Message message) {
    return message
        .answer()
        .orElseThrow(() -> new IllegalArgumentException(message.name() + " has no answer"));
  }
}
