package cairn.kernel.ipc;

import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Type;
import cairn.registry.Value;
import java.util.List;
import java.util.Optional;

/**
 * The messages of raw interfaces as native handlers see them: one message whose argument, and whose
 * answer, are the bytes as they are. Pure.
 */
final class RawBodies {
  private static final Type BYTES = new Type.ListOf(Type.Primitive.U8);
  private static final Definition.Message MESSAGE =
      new Definition.Message(
          0, "message", List.of(new Type.Named("body", BYTES)), Optional.of(BYTES));

  private RawBodies() {}

  /** A message with this body, whether it is a question or not. */
  static MessageCodec.Call call(Payload body) {
    return new MessageCodec.Call(MESSAGE, List.of(Value.bytes(body)));
  }

  /** As {@link MessageCodec#encodeAnswer}, for messages of raw interfaces too. */
  static Payload encodeAnswer(Definition.Message message, Value value) {
    if (!message.equals(MESSAGE)) return MessageCodec.encodeAnswer(message, value);
    if (value instanceof Value.Bytes(Payload bytes)) return bytes;
    throw new IllegalArgumentException("the answer of a raw interface is bytes");
  }
}
