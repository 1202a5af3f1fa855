package cairn.app;

import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of the operating system as a String and back, without loss: UTF-8, and for each byte that
 * is none a low surrogate from U+DC80 on, which no UTF-8 stands for (PEP 383, "surrogateescape").
 * So words of the command line pass through whatever reads Strings. Pure.
 */
final class ByteText {
  private static final char ESCAPE = '\udc00';
  private static final char FIRST = '\udc80';
  private static final char LAST = '\udcff';

  private ByteText() {}

  /** The bytes as text. */
  static String of(byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    // No UTF-8 has more characters than bytes.
    var out = CharBuffer.allocate(bytes.length);
    while (true) {
      var result = decoder.decode(in, out, true);
      if (result.isUnderflow()) break;
      for (int i = 0; i < result.length(); i++) out.put((char) (ESCAPE + (in.get() & 0xff)));
    }
    return out.flip().toString();
  }

  /** The bytes that a text stands for. Half a character that stands for none becomes {@code ?}. */
  static Payload bytes(String text) {
    var out = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c >= FIRST && c <= LAST) out.write(c - ESCAPE);
      else out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }
    return Payload.owning(out.toByteArray());
  }

  /** Whether all of it is text: no byte that is not UTF-8. */
  static boolean isText(String text) {
    return text.chars().noneMatch(c -> c >= FIRST && c <= LAST) || bytes(text).utf8().equals(text);
  }

  /** For people: U+FFFD for what is not UTF-8. */
  static String shown(String text) {
    return isText(text) ? text : bytes(text).utf8();
  }
}
