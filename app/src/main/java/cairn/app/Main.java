package cairn.app;

import cairn.shell.Arguments;
import cairn.shell.HomeFolder;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
      TrainCommand.class
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
  private @Nullable Path profile;

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
      description =
          "A program to open: a CID, /ipfs/CID/path, a name, a .wasm file; words after it are its arguments.")
  private List<String> address = List.of();

  private Main() {}

  /** Runs the command line and ends the JVM with its code. */
  public static void main(String[] arguments) {
    PlainWriter.guardLogging();
    StartCache.ofThisStart().complaint().ifPresent(line -> System.err.println("cairn: " + line));
    int code = run(arguments);
    // The window's toolkit and guests leave no thread behind, but a program's exit code must not
    // wait for any.
    System.exit(code);
  }

  /** Runs the command line to its end and returns the exit code. */
  static int run(String... arguments) {
    var line = new CommandLine(new Main());
    return line.setOut(PlainWriter.before(line.getOut()))
        .setErr(PlainWriter.before(line.getErr()))
        // Colours would be control sequences, which do not pass.
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setExecutionExceptionHandler(new Failures())
        .execute(arguments);
  }

  /** The profile's places. */
  Places places() {
    return Places.choose(
        Optional.ofNullable(profile),
        System.getenv(),
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
    return Desktop.open(places(), gateways(), Arguments.joined(address).strip());
  }
}
