package cairn.registry;

import java.util.Optional;

/**
 * Ways to write bytes as text (multiformats multibase). Decoding is strict: exact alphabet, exact
 * case, exact padding, no bits left over.
 */
public enum Multibase {
  BASE2('0', "base2", "01", 1, false),
  BASE8('7', "base8", "01234567", 3, false),
  BASE10('9', "base10", "0123456789", 0, false),
  BASE16('f', "base16", "0123456789abcdef", 4, false),
  BASE16_UPPER('F', "base16", "0123456789ABCDEF", 4, false),
  BASE32('b', "base32", "abcdefghijklmnopqrstuvwxyz234567", 5, false),
  BASE32_UPPER('B', "base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, false),
  BASE32_PADDED('c', "base32", "abcdefghijklmnopqrstuvwxyz234567", 5, true),
  BASE32_UPPER_PADDED('C', "base32", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, true),
  BASE32_HEX('v', "base32hex", "0123456789abcdefghijklmnopqrstuv", 5, false),
  BASE32_HEX_UPPER('V', "base32hex", "0123456789ABCDEFGHIJKLMNOPQRSTUV", 5, false),
  BASE32_Z('h', "base32z", "ybndrfg8ejkmcpqxot1uwisza345h769", 5, false),
  BASE36('k', "base36", "0123456789abcdefghijklmnopqrstuvwxyz", 0, false),
  BASE36_UPPER('K', "base36", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 0, false),
  BASE58('z', "base58", "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0, false),
  BASE58_FLICKR(
      'Z', "base58flickr", "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ", 0, false),
  BASE64(
      'm', "base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, false),
  BASE64_PADDED(
      'M', "base64", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, true),
  BASE64_URL(
      'u',
      "base64url",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
      6,
      false),
  BASE64_URL_PADDED(
      'U',
      "base64url",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
      6,
      true);

  /** The longest text that is decoded, in characters; some bases take quadratic time. */
  public static final int MAX_TEXT = 4096;

  private final char prefix;
  private final String label;
  private final String alphabet;
  // Bits a character carries, or 0 for a base that is one long number.
  private final int bits;
  private final boolean padded;

  Multibase(char prefix, String label, String alphabet, int bits, boolean padded) {
    this.prefix = prefix;
    this.label = label;
    this.alphabet = alphabet;
    this.bits = bits;
    this.padded = padded;
  }

  /** What came of decoding. */
  public sealed interface Decoded {
    /** The bytes. */
    record Ok(Payload bytes) implements Decoded {}

    /** Not a text of this base. */
    record Fault(AddressFault why) implements Decoded {}
  }

  /** The character that announces this base. */
  public char prefix() {
    return prefix;
  }

  /** The base that this character announces. */
  public static Optional<Multibase> ofPrefix(char prefix) {
    for (var base : values()) if (base.prefix == prefix) return Optional.of(base);
    return Optional.empty();
  }

  /** The alphabet's name for people: "base58". */
  public String label() {
    return label;
  }

  /**
   * Decodes a text without its prefix. {@code position}: the place of its first character, from 1.
   */
  public Decoded decode(String text, int position) {
    if (text.length() > MAX_TEXT)
      return new Decoded.Fault(new AddressFault.TooLong(text.length(), MAX_TEXT));
    int end = text.length();
    if (padded) while (end > 0 && text.charAt(end - 1) == '=') end--;
    var digits = new byte[end];
    for (int i = 0; i < end; i++) {
      int digit = alphabet.indexOf(text.charAt(i));
      if (digit < 0) {
        String found = new String(Character.toChars(text.codePointAt(i)));
        int place = position + text.codePointCount(0, i);
        return new Decoded.Fault(new AddressFault.BadCharacter(place, found, label));
      }
      digits[i] = (byte) digit;
    }
    if (bits == 0) return new Decoded.Ok(Payload.owning(fromNumber(digits)));
    if (padded && text.length() - end != padding(end))
      return new Decoded.Fault(
          new AddressFault.Malformed("its " + label + " padding ('=' at the end) is not right"));
    return fromBits(digits);
  }

  /** Encodes without the prefix. */
  public String encode(Payload bytes) {
    return bits == 0 ? toNumber(bytes) : toBits(bytes);
  }

  /** Encodes, prefix first. */
  public String encodePrefixed(Payload bytes) {
    return prefix + encode(bytes);
  }

  private int padding(int digits) {
    int group = bits == 5 ? 8 : 4;
    return (group - digits % group) % group;
  }

  private Decoded fromBits(byte[] digits) {
    var bytes = new byte[(int) ((long) digits.length * bits / 8)];
    int buffer = 0;
    int held = 0;
    int at = 0;
    for (byte digit : digits) {
      buffer = ((buffer << bits) | digit) & 0xffff;
      held += bits;
      if (held >= 8) {
        held -= 8;
        bytes[at++] = (byte) (buffer >>> held);
      }
    }
    if (held >= bits)
      return new Decoded.Fault(
          new AddressFault.Malformed(
              "its length does not fit " + label + "; a character is missing or too many"));
    if ((buffer & ((1 << held) - 1)) != 0)
      return new Decoded.Fault(new AddressFault.Malformed("this hash is mistyped or incomplete"));
    return new Decoded.Ok(Payload.owning(bytes));
  }

  private String toBits(Payload bytes) {
    var text = new StringBuilder((int) ((bytes.length() * 8L + bits - 1) / bits));
    int buffer = 0;
    int held = 0;
    for (int i = 0; i < bytes.length(); i++) {
      buffer = ((buffer << 8) | bytes.at(i)) & 0xffff;
      held += 8;
      while (held >= bits) {
        held -= bits;
        text.append(alphabet.charAt((buffer >>> held) & ((1 << bits) - 1)));
      }
    }
    if (held > 0) text.append(alphabet.charAt((buffer << (bits - held)) & ((1 << bits) - 1)));
    if (padded) text.repeat('=', padding(text.length()));
    return text.toString();
  }

  // One long number, most significant digit first; each leading zero digit is a zero byte.
  private byte[] fromNumber(byte[] digits) {
    int zeros = 0;
    while (zeros < digits.length && digits[zeros] == 0) zeros++;
    var little = new int[digits.length];
    int length = 0;
    for (int i = zeros; i < digits.length; i++) {
      int carry = digits[i];
      for (int j = 0; j < length; j++) {
        carry += little[j] * alphabet.length();
        little[j] = carry & 0xff;
        carry >>>= 8;
      }
      if (carry > 0) little[length++] = carry;
    }
    var bytes = new byte[zeros + length];
    for (int i = 0; i < length; i++) bytes[zeros + i] = (byte) little[length - 1 - i];
    return bytes;
  }

  private String toNumber(Payload bytes) {
    int zeros = 0;
    while (zeros < bytes.length() && bytes.at(zeros) == 0) zeros++;
    int radix = alphabet.length();
    // 8 bits a byte over at least 3 bits a digit.
    var little = new int[bytes.length() * 3];
    int length = 0;
    for (int i = zeros; i < bytes.length(); i++) {
      int carry = bytes.at(i);
      for (int j = 0; j < length; j++) {
        carry += little[j] << 8;
        little[j] = carry % radix;
        carry /= radix;
      }
      while (carry > 0) {
        little[length++] = carry % radix;
        carry /= radix;
      }
    }
    var text = new StringBuilder(zeros + length).repeat(alphabet.charAt(0), zeros);
    for (int i = length - 1; i >= 0; i--) text.append(alphabet.charAt(little[i]));
    return text.toString();
  }
}
