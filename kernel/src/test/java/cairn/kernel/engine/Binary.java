package cairn.kernel.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes modules byte by byte, for tests of what no tool would write. Used by one thread. */
final class Binary {
  /** The type {@code () -> ()}, a function of it that is exported as {@code _start}, no memory. */
  static final String TYPE = "01 60 00 00";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An empty module. */
  static Binary module() {
    return new Binary().hex("00 61 73 6d 01 00 00 00");
  }

  /** Bytes that are no module, to be put into one. */
  static Binary bytes() {
    return new Binary();
  }

  /** A program that does nothing, followed by what is added. */
  static Binary program() {
    return program(bytes().number(1).body(bytes()), 0);
  }

  /**
   * A program with this code section, of one function more than so many; all are of type () -> ().
   */
  static Binary program(Binary code, int more) {
    var functions = bytes().number(1 + more);
    for (int i = 0; i <= more; i++) functions.number(0);
    return module()
        .section(1, bytes().hex(TYPE))
        .section(3, functions)
        .section(7, bytes().number(1).name("_start").hex("00 00"))
        .section(10, code);
  }

  Binary hex(String digits) {
    out.writeBytes(HexFormat.of().parseHex(digits.replaceAll("\\s", "")));
    return this;
  }

  /** An unsigned LEB128. */
  Binary number(long value) {
    for (; value >= 0x80; value >>>= 7) out.write((int) value | 0x80);
    out.write((int) value);
    return this;
  }

  Binary add(Binary more) {
    out.writeBytes(more.toBytes());
    return this;
  }

  Binary add(Binary more, int times) {
    for (int i = 0; i < times; i++) out.writeBytes(more.toBytes());
    return this;
  }

  Binary name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  /** With its length before it. */
  Binary sized(Binary content) {
    return number(content.out.size()).add(content);
  }

  Binary section(int id, Binary content) {
    out.write(id);
    return sized(content);
  }

  Binary custom(String name, Binary content) {
    return section(0, bytes().name(name).add(content));
  }

  /** A function without locals. */
  Binary body(Binary instructions) {
    return sized(bytes().number(0).add(instructions).hex("0b"));
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
