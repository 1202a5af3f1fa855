package cairn.registry;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where content is: a CID, and a path below it in a UnixFS directory.
 *
 * @param path the names to follow, at most {@value #MAX_DEPTH}, each 1 to {@value #MAX_NAME} bytes
 *     of UTF-8, none "." or ".." and none with a slash or a NUL in it
 */
public record ContentAddress(Cid root, List<String> path) {
  /** The longest text that is read, in characters. */
  public static final int MAX_TEXT = 4096;

  /** The most names in a path. */
  public static final int MAX_DEPTH = 64;

  /** The longest name, in bytes of UTF-8. */
  public static final int MAX_NAME = 255;

  /** Throws IllegalArgumentException for a path that cannot be. */
  public ContentAddress {
    path = List.copyOf(path);
    if (path.size() > MAX_DEPTH) throw new IllegalArgumentException("a path too deep");
    for (var name : path) if (!isName(name)) throw new IllegalArgumentException("name " + name);
  }

  /** What came of reading a text. */
  public sealed interface Parsed {
    /** An address. */
    record Ok(ContentAddress address) implements Parsed {}

    /** None, and why. */
    record Fault(AddressFault why) implements Parsed {}
  }

  /** The content of a CID itself. */
  public static ContentAddress of(Cid root) {
    return new ContentAddress(root, List.of());
  }

  /**
   * Reads what a person types or pastes: a CID of any version and base, also with a path; {@code
   * ipfs://CID/path}; {@code /ipfs/CID/path}; a gateway's URL with the CID in its path or its host;
   * or 64 hexadecimal digits, the SHA-256 of raw content. Escapes ({@code %20}) in paths are
   * decoded, a query or fragment is passed over, spaces around the text are too. Never throws.
   */
  public static Parsed parse(String text) {
    return AddressParser.parse(text);
  }

  /** Whether this may be a name in a path. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\0') < 0
        && name.length() <= MAX_NAME
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME;
  }

  /**
   * In the form {@code /ipfs/CID/path}, which {@link #parse} reads back: what an address gives a
   * meaning ({@code % ? #}), spaces and invisible characters are escaped.
   */
  @Override
  public String toString() {
    var text = new StringBuilder("/ipfs/").append(root);
    for (var name : path) {
      text.append('/');
      name.codePoints().forEach(c -> appendEscaped(text, c));
    }
    return text.toString();
  }

  private static void appendEscaped(StringBuilder text, int c) {
    int type = Character.getType(c);
    boolean plain =
        c != '%'
            && c != '?'
            && c != '#'
            && c != '\\'
            && !Character.isISOControl(c)
            && !Character.isWhitespace(c)
            && !Character.isSpaceChar(c)
            && type != Character.FORMAT;
    if (plain) {
      text.appendCodePoint(c);
      return;
    }
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8))
      text.append(String.format("%%%02X", b & 0xff));
  }
}
