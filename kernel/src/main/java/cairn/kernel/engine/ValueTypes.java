package cairn.kernel.engine;

import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Locale;

/** The codes of value types (WebAssembly 5.3), and words for them and for instructions. */
final class ValueTypes {
  static final byte I32 = 0x7f;
  static final byte I64 = 0x7e;
  static final byte F32 = 0x7d;
  static final byte F64 = 0x7c;
  static final byte FUNCREF = 0x70;
  static final byte EXTERNREF = 0x6f;

  /** Of a value that comes out of code that is never reached: fits everywhere. */
  static final byte ANY = 0;

  private ValueTypes() {}

  static boolean isReference(byte type) {
    return type == FUNCREF || type == EXTERNREF;
  }

  static String word(byte type) {
    return switch (type) {
      case I32 -> "i32";
      case I64 -> "i64";
      case F32 -> "f32";
      case F64 -> "f64";
      case FUNCREF -> "funcref";
      case EXTERNREF -> "externref";
      default -> "any value";
    };
  }

  /** As in the text format: {@code i32.add}. */
  static String instruction(int opcode, int sub) {
    int code = opcode >= 0xfb ? (opcode << 8) + sub : opcode;
    var known = OpCode.byOpCode(code);
    if (known == null) return "0x" + Integer.toHexString(code);
    String name = known.name().toLowerCase(Locale.ROOT);
    return name.matches("(local|global|table|memory|data|elem|ref|[if](32|64))_.*")
        ? name.replaceFirst("_", ".").replace(".atomic_", ".atomic.")
        : name;
  }
}
