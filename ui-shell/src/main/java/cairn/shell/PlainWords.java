package cairn.shell;

import cairn.registry.PlainText;

/** Text of others, made safe to stand in a sentence of ours, in a line or two. Any thread. */
public final class PlainWords {
  /** Characters kept. */
  public static final int LONGEST = 200;

  private PlainWords() {}

  /** The text that may be shown. */
  public static String of(String foreign) {
    return PlainText.line(foreign, LONGEST);
  }
}
