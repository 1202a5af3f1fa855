package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * The interfaces that can be named: those that ship, with their descriptors, and definitions met
 * later (bounded). Safe for any thread.
 */
public final class Interfaces {
  private Interfaces() {}

  /** An interface that can be named. The descriptor is present only for interfaces that ship. */
  public record Known(Definition definition, Optional<Descriptor> descriptor) {}

  /** With all interfaces that ship. */
  public static Interfaces shipped() {
    throw new UnsupportedOperationException();
  }

  /** The interface with this id. */
  public Optional<Known> find(InterfaceId id) {
    throw new UnsupportedOperationException();
  }

  /** The interface that ships under this name. Throws IllegalArgumentException when none does. */
  public Known shipped(String name) {
    throw new UnsupportedOperationException();
  }

  /** All of them, those that ship first. */
  public List<Known> all() {
    throw new UnsupportedOperationException();
  }

  /**
   * Remembers a definition, without a descriptor; the least recently found one goes when there are
   * 1,024.
   */
  public void learn(Definition definition) {
    throw new UnsupportedOperationException();
  }
}
