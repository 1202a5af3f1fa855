package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.registry.Payload;

/**
 * A cursor over a module's bytes that never reads past its end. What does not fit throws {@link
 * Refusal}, which stays inside this package.
 */
final class ModuleReader {
  private final Payload bytes;
  private final int end;
  private int at;

  ModuleReader(Payload bytes) {
    this(bytes, 0, bytes.length());
  }

  private ModuleReader(Payload bytes, int at, int end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** The module breaks a rule. Without a stack: it is a value on its way out. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient LoadFault why;

    Refusal(LoadFault why) {
      super(null, null, false, false);
      this.why = why;
    }

    LoadFault why() {
      return why;
    }
  }

  /** The refusal of what is no program, with what is wrong, such as "it ends too early". */
  static Refusal refuse(String what) {
    return new Refusal(new LoadFault.NotAProgram(what));
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
    if (at >= end) throw refuse("it ends too early");
    return bytes.at(at++);
  }

  void skip(long count) {
    if (count > remaining()) throw refuse("it ends too early");
    at += (int) count;
  }

  /** An unsigned LEB128 of at most 32 bits. */
  long u32() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        if (value > 0xffff_ffffL) break;
        return value;
      }
    }
    throw refuse("it has a number of more than 32 bits");
  }

  /** A signed LEB128 of at most {@code bits} bits. */
  long signed(int bits) {
    long value = 0;
    for (int shift = 0; shift < bits + 6; shift += 7) {
      int b = u8();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) return shift + 7 < 64 ? value << (57 - shift) >> (57 - shift) : value;
    }
    throw refuse("it has a number of more than " + bits + " bits");
  }

  /** A count of things of which each takes at least one byte. */
  int count(String of, int limit) {
    long count = u32();
    if (count > limit) throw refuse("it has more than " + limit + " " + of);
    if (count > remaining()) throw refuse("it ends too early");
    return (int) count;
  }

  /** The next so many bytes, as a reader of their own. */
  ModuleReader part(long length) {
    if (length > remaining()) throw refuse("it ends too early");
    var part = new ModuleReader(bytes, at, at + (int) length);
    at += (int) length;
    return part;
  }

  void skipName() {
    skip(u32());
  }
}
