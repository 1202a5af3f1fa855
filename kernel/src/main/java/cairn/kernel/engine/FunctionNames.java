package cairn.kernel.engine;

import cairn.registry.Payload;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/**
 * The names that a module has for its functions (WebAssembly, appendix "Name Section"). They are
 * kept as they stand in the module and read when a stack is shown: most never are, and there may be
 * millions. What is malformed is no error: what can be read before it counts. Immutable.
 */
final class FunctionNames {
  /** Bytes that are kept: what lies behind them has no names. */
  static final int MAX_BYTES = 8 << 20;

  private static final int FUNCTIONS = 1;

  /** Bytes of one name: more are not shown. */
  private static final int MAX_NAME = 1_000;

  static final FunctionNames NONE = new FunctionNames(Payload.EMPTY);

  private final Payload map;

  /** {@code map}: what {@link #in} has found. */
  FunctionNames(Payload map) {
    this.map = map;
  }

  /** Finds the function names in the content of a name section. Shares its bytes. */
  static Payload in(Payload section) {
    var in = new Reader(section);
    while (true) {
      int kind = in.u8();
      long length = in.u32();
      if (kind < 0 || length < 0) return Payload.EMPTY;
      var content = in.most(length);
      if (kind == FUNCTIONS) return content.slice(0, Math.min(content.length(), MAX_BYTES));
    }
  }

  /** The names of these functions, of those that have one; the first that each has. */
  Map<Integer, String> of(Collection<Integer> functions) {
    var wanted = new HashSet<>(functions);
    var found = new HashMap<Integer, String>();
    var in = new Reader(map);
    if (in.u32() < 0) return found; // how many there are: it need not be true
    while (!wanted.isEmpty()) {
      long function = in.u32();
      long length = in.u32();
      if (function < 0 || length < 0 || length > in.left()) break; // what was read is right
      var name = in.most(length);
      if (function <= Integer.MAX_VALUE && wanted.remove((int) function))
        found.put((int) function, name.slice(0, Math.min(name.length(), MAX_NAME)).utf8());
    }
    return found;
  }

  /** A place in bytes. A number that is not there, or is malformed, reads as a negative one. */
  private static final class Reader {
    private final Payload bytes;
    private int at;

    Reader(Payload bytes) {
      this.bytes = bytes;
    }

    int left() {
      return bytes.length() - at;
    }

    int u8() {
      return left() == 0 ? -1 : bytes.at(at++);
    }

    /** An unsigned LEB128 of at most 32 bits. */
    long u32() {
      long value = 0;
      for (int shift = 0; shift < 35; shift += 7) {
        int b = u8();
        if (b < 0) return -1;
        value |= (long) (b & 0x7f) << shift;
        if (b < 0x80) return value > 0xffff_ffffL ? -1 : value;
      }
      return -1;
    }

    /** The next so many bytes, or fewer, if there are. */
    Payload most(long count) {
      int begin = at;
      at += (int) Math.min(count, left());
      return bytes.slice(begin, at);
    }
  }
}
