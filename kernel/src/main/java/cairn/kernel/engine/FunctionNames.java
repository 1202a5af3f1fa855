package cairn.kernel.engine;

import cairn.kernel.engine.ModuleReader.Refusal;
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
  static Payload in(ModuleReader section) {
    try {
      while (!section.isAtEnd()) {
        int kind = section.u8();
        long length = Math.min(section.u32(), section.remaining());
        if (kind == FUNCTIONS) return section.bytes(Math.min(length, MAX_BYTES));
        section.skip(length);
      }
    } catch (Refusal malformed) {
      // The rest cannot be read.
    }
    return Payload.EMPTY;
  }

  /** The names of these functions, of those that have one; the first that each has. */
  Map<Integer, String> of(Collection<Integer> functions) {
    var wanted = new HashSet<>(functions);
    var found = new HashMap<Integer, String>();
    var in = new ModuleReader(map);
    try {
      in.u32(); // how many there are: it need not be true
      while (!in.isAtEnd() && !wanted.isEmpty()) {
        long function = in.u32();
        var name = in.bytes(in.u32());
        if (function <= Integer.MAX_VALUE && wanted.remove((int) function))
          found.put((int) function, name.slice(0, Math.min(name.length(), MAX_NAME)).utf8());
      }
    } catch (Refusal malformed) {
      // What was read is right.
    }
    return found;
  }
}
