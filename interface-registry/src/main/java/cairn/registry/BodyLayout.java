package cairn.registry;

import java.util.List;

/**
 * Which bytes of a body hold which value, for those who show both side by side. Never throws for
 * any bytes.
 */
public final class BodyLayout {
  private BodyLayout() {}

  /**
   * One value of a body.
   *
   * @param from its first byte in the body; {@code to}: behind its last one
   * @param parts the values inside it, in order: of fields, items, or the case's payload; none for
   *     bytes
   */
  public record Part(Value value, int from, int to, List<Part> parts) {
    public Part {
      parts = List.copyOf(parts);
    }
  }

  /** The arguments of a message, in order; as many as could be read. */
  public static List<Part> ofCall(Definition.Message message, Payload body) {
    var reader = new ScaleReader(body, Math.min(1, body.length())).noting();
    try {
      for (var parameter : message.parameters()) reader.value(parameter.type());
    } catch (ScaleReader.Misfit misfit) {
      // What could be read before it is worth showing.
    }
    return List.copyOf(reader.parts());
  }

  /** The answer to a message; nothing when it cannot be read, or there is none. */
  public static List<Part> ofAnswer(Definition.Message message, Payload body) {
    if (message.answer().isEmpty()) return List.of();
    var reader = new ScaleReader(body, 0).noting();
    try {
      reader.value(message.answer().orElseThrow());
    } catch (ScaleReader.Misfit misfit) {
      return List.of();
    }
    return List.copyOf(reader.parts());
  }
}
