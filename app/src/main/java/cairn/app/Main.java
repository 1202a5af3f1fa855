package cairn.app;

import cairn.shell.HomeFolder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Not a JavaFX Application, so that it starts from the class path (decision 3).
 */
@Command(
    name = "cairn",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A browser for programs. Without a command it opens the window.",
    subcommands = {
      RunCommand.class,
      ReplayCommand.class,
      AddCommand.class,
      GetCommand.class,
      InterfaceCommand.class,
      VersionCommand.class,
      TrainCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes of the commands: 64 wrong words, 65 not a program or not what its hash says, 66 not found,",
      "69 something is missing here, 74 a file could not be read or written."
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = "--profile",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "The folder of grants, history, settings and blocks; else CAIRN_PROFILE, else the usual place for a user's data.")
  private @Nullable String profile;

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "A trustless IPFS gateway to load from, instead of those in the settings. May be given several times; tried in order.")
  private List<String> gateways = List.of();

  @Parameters(
      arity = "0..*",
      paramLabel = "ADDRESS",
      parameterConsumer = ProgramWords.class,
      description =
          "A program to open: a CID, /ipfs/CID/path, a name, a .wasm or .car file; words after it are its arguments.")
  private List<String> address = List.of();

  private final Map<String, String> environment;
  private final int wordsBehindEndOfOptions;

  private Main(Map<String, String> environment, int wordsBehindEndOfOptions) {
    this.environment = environment;
    this.wordsBehindEndOfOptions = wordsBehindEndOfOptions;
  }

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
  static int run(CommandWords words, PrintWriter out, PrintWriter err) {
    List<String> all = words.arguments();
    int end = all.indexOf("--");
    var main = new Main(words.environment(), end < 0 ? -1 : all.size() - end - 1);
    var line = new CommandLine(main);
    line.getCommandSpec().exitCodeOnInvalidInput(ExitCodes.USAGE);
    return line.setOut(out)
        .setErr(err)
        // A word is a word: not the name of a file with more.
        .setExpandAtFiles(false)
        // Colours would be control sequences, which do not pass.
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(new Mistakes())
        .setExecutionExceptionHandler(new Failures())
        .execute(all.toArray(String[]::new));
  }

  /** The command line that a command is part of. */
  static Main of(CommandSpec command) {
    return (Main) command.root().userObject();
  }

  /** Whether the last {@code words} words stand behind the first {@code --}. */
  boolean isBehindEndOfOptions(int words) {
    return words <= wordsBehindEndOfOptions;
  }

  /** The profile's places. */
  Places places() throws Sentence {
    return Places.choose(
        Optional.ofNullable(profile),
        environment,
        System.getProperty("os.name", ""),
        HomeFolder.path());
  }

  /** The gateways given on the command line; empty: those in the settings. */
  List<URI> gateways() throws Sentence {
    return GatewayList.given(gateways);
  }

  /**
   * The gateways of a command without a window: those given, else those in the settings, which are
   * read when the first program is looked for, whether or not a window is open on the profile.
   * {@code err}: hears once when they cannot be read.
   */
  Supplier<List<URI>> gatewayAddresses(PrintWriter err) throws Sentence {
    List<URI> given = gateways();
    var root = places().root();
    var told = new AtomicBoolean();
    return () ->
        given.isEmpty()
            ? GatewayList.of(
                ProfileSettings.gatewaysIn(
                    root,
                    why -> {
                      if (told.compareAndSet(false, true)) err.println("cairn: " + why);
                    }))
            : given;
  }

  @Override
  public Integer call() throws Exception {
    return Desktop.open(
        places(),
        gateways(),
        TypedAddress.of(address, new Pantry().addresses().keySet()),
        environment);
  }
}
