package cairn.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one reader of content addresses. What may be typed is in {@link ContentAddress#parse}; every
 * fault says where and what.
 */
final class AddressParser {
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final Pattern HOST =
      Pattern.compile("(?=.{3,253}$)([A-Za-z0-9_-]{1,63}\\.)+[A-Za-z][A-Za-z0-9-]{0,62}");
  // How identifiers begin that people meet; others count as one only when they are long.
  private static final Pattern FAMILIAR =
      Pattern.compile("(Qm|baf|BAF|zb2|zdj|zdp|f01|F01|k51|k2|mAX|uAX).*", Pattern.DOTALL);

  private final String text;

  private AddressParser(String text) {
    this.text = text;
  }

  static ContentAddress.Parsed parse(String text) {
    if (text.length() > ContentAddress.MAX_TEXT)
      return fault(new AddressFault.TooLong(text.length(), ContentAddress.MAX_TEXT));
    return new AddressParser(text).read();
  }

  private ContentAddress.Parsed read() {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) start++;
    while (end > start && isBlank(text.charAt(end - 1))) end--;
    if (start == end) return fault(new AddressFault.Empty());
    // A query or a fragment is about showing content, not about which.
    for (int i = start; i < end; i++) if (text.charAt(i) == '?' || text.charAt(i) == '#') end = i;

    String lower = text.substring(start, end).toLowerCase(Locale.ROOT);
    if (lower.startsWith("/ipfs/")) return identifier(start + 6, end);
    if (lower.startsWith("ipfs://")) return identifier(start + 7, end);
    if (lower.startsWith("/ipns/") || lower.startsWith("ipns://"))
      return later(AddressFault.Form.IPNS_NAME, text.substring(start, end));
    if (lower.startsWith("http://")) return url(start, start + 7, end);
    if (lower.startsWith("https://")) return url(start, start + 8, end);
    return bare(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  // A gateway's URL: https://host/ipfs/CID/path or https://CID.ipfs.host/path.
  private ContentAddress.Parsed url(int start, int hostStart, int end) {
    int hostEnd = indexOf('/', hostStart, end);
    String path = text.substring(hostEnd, end);
    if (path.startsWith("/ipfs/")) return identifier(hostEnd + 6, end);
    String whole = text.substring(start, end);
    if (path.startsWith("/ipns/")) return later(AddressFault.Form.IPNS_NAME, whole);
    int dot = indexOf('.', hostStart, hostEnd);
    String rest = text.substring(dot, hostEnd).toLowerCase(Locale.ROOT);
    if (rest.startsWith(".ipns.")) return later(AddressFault.Form.IPNS_NAME, whole);
    if (!rest.startsWith(".ipfs."))
      return fault(
          new AddressFault.Malformed(
              "this URL has no content identifier: neither /ipfs/CID in its path nor CID.ipfs. in"
                  + " its host"));
    // Host names know no case, and a browser may have changed it.
    String label = text.substring(hostStart, dot).toLowerCase(Locale.ROOT);
    return withPath(Cid.parse(label, position(hostStart)), label, hostEnd, end);
  }

  private ContentAddress.Parsed identifier(int start, int end) {
    int slash = indexOf('/', start, end);
    if (slash == start)
      return fault(
          new AddressFault.Unexpected(
              position(start), slash == end ? "" : "/", "a content identifier"));
    String head = text.substring(start, slash);
    return withPath(Cid.parse(head, position(start)), head, slash, end);
  }

  private ContentAddress.Parsed bare(int start, int end) {
    int slash = indexOf('/', start, end);
    String head = text.substring(start, slash);
    if (head.length() == 64 && HEX.matcher(head).matches())
      return path(Cid.raw(Sha256.ofHex(head)), slash, end);

    var cid = Cid.parse(head, position(start));
    if (cid instanceof Cid.Parsed.Ok) return withPath(cid, head, slash, end);
    if (head.startsWith("12D3Koo")) return later(AddressFault.Form.IPNS_NAME, head);
    if (Multibase.BASE58.decode(head, 1) instanceof Multibase.Decoded.Ok(Payload bytes)
        && bytes.length() == Sha256.LENGTH) return later(AddressFault.Form.BASE58_HASH, head);
    if (FAMILIAR.matcher(head).matches() && head.length() >= 10 && head.indexOf('.') < 0)
      return withPath(cid, head, slash, end);
    if (HOST.matcher(head).matches()) return later(AddressFault.Form.DNS_NAME, head);
    var slip = nearlyHex(head, start);
    if (slip.isPresent()) return fault(slip.get());
    boolean lengthy = head.length() >= 32 && head.indexOf('.') < 0 && head.indexOf(' ') < 0;
    return lengthy && Multibase.ofPrefix(head.charAt(0)).isPresent()
        ? withPath(cid, head, slash, end)
        : fault(new AddressFault.NotAnAddress(text.strip()));
  }

  // A hash in hexadecimal with a slip in it: one or two wrong characters, or one too few or many.
  private Optional<AddressFault> nearlyHex(String head, int start) {
    int length = head.length();
    if (length < 60 || length > 68) return Optional.empty();
    int wrong = -1;
    int count = 0;
    for (int i = 0; i < length; i++)
      if (Character.digit(head.charAt(i), 16) < 0 || head.charAt(i) > 127) {
        if (wrong < 0) wrong = i;
        count++;
      }
    if (count == 0)
      return Optional.of(
          new AddressFault.Malformed(
              "a SHA-256 hash has 64 hexadecimal digits, this has " + length));
    if (count > 2) return Optional.empty();
    String found = new String(Character.toChars(head.codePointAt(wrong)));
    return Optional.of(
        new AddressFault.BadCharacter(position(start + wrong), found, "hexadecimal"));
  }

  private ContentAddress.Parsed withPath(Cid.Parsed parsed, String head, int slash, int end) {
    return switch (parsed) {
      case Cid.Parsed.Fault(AddressFault why) -> fault(why);
      case Cid.Parsed.Ok(Cid cid) -> {
        if (cid.codec() == Cid.LIBP2P_KEY) yield later(AddressFault.Form.IPNS_NAME, head);
        if (!cid.hash().isKnown()) yield fault(new AddressFault.UnknownHash(cid.hash().code()));
        yield path(cid, slash, end);
      }
    };
  }

  private ContentAddress.Parsed path(Cid cid, int slash, int end) {
    List<String> names = new ArrayList<>();
    int at = slash;
    while (at < end) {
      int start = at + 1;
      int next = indexOf('/', start, end);
      if (start == end) break; // a slash at the very end
      if (names.size() == ContentAddress.MAX_DEPTH)
        return fault(
            new AddressFault.Malformed(
                "the path has more than " + ContentAddress.MAX_DEPTH + " names"));
      switch (name(start, next)) {
        case Name.Ok(String name) -> names.add(name);
        case Name.Fault(AddressFault why) -> {
          return fault(why);
        }
      }
      at = next;
    }
    return new ContentAddress.Parsed.Ok(new ContentAddress(cid, names));
  }

  private sealed interface Name {
    record Ok(String name) implements Name {}

    record Fault(AddressFault why) implements Name {}
  }

  private Name name(int start, int end) {
    String raw = text.substring(start, end);
    var bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); ) {
      int c = raw.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        return new Name.Fault(
            new AddressFault.Unexpected(position(start + i), "half a character", "a character"));
      } else if (c == '%') {
        int value = escape(raw, i);
        if (value < 0)
          return new Name.Fault(
              new AddressFault.Unexpected(
                  position(start + i),
                  raw.substring(i, Math.min(raw.length(), i + 3)),
                  "'%' and two hexadecimal digits"));
        bytes.write(value);
        i += 3;
      } else {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c);
      }
    }
    try {
      String name =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (ContentAddress.isName(name)) return new Name.Ok(name);
    } catch (CharacterCodingException e) {
      return new Name.Fault(new AddressFault.Unexpected(position(start), raw, "a name in UTF-8"));
    }
    return new Name.Fault(
        new AddressFault.Unexpected(
            position(start),
            raw,
            "a name of 1 to " + ContentAddress.MAX_NAME + " bytes that is not '.' or '..'"));
  }

  // The value of %XX, or -1. Only ASCII digits count.
  private static int escape(String raw, int percent) {
    if (percent + 3 > raw.length()) return -1;
    String digits = raw.substring(percent + 1, percent + 3);
    return HEX.matcher(digits).matches() ? Integer.parseInt(digits, 16) : -1;
  }

  private int indexOf(char c, int start, int end) {
    int at = text.indexOf(c, start);
    return at < 0 || at > end ? end : at;
  }

  private int position(int index) {
    return text.codePointCount(0, index) + 1;
  }

  private static ContentAddress.Parsed later(AddressFault.Form form, String found) {
    return fault(new AddressFault.NotSupportedYet(form, found));
  }

  private static ContentAddress.Parsed fault(AddressFault why) {
    return new ContentAddress.Parsed.Fault(why);
  }
}
