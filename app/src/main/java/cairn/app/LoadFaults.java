package cairn.app;

import cairn.kernel.LoadFault;
import cairn.registry.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Says on the command line why a program did not come to run, in one line. Sentences end without a
 * full stop. What strangers contributed to a fault is cleaned here, piece by piece, so that none
 * can steer a terminal, look like Cairn's own words or push the others out of sight.
 */
final class LoadFaults {
  /** The most characters of one piece of others' text. */
  private static final int MOST = 200;

  private LoadFaults() {}

  static String sentence(LoadFault fault) {
    return switch (fault) {
      case LoadFault.NotFound(List<String> tried) -> "nobody has it" + tried(tried);
      case LoadFault.Unreachable(List<String> tried) -> "no source gave it" + tried(tried);
      case LoadFault.Corrupt corrupt ->
          "a block from "
              + (corrupt.source().isEmpty() ? "the loader" : clean(corrupt.source()))
              + " is not what its hash "
              + corrupt.expected()
              + " says; nothing of it was kept";
      case LoadFault.Malformed(String what) ->
          "what came is not a well-formed file: " + clean(what);
      case LoadFault.Truncated(long soFar) ->
          String.format(
              Locale.ROOT, "the stream ended after %,d bytes, before the program was whole", soFar);
      case LoadFault.TooLarge(long bytes, long limit) ->
          String.format(Locale.ROOT, "it has %,d bytes; the limit is %,d", bytes, limit);
      case LoadFault.NoSuchPath(String path) ->
          "there is no '" + clean(path) + "' in that directory";
      case LoadFault.IsDirectory(List<String> entries) ->
          "this is a directory; name one of its files"
              + (entries.isEmpty()
                  ? ""
                  : ": " + joined(entries.subList(0, Math.min(8, entries.size()))));
      case LoadFault.NotAProgram(String what) -> "this is not a program: " + clean(what);
      case LoadFault.ALibrary library -> "this is a library, not a program: it has no _start";
      case LoadFault.WrongStart(String what) ->
          "this is not a program: it exports _start, but " + clean(what);
      case LoadFault.NoMemoryLeft none -> "there was no memory left to prepare it";
      case LoadFault.HeapFull(long bytes, long free, long most) ->
          String.format(
              Locale.ROOT,
              "its module takes %,d bytes; all modules and tables together may take %,d bytes of the Java heap, and %,d of these are free",
              bytes,
              most,
              free);
      case LoadFault.UnknownImport(String module, String name)
          when module.equals("wasi_unstable") ->
          "it needs '"
              + clean(module)
              + "."
              + clean(name)
              + "', of WASI before 2020; what is built for wasi_snapshot_preview1 runs here";
      case LoadFault.UnknownImport(String module, String name) ->
          "it needs '" + clean(module) + "." + clean(name) + "', which Cairn does not have";
      case LoadFault.TooMuchMemory(long bytes, long limit) ->
          String.format(
              Locale.ROOT,
              "it wants %,d bytes of memory from the start; the limit is %,d",
              bytes,
              limit);
      case LoadFault.NoLoader(String what) -> "the loader failed: " + clean(what);
      case LoadFault.LimitReached(String which) -> "a limit of Cairn is reached: " + clean(which);
    };
  }

  static int exitCode(LoadFault fault) {
    return switch (fault) {
      case LoadFault.NotFound f -> ExitCodes.NOT_FOUND;
      case LoadFault.Unreachable f -> ExitCodes.NOT_FOUND;
      case LoadFault.NoSuchPath f -> ExitCodes.NOT_FOUND;
      case LoadFault.IsDirectory f -> ExitCodes.NOT_FOUND;
      case LoadFault.Corrupt f -> ExitCodes.BAD_DATA;
      case LoadFault.Malformed f -> ExitCodes.BAD_DATA;
      case LoadFault.Truncated f -> ExitCodes.BAD_DATA;
      case LoadFault.TooLarge f -> ExitCodes.BAD_DATA;
      case LoadFault.NotAProgram f -> ExitCodes.BAD_DATA;
      case LoadFault.ALibrary f -> ExitCodes.BAD_DATA;
      case LoadFault.WrongStart f -> ExitCodes.BAD_DATA;
      case LoadFault.UnknownImport f -> ExitCodes.BAD_DATA;
      case LoadFault.TooMuchMemory f -> ExitCodes.BAD_DATA;
      case LoadFault.NoMemoryLeft f -> ExitCodes.UNAVAILABLE;
      case LoadFault.HeapFull f -> ExitCodes.UNAVAILABLE;
      case LoadFault.NoLoader f -> ExitCodes.UNAVAILABLE;
      case LoadFault.LimitReached f -> ExitCodes.UNAVAILABLE;
    };
  }

  private static String tried(List<String> tried) {
    return tried.isEmpty() ? "" : "; asked " + joined(tried);
  }

  private static String joined(List<String> foreign) {
    return foreign.stream().map(LoadFaults::clean).collect(Collectors.joining(", "));
  }

  private static String clean(String foreign) {
    return PlainText.shortened(foreign, MOST);
  }
}
