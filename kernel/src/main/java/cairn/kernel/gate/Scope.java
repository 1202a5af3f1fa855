package cairn.kernel.gate;

import cairn.registry.InterfaceId;
import cairn.registry.Reaches;
import java.util.List;

/** What a decision is about, taken from the decoded message by the interface's descriptor. */
public sealed interface Scope {
  /** The whole interface. */
  record Whole() implements Scope {}

  /**
   * An address or a name, and a port.
   *
   * @param host an IP address in canonical text, or a lower-case name
   * @param reach where it leads; {@link Reach#NAME} for a name, whose address is checked when it is
   *     known
   */
  record Endpoint(String host, int port, Reach reach) implements Scope {}

  /** Another interface: the one to be handled. */
  record OfInterface(InterfaceId id, String name) implements Scope {}

  /**
   * A program that is to be started.
   *
   * @param address its CID in text; what can be no CID has a text that no CID has
   * @param arguments all of them, behind its name; empty in a rule with {@link Breadth#PROGRAM}
   */
  record Program(String address, List<String> arguments) implements Scope {
    public Program {
      arguments = List.copyOf(arguments);
    }
  }

  /** Any other text. */
  record Text(String text) implements Scope {}

  /** Where an endpoint leads. */
  enum Reach {
    /** This machine. */
    LOOPBACK,
    /** Private, link-local, CGNAT, multicast, unspecified. */
    LOCAL,
    /** The public internet. */
    PUBLIC,
    /** A name, not looked up yet. */
    NAME;

    /**
     * Where an address of 4 or 16 bytes leads, in network order; never {@link #NAME}. Throws
     * IllegalArgumentException for another length.
     */
    public static Reach of(byte[] ip) {
      return switch (Reaches.of(ip)) {
        case LOOPBACK -> LOOPBACK;
        case LOCAL -> LOCAL;
        case PUBLIC -> PUBLIC;
      };
    }
  }
}
