package cairn.kernel.engine;

import java.io.ByteArrayOutputStream;

/** Writes numbers as modules have them (WebAssembly 5.2.2). */
final class Leb {
  private Leb() {}

  /** An unsigned LEB128. */
  static void unsigned(long value, ByteArrayOutputStream out) {
    long left = value;
    for (; left > 0x7f; left >>>= 7) out.write((int) ((left & 0x7f) | 0x80));
    out.write((int) left);
  }
}
