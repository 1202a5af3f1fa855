package cairn.shell.terminal;

import java.nio.charset.StandardCharsets;

/** Makes pasted text harmless: what a page put on the clipboard must not press keys. */
public final class Paste {
  private static final String BEGIN = "\u001b[200~";
  private static final String END = "\u001b[201~";

  private Paste() {}

  /**
   * The bytes a program reads for a paste: line ends as the Enter key sends them, tabs kept, every
   * other control character gone, so that neither an escape sequence nor the end of a bracketed
   * paste can hide in it.
   */
  public static byte[] bytes(String text, boolean bracketed) {
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        clean.append('\r');
        if (i + 1 < text.length() && text.charAt(i + 1) == '\n') i++;
      } else if (c == '\n') {
        clean.append('\r');
      } else if (c == '\t' || !Character.isISOControl(c)) {
        clean.append(c);
      }
    }
    var sent = bracketed ? BEGIN + clean + END : clean.toString();
    return sent.getBytes(StandardCharsets.UTF_8);
  }
}
