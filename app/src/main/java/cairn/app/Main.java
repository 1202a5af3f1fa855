package cairn.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The command line. Not a JavaFX Application, so that it starts from the class path (decision 3).
 */
public final class Main {
  private Main() {}

  /** Runs the command line and ends the JVM with its code. */
  public static void main(String[] arguments) {
    PlainWriter.guardLogging();
    StartCache.ofThisStart().complaint().ifPresent(line -> System.err.println("cairn: " + line));
    int code = started(arguments);
    // The window's toolkit and guests leave no thread behind, but a program's exit code must not
    // wait for any.
    System.exit(code);
  }

  private static int started(String... arguments) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    try {
      return run(CommandWords.ofThisProcess(arguments), out, err);
    } catch (Sentence unreadable) {
      err.println("cairn: " + unreadable.getMessage());
      return unreadable.exitCode();
    }
  }

  /** Names are printed as the bytes they have, so in UTF-8 whatever the locale. */
  private static PrintWriter writer(FileDescriptor to) {
    return PlainWriter.before(
        new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8));
  }

  /** Runs these words, with the environment as Java sees it. */
  static int run(String... words) {
    return run(
        new CommandWords(List.of(words), System.getenv()),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err));
  }

  /** Runs the command line to its end and returns the exit code. */
  static int run(CommandWords given, PrintWriter out, PrintWriter err) {
    int code = runTo(given, out, err);
    // What was asked for and could not be printed was not done.
    if (code != 0 || !out.checkError()) return code;
    err.println("cairn: what was to be printed could not be written");
    return ExitCodes.IO;
  }

  private static int runTo(CommandWords given, PrintWriter out, PrintWriter err) {
    return switch (CommandLineParser.parse(
        RootCommand.NAME, new RootCommand(), given.arguments())) {
      case ParseResult.Call(Command command, ParsedWords words) ->
          run(command, new Invocation(words, given.environment(), out, err));
      case ParseResult.Help(String name, Command command) -> {
        HelpText.of(name, command).forEach(out::println);
        yield 0;
      }
      case ParseResult.Version() -> {
        out.println(Version.line());
        yield 0;
      }
      case ParseResult.Wrong(String name, Mistake mistake) -> Mistakes.tell(name, mistake, err);
    };
  }

  private static int run(Command command, Invocation call) {
    try {
      return command.run(call);
    } catch (Exception failure) {
      return Failures.tell(failure, call.err());
    }
  }
}
