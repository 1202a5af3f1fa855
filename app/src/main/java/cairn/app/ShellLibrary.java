package cairn.app;

import cairn.ipfs.Adder;
import cairn.kernel.ProgramId;
import cairn.profile.History;
import cairn.profile.HistoryEntry;
import cairn.registry.ContentAddress;
import cairn.registry.Sha256;
import cairn.shell.Arguments;
import cairn.shell.Library;
import cairn.shell.Target;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The shell's library over the programs that ship, the history in the profile, and the store. Files
 * are read on virtual threads.
 */
final class ShellLibrary implements Library {
  private static final int RECENT = 50;
  private static final String FILE = "file:";
  private static final Executor ELSEWHERE = task -> Thread.ofVirtual().name("library").start(task);

  private final List<Shipped> shipped;
  private final History history;
  private final Adder adder;

  ShellLibrary(Pantry pantry, History history, Adder adder) {
    this.history = history;
    this.adder = adder;
    shipped =
        pantry.programs().stream()
            .map(
                p ->
                    new Shipped(
                        p.name(),
                        p.description(),
                        p.tags(),
                        new ProgramId(Sha256.ofHex(p.sha256())),
                        pantry.address(p.name()),
                        p.size()))
            .toList();
  }

  @Override
  public List<Shipped> shipped() {
    return shipped;
  }

  @Override
  public List<Recent> recent() {
    return history.entries().stream().flatMap(e -> recent(e).stream()).limit(RECENT).toList();
  }

  private static Optional<Recent> recent(HistoryEntry entry) {
    return target(entry.address())
        .map(
            to ->
                new Recent(
                    to,
                    entry.name(),
                    entry.program(),
                    entry.lastOpened(),
                    outcome(entry.outcome()),
                    entry.source()));
  }

  /** Whether an entry of the history is a file on this computer. */
  static boolean isFile(String entry) {
    return entry.startsWith(FILE);
  }

  private static Optional<Target> target(String entry) {
    if (isFile(entry)) return file(entry.substring(FILE.length()));
    var words = Arguments.split(entry);
    return !words.isEmpty()
            && ContentAddress.parse(words.getFirst())
                instanceof ContentAddress.Parsed.Ok(ContentAddress at)
        ? Optional.of(new Target.Content(at, words.subList(1, words.size())))
        : Optional.empty();
  }

  private static Optional<Target> file(String pathAndWords) {
    var words = Arguments.split(pathAndWords);
    if (words.isEmpty()) return Optional.empty();
    try {
      return Optional.of(
          new Target.File(Path.of(words.getFirst()), words.subList(1, words.size())));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static String text(Target target) {
    return switch (target) {
      case Target.Content(ContentAddress address, var words) -> address + Arguments.joined(words);
      case Target.File(Path path, var words) ->
          FILE
              + Arguments.joined(List.of(path.toAbsolutePath().toString())).strip()
              + Arguments.joined(words);
    };
  }

  private static Outcome outcome(String text) {
    return Arrays.stream(Outcome.values())
        .filter(o -> o.name().equalsIgnoreCase(text))
        .findFirst()
        .orElse(Outcome.OPENED);
  }

  @Override
  public void opened(Recent entry) {
    history.opened(
        text(entry.target()), entry.name(), entry.program(), entry.opened(), word(entry.outcome()));
  }

  @Override
  public void became(Recent entry) {
    history.became(
        text(entry.target()), entry.name(), entry.program(), word(entry.outcome()), entry.from());
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void forgetRecent() {
    history.clear();
  }

  @Override
  public CompletionStage<FileOutcome> read(Path file) {
    return CompletableFuture.supplyAsync(() -> ProgramFile.read(file), ELSEWHERE);
  }

  @Override
  public CompletionStage<AddOutcome> add(Path file) {
    return CompletableFuture.supplyAsync(
        () ->
            switch (adder.add(file)) {
              case Adder.Added.Ok(var root, long bytes, int blocks) ->
                  new AddOutcome.Added(new ContentAddress(root, List.of()), bytes, blocks);
              case Adder.Added.Refused refused ->
                  new AddOutcome.NotAdded(
                      Files.exists(file)
                          ? new FileOutcome.Unreadable()
                          : new FileOutcome.Missing());
              case Adder.Added.NotStored(String why) -> new AddOutcome.NotStored(why);
            },
        ELSEWHERE);
  }
}
