package cairn.shell.view;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;

/** Writes pictures without javafx.swing: RGB, no filters (RFC 2083). */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Png() {}

  static void write(Image image, Path file) throws IOException {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var reader = image.getPixelReader();
    var pixels = new ByteArrayOutputStream();
    try (var deflated = new DeflaterOutputStream(pixels, new Deflater(Deflater.BEST_SPEED))) {
      var argb = new int[width];
      var line = new byte[1 + 3 * width];
      for (int y = 0; y < height; y++) {
        reader.getPixels(0, y, width, 1, PixelFormat.getIntArgbInstance(), argb, 0, width);
        for (int x = 0; x < width; x++) {
          line[1 + 3 * x] = (byte) (argb[x] >> 16);
          line[2 + 3 * x] = (byte) (argb[x] >> 8);
          line[3 + 3 * x] = (byte) argb[x];
        }
        deflated.write(line);
      }
    }
    var header = new ByteArrayOutputStream();
    var fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", pixels.toByteArray());
      chunk(out, "IEND", new byte[0]);
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] body) throws IOException {
    var named = new ByteArrayOutputStream();
    named.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    named.writeBytes(body);
    var crc = new CRC32();
    crc.update(named.toByteArray());
    out.writeInt(body.length);
    out.write(named.toByteArray());
    out.writeInt((int) crc.getValue());
  }
}
