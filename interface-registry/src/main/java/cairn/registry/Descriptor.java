package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * What people read about an interface, and what the gate knows of it. Not part of its identity.
 * Only descriptors inside the application say risk, deeds, scope and refusal.
 *
 * @param title a short name for people ("Network")
 * @param documentation one paragraph
 * @param risk the class of its opening deeds
 * @param registering the risk of handling it
 * @param reserved whether no program may ever handle it
 * @param legacyId the id that another system gave the interface, and its only one here
 * @param messages one per message that has something to say, by name; a message without an entry is
 *     {@link Deed.Opens} of the whole interface
 */
public record Descriptor(
    String title,
    String documentation,
    Risk risk,
    Risk registering,
    boolean reserved,
    Optional<InterfaceId> legacyId,
    List<OfMessage> messages) {
  public Descriptor {
    messages = List.copyOf(messages);
  }

  /** Of an interface whose id is the hash of its definition. */
  public Descriptor(
      String title,
      String documentation,
      Risk risk,
      Risk registering,
      boolean reserved,
      List<OfMessage> messages) {
    this(title, documentation, risk, registering, reserved, Optional.empty(), messages);
  }

  /** How much a deed may hurt. */
  public enum Risk {
    /** Never asked. */
    FREE,
    /** Asked unless granted. */
    ASK,
    /** Asked in two steps, never granted for ever from the sheet. */
    DANGER
  }

  /** What sending a message does in the user's world. */
  public sealed interface Deed {
    /** Does nothing the user would want to decide about. */
    record Free() implements Deed {}

    /**
     * Acts on something that an earlier deed opened; the handler refuses what the emitter does not
     * own.
     */
    record Uses() implements Deed {}

    /**
     * Opens something: this is asked. {@code scope} says what of the message the decision is about.
     */
    record Opens(ScopeKind kind, Optional<String> parameter) implements Deed {}
  }

  /** How a scope is taken from a decoded message. */
  public enum ScopeKind {
    /** The decision covers the whole interface. */
    WHOLE,
    /**
     * A parameter of type socket-address, or of variant target { address, name }: host and port.
     */
    ENDPOINT,
    /** A parameter that is the 32-byte id of an interface. */
    INTERFACE,
    /** A string, taken as it is. */
    TEXT,
    /** A parameter that is the binary CID of a program; what else is sent with it is shown. */
    PROGRAM
  }

  /**
   * What is known of one message.
   *
   * @param verb what the program wants in the words of the sheet, completed by the scope: "connect
   *     to", "listen on"
   * @param refusal the answer a denied question gets; without it, an error answer
   */
  public record OfMessage(
      String message, String documentation, Deed deed, String verb, Optional<Value> refusal) {}

  /** What is known of the message with this name. */
  public Optional<OfMessage> message(String name) {
    return messages.stream().filter(m -> m.message().equals(name)).findFirst();
  }
}
