package cairn.shell;

import cairn.registry.PlainText;
import cairn.registry.ProgramName;

/** Text of others, made safe to stand in a sentence of ours, in a line or two. Any thread. */
public final class PlainWords {
  /** Characters kept. */
  public static final int LONGEST = 200;

  private static final int LONGEST_SENTENCE = 2000;

  private PlainWords() {}

  /** The text that may be shown. */
  public static String of(String foreign) {
    return PlainText.line(foreign, LONGEST);
  }

  /** What a program is called, where only that can stand: as {@link ProgramName#alone}. */
  public static String program(String name) {
    return ProgramName.alone(name);
  }

  /** A clause in lower case, without a full stop and perhaps with others' text, as a sentence. */
  public static String sentence(String clause) {
    String plain = PlainText.line(clause, LONGEST_SENTENCE);
    if (plain.isEmpty()) return plain;
    // A path keeps its letters.
    boolean word = plain.matches("[a-z]+(?: .*|$)");
    String begun = word ? Character.toUpperCase(plain.charAt(0)) + plain.substring(1) : plain;
    return begun + ".";
  }
}
