package cairn.app;

import cairn.kernel.host.files.HostPath;
import cairn.registry.PlainText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A file or folder that the user names, whatever bytes its name has.
 *
 * @param word as it was given ({@link ByteText})
 * @param path how Java reaches it; not always by its name
 */
record NamedPath(String word, Path path) {
  private static final int MOST_SHOWN = 500;

  /** What need not exist yet. */
  static NamedPath of(String word) throws Sentence {
    if (word.isEmpty()) throw new Sentence(ExitCodes.USAGE, "an empty word names no file");
    try {
      if (ByteText.isText(word)) return new NamedPath(word, Path.of(word));
    } catch (InvalidPathException e) {
      // Not in the encoding of the locale.
    }
    return new NamedPath(word, throughDescriptor(word));
  }

  private static Path throughDescriptor(String word) throws Sentence {
    var there = HostPath.of(ByteText.bytes(word));
    if (there.isPresent()) return there.get();
    // The folder may have such a name, and what is to be made in it an ordinary one.
    int slash = word.lastIndexOf('/');
    String last = word.substring(slash + 1);
    if (slash > 0 && ByteText.isText(last)) {
      var folder = HostPath.of(ByteText.bytes(word.substring(0, slash)));
      try {
        if (folder.isPresent()) return folder.get().resolve(last);
      } catch (InvalidPathException e) {
        // The same sentence.
      }
    }
    throw new Sentence(
        ExitCodes.NOT_FOUND,
        "there is no '"
            + ByteText.shown(word)
            + "', and Cairn makes no files whose names are not in the encoding of this locale");
  }

  /** The last part of the name, as it was given. */
  String fileName() {
    int end = word.length();
    while (end > 1 && word.charAt(end - 1) == '/') end--;
    String trimmed = word.substring(0, end);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /** That there is no file of that name, as a sentence. */
  String missing() {
    return FileWords.isCircle(path)
        ? this + " is a circle of symbolic links"
        : "there is no file " + this;
  }

  /** For people. */
  @Override
  public String toString() {
    return PlainText.shortened(ByteText.shown(word), MOST_SHOWN);
  }
}
