package cairn.fuzz;

import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Bodies of messages: whatever the bytes, decoding is a value; and what decodes encodes to the very
 * same bytes, as the form is strict. The first byte chooses the interface.
 */
public final class Codec {
  private static final List<Definition> DEFINITIONS =
      Interfaces.shipped().all().stream().map(Interfaces.Known::definition).toList();

  private Codec() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) return;
    var definition = DEFINITIONS.get((input[0] & 0xff) % DEFINITIONS.size());
    if (definition.rawLabel().isPresent()) return;
    var body = Payload.owning(Arrays.copyOfRange(input, 1, input.length));
    if (MessageCodec.decodeCall(definition, body)
        instanceof MessageCodec.Decoded.Ok<MessageCodec.Call>(var call)) {
      if (!MessageCodec.encodeCall(call.message(), call.arguments()).equals(body))
        throw new IllegalStateException("it encodes to other bytes: " + call);
    }
    for (var message : definition.messages()) {
      if (message.answer().isEmpty()) continue;
      if (MessageCodec.decodeAnswer(message, body)
              instanceof MessageCodec.Decoded.Ok<Value>(var value)
          && !MessageCodec.encodeAnswer(message, value).equals(body))
        throw new IllegalStateException("it encodes to other bytes: " + value);
    }
  }
}
