package cairn;

import cairn.programs.ShippedPrograms;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** The shipped hello, made large by a custom section, which no engine looks into. */
final class LargeProgram {
  private LargeProgram() {}

  /** A program that says hello, with this much noise in it. */
  static byte[] hello(int noise) {
    var random = new byte[noise];
    new Random(noise).nextBytes(random);
    byte[] name = "noise".getBytes(StandardCharsets.US_ASCII);
    var module = new ByteArrayOutputStream();
    module.writeBytes(shipped("hello"));
    module.write(0); // a custom section; WebAssembly Core 2.0, section 5.5.3
    for (int left = 1 + name.length + noise; ; left >>>= 7) {
      if (left < 0x80) {
        module.write(left);
        break;
      }
      module.write((left & 0x7f) | 0x80);
    }
    module.write(name.length);
    module.writeBytes(name);
    module.writeBytes(random);
    return module.toByteArray();
  }

  /** A program that ships. */
  static byte[] shipped(String name) {
    return ShippedPrograms.all().stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .orElseThrow()
        .bytes();
  }
}
