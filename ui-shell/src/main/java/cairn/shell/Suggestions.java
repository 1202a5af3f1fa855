package cairn.shell;

import cairn.shell.AddressReader.Intent;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a half-typed text may mean, among what ships, what was opened, and the pages. */
public final class Suggestions {
  /** Lines shown at most. */
  public static final int MOST = 8;

  private static final int LONG_ENOUGH = 4;

  private final Library library;
  private final Map<String, String> pages;

  /** {@code pages}: titles by address, in the order of the rail. */
  public Suggestions(Library library, Map<String, String> pages) {
    this.library = library;
    this.pages = pages;
  }

  /** The best lines for a text, best first; for an empty text, what was opened last. */
  public List<Suggestion> of(String text) {
    var typed = text.strip().toLowerCase(Locale.ROOT);
    var seen = new HashSet<Intent>();
    return candidates()
        .filter(line -> matches(line, typed))
        .sorted(Comparator.comparing(line -> !starts(line, typed)))
        .filter(line -> seen.add(sameThing(line.intent())))
        .filter(line -> !typed.isEmpty() || line.intent() instanceof Intent.Run)
        .limit(MOST)
        .toList();
  }

  private Stream<Suggestion> candidates() {
    var recent =
        library.recent().stream()
            .map(
                entry ->
                    new Suggestion(
                        PlainWords.program(entry.name())
                            + Arguments.joined(entry.target().arguments()),
                        entry.program().map(Hashes::brief).orElseGet(() -> typed(entry.target())),
                        Words.say("suggestion.recent"),
                        entry.program(),
                        new Intent.Run(entry.target(), entry.name())));
    var shipped =
        library.shipped().stream()
            .map(
                program ->
                    new Suggestion(
                        program.name(),
                        program.description(),
                        Words.say("suggestion.shipped"),
                        Optional.of(program.program()),
                        new Intent.Run(new Target.Content(program.address()), program.name())));
    var own =
        pages.entrySet().stream()
            .map(
                page ->
                    new Suggestion(
                        page.getValue(),
                        page.getKey(),
                        Words.say("suggestion.page"),
                        Optional.empty(),
                        new Intent.Page(page.getKey())));
    return Stream.of(shipped, recent, own).flatMap(s -> s);
  }

  // A program that ships and was opened is one line.
  private static Intent sameThing(Intent intent) {
    return intent instanceof Intent.Run(var target, var _) ? new Intent.Run(target, "") : intent;
  }

  private static boolean matches(Suggestion line, String typed) {
    if (line.title().toLowerCase(Locale.ROOT).contains(typed)) return true;
    // Descriptions, addresses and hashes hold every short text somewhere.
    if (typed.length() < LONG_ENOUGH) return false;
    return line.detail().toLowerCase(Locale.ROOT).contains(typed)
        || (line.intent() instanceof Intent.Run(var target, var _)
            && typed(target).toLowerCase(Locale.ROOT).contains(typed));
  }

  private static boolean starts(Suggestion line, String typed) {
    return line.title().toLowerCase(Locale.ROOT).startsWith(typed);
  }

  private static String typed(Target target) {
    return switch (target) {
      case Target.Content(var address, var words) ->
          Hashes.typed(address) + Arguments.joined(words);
      case Target.File(var path, var words) -> path + Arguments.joined(words);
    };
  }
}
