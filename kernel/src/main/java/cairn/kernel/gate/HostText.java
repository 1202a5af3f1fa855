package cairn.kernel.gate;

import cairn.registry.Payload;
import cairn.registry.Reaches;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/**
 * What a program or the user wrote where a host belongs, in the one form that is decided about,
 * shown and looked up. A resolver is only ever given {@link Name#ascii}, never the words that came
 * in, so that it cannot read them differently than the gate did.
 */
public sealed interface HostText {
  /** More characters than any spelling of a name of 253 octets (RFC 1035, section 2.3.4) needs. */
  int MAX_CHARS = 1024;

  /** An IP address: 4 or 16 bytes. A zone ("%eth0") is no part of one. */
  record Address(Payload ip) implements HostText {}

  /**
   * A host name in lower case, its labels in the ASCII form of IDNA (RFC 3490), without a final
   * dot.
   */
  record Name(String ascii) implements HostText {}

  /** Neither: no host goes by it. */
  record Nothing() implements HostText {}

  /**
   * Reads a name or an address in text. What looks like a number is an address or nothing, never a
   * name, because resolvers take {@code 127.1} or {@code 2130706433} for addresses. Hexadecimal and
   * octal numbers are nothing: readers disagree on them. Never throws.
   */
  static HostText read(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARS) return new Nothing();
    if (text.indexOf(':') >= 0) return literalV6(text);
    var ascii = ascii(text);
    if (ascii.isEmpty()) return new Nothing();
    String name = ascii.get();
    String last = name.substring(name.lastIndexOf('.') + 1);
    if (isNumberLike(last)) return literalV4(name);
    return isName(name) ? new Name(name) : new Nothing();
  }

  private static HostText literalV6(String text) {
    boolean bracketed = text.length() > 2 && text.startsWith("[") && text.endsWith("]");
    return Reaches.parse(bracketed ? text.substring(1, text.length() - 1) : text)
        .<HostText>map(ip -> new Address(Payload.owning(ip)))
        .orElseGet(Nothing::new);
  }

  private static Optional<String> ascii(String text) {
    String name;
    try {
      name = IDN.toASCII(text, 0).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }

  private static boolean isNumberLike(String label) {
    if (label.startsWith("0x")) return true;
    return !label.isEmpty() && label.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** One to four decimal parts, the last one filling what is left (as inet_aton reads them). */
  private static HostText literalV4(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length > 4) return new Nothing();
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      boolean last = i == parts.length - 1;
      int bytes = last ? 4 - i : 1;
      if (part.length() > 10 || !part.matches("0|[1-9][0-9]*")) return new Nothing();
      long number = Long.parseLong(part);
      if (number >= 1L << (8 * bytes)) return new Nothing();
      address = address << (8 * bytes) | number;
    }
    return new Address(
        Payload.owning(
            new byte[] {
              (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
            }));
  }

  private static boolean isName(String name) {
    if (name.length() > 253) return false;
    for (String label : name.split("\\.", -1))
      // Underscores are no host names, but resolvers know them ("_dnslink").
      if (!label.matches("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")) return false;
    return true;
  }
}
