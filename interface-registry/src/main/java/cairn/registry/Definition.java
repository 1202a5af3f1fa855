package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * An interface: its name and its messages, or, for a {@code raw} one, the label of its opaque
 * bodies. Equal definitions have equal ids.
 *
 * @param name the interface's label; names are not unique, ids are
 * @param messages in order: a message's place is its index on the wire; empty for a raw interface
 * @param rawLabel present when bodies are opaque bytes
 * @param canonicalText the definition in canonical form (docs/INTERFACES.md), the preimage of the
 *     id
 * @param id SHA-256 of the canonical text; for an interface of another system that ships, the id
 *     that it has there
 */
public record Definition(
    String name,
    List<Message> messages,
    Optional<String> rawLabel,
    String canonicalText,
    InterfaceId id) {
  public Definition {
    messages = List.copyOf(messages);
  }

  /**
   * One message of an interface.
   *
   * @param answer the type of its answer; empty means one-way
   */
  public record Message(
      int index, String name, List<Type.Named> parameters, Optional<Type> answer) {
    public Message {
      parameters = List.copyOf(parameters);
    }

    /** Whether an answer must be asked for. */
    public boolean needsAnswer() {
      return answer.isPresent();
    }
  }

  /** The same under the id that another system gave it. */
  Definition withId(InterfaceId legacy) {
    return new Definition(name, messages, rawLabel, canonicalText, legacy);
  }

  /** The message of this name. */
  public Optional<Message> message(String messageName) {
    return messages.stream().filter(m -> m.name().equals(messageName)).findFirst();
  }
}
