package cairn.app;

import cairn.shell.Arguments;
import cairn.shell.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a command line as they would be typed into the address bar of a window, which may
 * have been started in another folder: the path of a file becomes absolute. Pure but for a look at
 * the disk.
 */
final class TypedAddress {
  private TypedAddress() {}

  /** {@code shipped}: names that are no files. Empty words: nothing is typed. */
  static String of(List<String> words, Set<String> shipped) throws Sentence {
    if (words.isEmpty()) return "";
    for (String word : words) {
      if (!ByteText.isText(word))
        throw new Sentence(
            ExitCodes.USAGE,
            "'" + word + "' is not UTF-8 and cannot be typed into the window; use 'cairn run'");
      if (word.indexOf('"') >= 0 || word.chars().anyMatch(c -> c < ' '))
        throw new Sentence(
            ExitCodes.USAGE,
            "'"
                + word
                + "' has a double quote or a line break and cannot be typed into the window; use"
                + " 'cairn run'");
    }
    var typed = new ArrayList<>(words);
    String first = words.getFirst();
    if (!shipped.contains(first) && isFile(first)) {
      Path absolute = NamedPath.of(first).path().toAbsolutePath().normalize();
      typed.set(0, absolute.toString());
    }
    return Arguments.joined(typed).strip();
  }

  private static boolean isFile(String word) throws Sentence {
    String lower = word.toLowerCase(Locale.ROOT);
    if (word.isEmpty() || lower.startsWith("/ipfs/") || lower.startsWith("/ipns/")) return false;
    if (lower.contains("://") || lower.startsWith("file:") || lower.startsWith("cairn:"))
      return false;
    if (word.startsWith("~/")) return false;
    return lower.endsWith(".wasm")
        || lower.endsWith(".car")
        || lower.endsWith(Recordings.EXTENSION)
        || Files.exists(NamedPath.of(word).path());
  }
}
