package cairn.shell;

import static cairn.shell.FailureText.Remedy.EDIT_ADDRESS;
import static cairn.shell.FailureText.Remedy.GATEWAYS;
import static cairn.shell.FailureText.Remedy.INTERFACES;
import static cairn.shell.FailureText.Remedy.PROCESSES;
import static cairn.shell.FailureText.Remedy.TRY_AGAIN;

import cairn.kernel.LoadFault;
import cairn.shell.FailureText.Remedy;
import cairn.shell.Library.FileOutcome;
import java.util.List;

/** Makes the sentences for every way a program can fail to come to run. Any thread. */
public final class Failures {
  private static final int MOST_ENTRIES = 200;

  private Failures() {}

  /** The page for a fault of the kernel, of a program that was opened so. */
  public static FailureText of(LoadFault fault, Target target) {
    return switch (fault) {
      case LoadFault.NotFound(var tried) -> text("not-found", tried, List.of(TRY_AGAIN, GATEWAYS));
      case LoadFault.Unreachable(var tried) ->
          text("unreachable", tried, List.of(TRY_AGAIN, GATEWAYS));
      case LoadFault.Corrupt(var expected, var source) ->
          text("corrupt", List.of(), List.of(TRY_AGAIN, GATEWAYS), source, expected.toString());
      case LoadFault.Malformed(var what) ->
          text("malformed", List.of(), List.of(TRY_AGAIN, GATEWAYS), what);
      case LoadFault.Truncated(long bytes) ->
          text("truncated", List.of(), List.of(TRY_AGAIN), Amounts.bytes(bytes));
      case LoadFault.TooLarge(long bytes, long limit) ->
          text(
              "too-large",
              List.of(),
              List.of(EDIT_ADDRESS),
              Amounts.bytes(bytes),
              Amounts.bytes(limit));
      case LoadFault.NoSuchPath(var path) ->
          text("no-such-path", List.of(), List.of(EDIT_ADDRESS), path);
      case LoadFault.IsDirectory(var entries) -> directory(entries);
      case LoadFault.NotAProgram(var what) ->
          switch (target) {
            case Target.Content _ -> text("not-a-program", List.of(), List.of(EDIT_ADDRESS), what);
            // There was no hash that its bytes could match.
            case Target.File _ ->
                text(
                    "not-a-program",
                    "not-a-program.happened.file",
                    List.of(),
                    List.of(EDIT_ADDRESS),
                    what);
          };
      case LoadFault.ALibrary() -> text("a-library", List.of(), List.of(EDIT_ADDRESS));
      case LoadFault.WrongStart(var what) ->
          text("wrong-start", List.of(), List.of(EDIT_ADDRESS), what);
      case LoadFault.NoMemoryLeft() ->
          text("no-memory-left", List.of(), List.of(PROCESSES, TRY_AGAIN));
      case LoadFault.HeapFull(long bytes, long free, long most) ->
          text(
              "heap-full",
              List.of(),
              List.of(PROCESSES, TRY_AGAIN),
              Amounts.bytes(bytes),
              Amounts.bytes(free),
              Amounts.bytes(most));
      case LoadFault.UnknownImport(var module, var name) ->
          text("unknown-import", List.of(), List.of(EDIT_ADDRESS), module, name);
      case LoadFault.TooMuchMemory(long bytes, long limit) ->
          text(
              "too-much-memory",
              List.of(),
              List.of(EDIT_ADDRESS),
              Amounts.bytes(bytes),
              Amounts.bytes(limit));
      case LoadFault.NoLoader(var what) ->
          text("no-loader", List.of(), List.of(TRY_AGAIN, INTERFACES), what);
      case LoadFault.LimitReached(var which) ->
          text("limit-reached", List.of(), List.of(PROCESSES, TRY_AGAIN), which);
    };
  }

  /** The page for a file that gave no program. */
  public static FailureText of(FileOutcome outcome, String path) {
    return switch (outcome) {
      case FileOutcome.Missing() -> text("file-missing", List.of(), List.of(EDIT_ADDRESS), path);
      case FileOutcome.NotAFile(var what) ->
          text("not-a-file", List.of(), List.of(EDIT_ADDRESS), path, what);
      case FileOutcome.Unreadable() ->
          text("file-unreadable", List.of(), List.of(TRY_AGAIN, EDIT_ADDRESS), path);
      case FileOutcome.TooLarge(long bytes, long limit) ->
          text(
              "file-too-large",
              List.of(),
              List.of(EDIT_ADDRESS),
              path,
              Amounts.bytes(bytes),
              Amounts.bytes(limit));
      case FileOutcome.BadArchive(var what) ->
          text("bad-archive", List.of(), List.of(EDIT_ADDRESS), path, what);
      case FileOutcome.Module _ -> throw new IllegalArgumentException("not a failure: " + outcome);
    };
  }

  private static FailureText directory(List<String> entries) {
    var shown = entries.stream().limit(MOST_ENTRIES).map(PlainWords::of).toList();
    return new FailureText(
        Words.say("failure.is-directory.title"),
        Words.say("failure.is-directory.happened", entries.size()),
        List.of(),
        Words.say("failure.is-directory.do"),
        List.of(EDIT_ADDRESS),
        shown);
  }

  private static FailureText text(
      String key, List<String> tried, List<Remedy> remedies, Object... places) {
    return text(key, key + ".happened", tried, remedies, places);
  }

  private static FailureText text(
      String key, String happened, List<String> tried, List<Remedy> remedies, Object... places) {
    var clean = new Object[places.length];
    for (int i = 0; i < places.length; i++) clean[i] = PlainWords.of(places[i].toString());
    return new FailureText(
        Words.say("failure." + key + ".title"),
        Words.say("failure." + happened, clean),
        tried.stream().map(PlainWords::of).toList(),
        Words.say("failure." + key + ".do"),
        remedies,
        List.of());
  }
}
