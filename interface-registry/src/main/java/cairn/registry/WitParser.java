package cairn.registry;

/** Reads an interface definition in the source form of docs/INTERFACES.md: a subset of WIT. */
public final class WitParser {
  private WitParser() {}

  /** What came of reading a text. */
  public sealed interface Parsed {
    /** A definition. */
    record Ok(Definition definition) implements Parsed {}

    /** The text does not parse. Line and column count from 1. */
    record Fault(int line, int column, String expected, String found) implements Parsed {}
  }

  /** Parses one interface. Never throws, whatever the text. */
  public static Parsed parse(String text) {
    throw new UnsupportedOperationException();
  }

  /** Parses bytes fetched for an id: accepted only in canonical form. */
  public static Parsed parseCanonical(Payload bytes) {
    throw new UnsupportedOperationException();
  }
}
