package cairn.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Arguments as they are typed after an address: words between blanks; in double quotes a word may
 * hold blanks. There is no escape: a word with a double quote cannot be typed. Any thread.
 */
public final class Arguments {
  private Arguments() {}

  /** The words of a text. A quote that is not closed goes to the end. */
  public static List<String> split(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (begun) words.add(word.toString());
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) words.add(word.toString());
    return List.copyOf(words);
  }

  /** The text that splits into these words, each with a blank before it. */
  public static String joined(List<String> words) {
    return words.stream().map(Arguments::typed).collect(Collectors.joining());
  }

  private static String typed(String word) {
    boolean plain = !word.isEmpty() && word.chars().noneMatch(Character::isWhitespace);
    return plain ? " " + word : " \"" + word + "\"";
  }
}
