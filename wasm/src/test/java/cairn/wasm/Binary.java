package cairn.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes modules by hand. A part is an Integer (one byte), a byte array, or a String (a name). */
final class Binary {
  static final int I32 = 0x7f;
  static final int I64 = 0x7e;
  static final int F32 = 0x7d;
  static final int F64 = 0x7c;
  static final int V128 = 0x7b;
  static final int FUNCREF = 0x70;
  static final int EXTERNREF = 0x6f;
  static final int END = 0x0b;

  private Binary() {}

  static byte[] bytes(Object... parts) {
    var out = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case Integer value -> out.write(value);
        case byte[] array -> out.writeBytes(array);
        case String text -> {
          byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
          out.writeBytes(leb(encoded.length));
          out.writeBytes(encoded);
        }
        default -> throw new IllegalArgumentException("no part of a module: " + part);
      }
    }
    return out.toByteArray();
  }

  /** An unsigned number. */
  static byte[] leb(long value) {
    var out = new ByteArrayOutputStream();
    long left = value;
    do {
      int low = (int) (left & 0x7f);
      left >>>= 7;
      out.write(left == 0 ? low : low | 0x80);
    } while (left != 0);
    return out.toByteArray();
  }

  static byte[] repeat(int count, Object... parts) {
    byte[] once = bytes(parts);
    var out = new ByteArrayOutputStream(once.length * count);
    for (int time = 0; time < count; time++) out.writeBytes(once);
    return out.toByteArray();
  }

  static byte[] section(int id, Object... parts) {
    byte[] content = bytes(parts);
    return bytes(id, leb(content.length), content);
  }

  static byte[] module(Object... sections) {
    return bytes(0, 'a' + 0, 's' + 0, 'm' + 0, 1, 0, 0, 0, bytes(sections));
  }

  /** A type section; each argument is a type with or without a form. */
  static byte[] types(byte[]... types) {
    return section(1, leb(types.length), bytes((Object[]) types));
  }

  static byte[] functionType(byte[] parameters, byte[] results) {
    return bytes(0x60, leb(parameters.length), parameters, leb(results.length), results);
  }

  static final byte[] NOTHING = {};
  static final byte[] NO_TYPE = functionType(NOTHING, NOTHING);

  /** A function section: the type of each. */
  static byte[] functions(Integer... types) {
    return section(3, types.length, bytes((Object[]) types));
  }

  /** A code section; each argument is made by {@link #body}. */
  static byte[] code(byte[]... bodies) {
    return section(10, leb(bodies.length), bytes((Object[]) bodies));
  }

  /** A body without local variables; the end is added. */
  static byte[] body(Object... instructions) {
    return bodyWith(bytes(0), instructions);
  }

  /** A body with declarations of local variables; the end is added. */
  static byte[] bodyWith(byte[] locals, Object... instructions) {
    byte[] content = bytes(locals, bytes(instructions), END);
    return bytes(leb(content.length), content);
  }

  /**
   * A module with a function of a type, a memory, a table of functions and a mutable i32 global.
   */
  static byte[] function(byte[] type, Object... instructions) {
    return module(
        types(type),
        functions(0),
        section(4, 1, FUNCREF, 0, 1),
        section(5, 1, 0, 1),
        section(6, 1, I32, 1, 0x41, 0, END),
        code(body(instructions)));
  }

  static WasmModule read(byte[] module) throws InvalidModuleException {
    return WasmModule.read(module, () -> false);
  }

  /** Reads a module and validates every function. */
  static WasmModule validate(byte[] bytes) throws InvalidModuleException {
    WasmModule module = read(bytes);
    for (int function = module.importedFunctions(); function < module.functions(); function++) {
      FunctionValidator.validate(module, function, () -> false);
    }
    return module;
  }
}
