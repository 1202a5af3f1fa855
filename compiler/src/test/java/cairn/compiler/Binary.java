package cairn.compiler;

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

  /** A signed number. */
  static byte[] sleb(long value) {
    var out = new ByteArrayOutputStream();
    long left = value;
    while (left < -64 || left > 63) {
      out.write((int) (left & 0x7f) | 0x80);
      left >>= 7;
    }
    out.write((int) (left & 0x7f));
    return out.toByteArray();
  }

  static byte[] i32(int value) {
    return bytes(0x41, sleb(value));
  }

  /** The functions from number 0 on are exported as "f0", "f1" and so on. */
  static byte[] exports(int functions) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(leb(functions));
    for (int i = 0; i < functions; i++) out.writeBytes(bytes("f" + i, 0, leb(i)));
    return section(7, out.toByteArray());
  }

  /** A module with one function, exported as "f0". */
  static byte[] function(byte[] type, byte[] body) {
    return module(types(type), functions(0), exports(1), code(body));
  }
}
