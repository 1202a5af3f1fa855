package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.registry.Payload;

/**
 * A cursor over a module's bytes, or over a part of them, that never reads past its end. What does
 * not fit throws {@link Refusal}, which stays inside this package.
 */
final class ModuleReader {
  private final Payload bytes;
  private final String what;
  private final int end;
  private int at;

  ModuleReader(Payload bytes) {
    this(bytes, "the file", 0, bytes.length());
  }

  private ModuleReader(Payload bytes, String what, int at, int end) {
    this.bytes = bytes;
    this.what = what;
    this.at = at;
    this.end = end;
  }

  /** The module breaks a rule. Without a stack: it is a value on its way out. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient LoadFault why;

    /** Where in the module; negative: no place in particular. */
    private final int at;

    Refusal(LoadFault why, int at) {
      super(null, null, false, false);
      this.why = why;
      this.at = at;
    }

    LoadFault why() {
      return why;
    }

    int at() {
      return at;
    }
  }

  /** The refusal of what is no program, with what is wrong, such as "it has no memory". */
  static Refusal refuse(String what) {
    return new Refusal(new LoadFault.NotAProgram(what), -1);
  }

  /** The same, at a place in the module. */
  static Refusal refuse(String what, int at) {
    return new Refusal(new LoadFault.NotAProgram(what), at);
  }

  private Refusal tooShort() {
    return refuse(what + " ends too early", end);
  }

  boolean isAtEnd() {
    return at >= end;
  }

  /** Where in the module it stands. */
  int position() {
    return at;
  }

  int remaining() {
    return end - at;
  }

  int u8() {
    if (at >= end) throw tooShort();
    return bytes.at(at++);
  }

  void skip(long count) {
    if (count > remaining()) throw tooShort();
    at += (int) count;
  }

  /** An unsigned LEB128 of at most 32 bits. */
  long u32() {
    int begin = at;
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        if (value > 0xffff_ffffL) break;
        return value;
      }
    }
    throw refuse("it has a number of more than 32 bits", begin);
  }

  /** A signed LEB128 of at most {@code bits} bits. */
  long signed(int bits) {
    int begin = at;
    long value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0x80) continue;
      int used = Math.min(shift + 7, 64);
      long read = value << (64 - used) >> (64 - used);
      // The bits of the last byte that do not count must all be like the sign.
      boolean fits =
          shift + 7 <= bits
              || (bits == 64 ? b == 0 || b == 0x7f : read >> (bits - 1) == read >> 63);
      if (fits) return read;
      break;
    }
    throw refuse("it has a number of more than " + bits + " bits", begin);
  }

  /** A count of things of which each takes at least one byte. */
  int count(String of, int limit) {
    long count = u32();
    if (count > limit) throw refuse("it has " + count + " " + of + ", more than " + limit, at);
    if (count > remaining()) throw tooShort();
    return (int) count;
  }

  /** The next so many bytes, as a reader of their own. {@code name}: what they are. */
  ModuleReader part(long length, String name) {
    if (length > remaining())
      throw refuse(
          what + " ends " + (length - remaining()) + " bytes before " + name + " does", at);
    var part = new ModuleReader(bytes, name, at, at + (int) length);
    at += (int) length;
    return part;
  }

  /** Goes back so many bytes that were read just now. */
  ModuleReader back(int count) {
    at -= count;
    return this;
  }

  /** The next so many bytes. */
  Payload bytes(long count) {
    int begin = at;
    skip(count);
    return bytes.slice(begin, at);
  }

  /** A name, which has to be UTF-8 (WebAssembly 5.2.4). */
  Payload name() {
    long length = u32();
    int begin = at;
    var name = bytes(length);
    if (!isUtf8(name)) throw refuse("it has a name that is not UTF-8", begin);
    return name;
  }

  private static boolean isUtf8(Payload text) {
    int i = 0;
    while (i < text.length()) {
      int lead = text.at(i++);
      if (lead < 0x80) continue;
      int more = lead < 0xc2 ? -1 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : -1;
      if (more < 0 || more > text.length() - i) return false;
      int second = text.at(i);
      int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (second < least || second > most) return false;
      for (int n = 1; n < more; n++) if ((text.at(i + n) & 0xc0) != 0x80) return false;
      i += more;
    }
    return true;
  }
}
