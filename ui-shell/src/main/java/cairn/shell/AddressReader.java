package cairn.shell;

import cairn.registry.AddressFault;
import cairn.registry.ContentAddress;
import cairn.registry.ContentAddress.Parsed;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a typed text wants. Tried in order: a page, the name of a program that ships, content,
 * a file, be it a program or a recording; what is none of these is wrong, and how is said exactly.
 */
public final class AddressReader {
  /** What the user wants. */
  public sealed interface Intent {
    /** Nothing was typed. */
    record Nothing() implements Intent {}

    /** One of Cairn's pages. */
    record Page(String address) implements Intent {}

    /** A program. */
    record Run(Target target, String name) implements Intent {}

    /** A recording that is to be replayed. */
    record Replay(Path file) implements Intent {}

    /** It makes no sense; a sentence. */
    record Wrong(String sentence) implements Intent {}
  }

  private final Library library;
  private final Map<String, String> pages;

  /** {@code pages}: titles by address. */
  public AddressReader(Library library, Map<String, String> pages) {
    this.library = library;
    this.pages = Map.copyOf(pages);
  }

  /**
   * Reads a text: an address, and after a blank the program's arguments. An address that has blanks
   * itself stands in double quotes, or has %20 for them.
   */
  public Intent read(String text) {
    var typed = text.strip();
    if (typed.isEmpty()) return new Intent.Nothing();
    var words = Arguments.split(typed);
    if (words.getFirst().isEmpty()) return address(typed);
    var first = address(words.getFirst());
    return switch (first) {
      case Intent.Run(var target, var name) ->
          new Intent.Run(target.with(words.subList(1, words.size())), name);
      case Intent.Page _, Intent.Nothing _, Intent.Replay _ ->
          words.size() == 1 ? first : address(typed);
      // A file's path may have blanks.
      case Intent.Wrong _ ->
          file(typed).map(AddressReader::intent).or(() -> written(words)).orElse(first);
    };
  }

  private Intent address(String typed) {
    var lower = typed.toLowerCase(Locale.ROOT);
    if (lower.startsWith("cairn:"))
      return pages.containsKey(lower)
          ? new Intent.Page(lower)
          : new Intent.Wrong(Words.say("address.no-page", typed));
    for (var shipped : library.shipped())
      if (shipped.name().equals(lower))
        return new Intent.Run(new Target.Content(shipped.address()), shipped.name());
    return switch (ContentAddress.parse(typed)) {
      case Parsed.Ok(var address) ->
          new Intent.Run(new Target.Content(address), Hashes.unnamed(address));
      case Parsed.Fault(var why) ->
          file(typed).map(AddressReader::intent).orElseGet(() -> new Intent.Wrong(sentence(why)));
    };
  }

  private static Optional<Path> file(String typed) {
    var lower = typed.toLowerCase(Locale.ROOT);
    if (!lower.endsWith(".wasm")
        && !lower.endsWith(".car")
        && !lower.endsWith(Recordings.EXTENSION)) return Optional.empty();
    return path(typed);
  }

  private static Optional<Path> path(String typed) {
    var lower = typed.toLowerCase(Locale.ROOT);
    try {
      if (lower.startsWith("file:")) return Optional.of(Path.of(URI.create(typed)));
      if (lower.matches("[a-z]+://.*")) return Optional.empty();
      return Optional.of(
          typed.startsWith("~/") ? HomeFolder.path().resolve(typed.substring(2)) : Path.of(typed));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    } catch (FileSystemNotFoundException _) {
      return Optional.empty();
    }
  }

  // A file of another extension, or a folder, if the first word is written as a path.
  private static Optional<Intent> written(List<String> words) {
    String first = words.getFirst();
    if (!isPath(first)) return Optional.empty();
    return path(first)
        .map(
            file ->
                new Intent.Run(new Target.File(file, words.subList(1, words.size())), name(file)));
  }

  /** Written as a path and as nothing else. */
  private static boolean isPath(String typed) {
    return (typed.startsWith("/") && !typed.startsWith("/ipfs/") && !typed.startsWith("/ipns/"))
        || typed.startsWith("./")
        || typed.startsWith("../")
        || typed.startsWith("~/")
        || typed.toLowerCase(Locale.ROOT).startsWith("file:");
  }

  private static Intent intent(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(Recordings.EXTENSION)
        ? new Intent.Replay(file)
        : new Intent.Run(new Target.File(file), name(file));
  }

  /** What a program from a file is called at first. */
  public static String name(Path path) {
    var file = path.getFileName();
    return file == null ? path.toString() : file.toString().replaceFirst("(?i)\\.(wasm|car)$", "");
  }

  private static String sentence(AddressFault why) {
    if (why instanceof AddressFault.NotAnAddress(var text))
      return Words.say("address.nothing", PlainWords.of(text));
    // Clauses come in lower case and without a full stop.
    String clause = why.inWords();
    return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }
}
