package cairn.wasm;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads the values of the binary format from a part of a module. Every method fails with {@link
 * InvalidModuleException} at the part's end and on forms that the specification calls malformed.
 * One thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/values.html">Values</a>
 */
final class ByteReader {
  private final byte[] bytes;
  private final String section;
  private final int number;
  private int position;
  private int limit;

  /**
   * A reader of [start, limit), which messages call by the section and, if not negative, a number.
   */
  ByteReader(byte[] bytes, int start, int limit, String section, int number) {
    this.bytes = bytes;
    this.section = section;
    this.number = number;
    this.position = start;
    this.limit = limit;
  }

  int position() {
    return position;
  }

  int limit() {
    return limit;
  }

  int remaining() {
    return limit - position;
  }

  boolean atEnd() {
    return position == limit;
  }

  /** Goes on at another offset, with another end. */
  void reset(int start, int end) {
    position = start;
    limit = end;
  }

  InvalidModuleException malformed(String sentence) {
    return malformed(sentence, position);
  }

  InvalidModuleException malformed(String sentence, int offset) {
    return new InvalidModuleException(
        sentence, number < 0 ? section : section + " " + number, offset);
  }

  private InvalidModuleException cut() {
    return malformed("Something was cut off: unexpected end", limit);
  }

  int u8() throws InvalidModuleException {
    if (position >= limit) throw cut();
    return bytes[position++] & 0xff;
  }

  int peek() throws InvalidModuleException {
    if (position >= limit) throw cut();
    return bytes[position] & 0xff;
  }

  /** Goes over bytes. */
  void skip(int count) throws InvalidModuleException {
    if (count < 0 || count > limit - position) throw cut();
    position += count;
  }

  /** An unsigned number of 32 bits. */
  int u32() throws InvalidModuleException {
    int start = position;
    int first = u8();
    if (first < 0x80) return first;
    int value = first & 0x7f;
    for (int shift = 7; ; shift += 7) {
      int next = u8();
      if (shift == 28 && next > 0x0f) throw tooLong(start, next, 32);
      value |= (next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
  }

  /** An unsigned number of 64 bits. */
  long u64() throws InvalidModuleException {
    int start = position;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift == 63 && next > 1) throw tooLong(start, next, 64);
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) return value;
    }
  }

  int s32() throws InvalidModuleException {
    return (int) signed(32);
  }

  long s33() throws InvalidModuleException {
    return signed(33);
  }

  long s64() throws InvalidModuleException {
    return signed(64);
  }

  private long signed(int bits) throws InvalidModuleException {
    int start = position;
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8();
      if (shift + 7 >= bits) {
        // The bits of the last byte above the number's sign must repeat it.
        int spare = (byte) (next << 1) >> (bits - shift);
        if (next >= 0x80 || (spare != 0 && spare != -1)) throw tooLong(start, next, bits);
      }
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        int used = shift + 7;
        return used < 64 && (next & 0x40) != 0 ? value | -1L << used : value;
      }
    }
  }

  private InvalidModuleException tooLong(int start, int last, int bits) {
    return malformed(
        last >= 0x80
            ? "A number of "
                + bits
                + " bits takes more bytes than it may: integer representation too long"
            : "A number does not fit into " + bits + " bits: integer too large",
        start);
  }

  int i32Bits() throws InvalidModuleException {
    if (limit - position < 4) throw cut();
    int value =
        (bytes[position] & 0xff)
            | (bytes[position + 1] & 0xff) << 8
            | (bytes[position + 2] & 0xff) << 16
            | bytes[position + 3] << 24;
    position += 4;
    return value;
  }

  long i64Bits() throws InvalidModuleException {
    if (limit - position < 8) throw cut();
    return (i32Bits() & 0xffffffffL) | ((long) i32Bits() << 32);
  }

  /** An index; one of 2^31 and above can name nothing. */
  int index(String what) throws InvalidModuleException {
    int start = position;
    int index = u32();
    if (index < 0) {
      throw malformed("There is no " + what + " " + Integer.toUnsignedString(index), start);
    }
    return index;
  }

  /** The number of things that follow, each of which takes a byte at least. */
  int count(String what, int most) throws InvalidModuleException {
    int start = position;
    int count = u32();
    if (count < 0 || count > most) {
      throw malformed(
          Integer.toUnsignedString(count) + " " + what + " are more than the limit of " + most,
          start);
    }
    if (count > remaining()) {
      throw malformed(
          count
              + " "
              + what
              + " are announced, but "
              + remaining()
              + " bytes are left: unexpected end",
          start);
    }
    return count;
  }

  /** The index of a function among some. */
  int function(int functions) throws InvalidModuleException {
    int start = position;
    int index = index("function");
    if (index >= functions)
      throw malformed("There is no function " + index + ": unknown function", start);
    return index;
  }

  /** Whether something may be written. */
  boolean mutability() throws InvalidModuleException {
    int at = position;
    int code = u8();
    if (code > 1) throw malformed("A mutability of " + code + ": malformed mutability", at);
    return code == 1;
  }

  String name(String what) throws InvalidModuleException {
    int length = count("bytes of a " + what, Limits.NAME_BYTES);
    int start = position;
    position += length;
    return utf8(start, length, what);
  }

  private String utf8(int start, int length, String what) throws InvalidModuleException {
    boolean ascii = true;
    for (int at = start; at < start + length && ascii; at++) ascii = bytes[at] >= 0;
    if (ascii) return new String(bytes, start, length, StandardCharsets.US_ASCII);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, start, length));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw malformed("A " + what + " is no text: malformed UTF-8 encoding", start);
    }
  }

  /** The code of a {@link ValueType}; types of the module must be below a limit. */
  int valueType(int types) throws InvalidModuleException {
    int start = position;
    int code = u8();
    return switch (code) {
      case 0x7f -> ValueType.CODE_I32;
      case 0x7e -> ValueType.CODE_I64;
      case 0x7d -> ValueType.CODE_F32;
      case 0x7c -> ValueType.CODE_F64;
      case 0x7b -> ValueType.CODE_V128;
      case 0x63 -> ValueType.referenceCode(heapType(types), true);
      case 0x64 -> ValueType.referenceCode(heapType(types), false);
      default -> {
        if (code < 0x69 || code > 0x74) {
          throw malformed(
              "0x" + Integer.toHexString(code) + " is no type of a value: malformed value type",
              start);
        }
        yield ValueType.referenceCode(code - 0x69, true);
      }
    };
  }

  /** The code of a reference's type. */
  int referenceType(int types) throws InvalidModuleException {
    int start = position;
    int type = valueType(types);
    if (type < 0)
      throw malformed(ValueType.text(type) + " is no reference: malformed reference type", start);
    return type;
  }

  /** The number of a heap type, as it stands in the code of a reference. */
  int heapType(int types) throws InvalidModuleException {
    int start = position;
    long type = s33();
    if (type >= types) throw malformed("There is no type " + type + ": unknown type", start);
    if (type >= 0) return (int) type + ValueType.CONCRETE;
    long ordinal = type + 0x80 - 0x69;
    if (ordinal < 0 || ordinal > HeapType.Abstract.NOEXN.number() || position != start + 1) {
      throw malformed("This is no heap type: malformed heap type", start);
    }
    return (int) ordinal;
  }
}
