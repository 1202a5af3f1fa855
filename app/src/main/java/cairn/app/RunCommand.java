package cairn.app;

import cairn.kernel.Exit;
import cairn.kernel.KernelLimits;
import cairn.kernel.Limits;
import cairn.kernel.OpenRequest;
import cairn.kernel.Pid;
import cairn.kernel.RecordingTarget;
import cairn.kernel.Startup;
import cairn.kernel.gate.PermissionAsker;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.RuleText;
import cairn.kernel.host.Consoles;
import cairn.kernel.host.LogSink;
import cairn.kernel.host.StandardStreams;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.PlainText;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * {@code cairn run ADDRESS}: the same kernel without a window. Console on the standard streams; the
 * exit code is the program's.
 */
final class RunCommand implements Command {
  private static final Parameter ADDRESS =
      new Parameter(
          "ADDRESS",
          Parameter.Takes.ONE,
          "A CID, /ipfs/CID/path, the name of a program that ships, or a .wasm or .car file.");

  private static final Parameter ARGUMENTS =
      new Parameter(
          "ARGS",
          Parameter.Takes.PROGRAM_WORDS,
          "The program's arguments; put -- before them, then they arrive as they are, byte for byte.");

  private static final Option ALLOW =
      Option.repeatable(
          "--allow",
          "RULE",
          "Allows an interface (tcp), a deed (tcp.listen), or one scope of it (tcp=HOST:PORT).");

  private static final Option DENY =
      Option.repeatable("--deny", "RULE", "Denies likewise; a denial wins.");

  private static final Option GRANT_ALL =
      Option.flag(
          "--grant-all", "Allows everything that would be asked. Not for strangers' programs.");

  private static final Option USE_GRANTS =
      Option.flag("--use-grants", "Lets the grants stored in the profile apply.");

  private static final Option ENVIRONMENT =
      Option.repeatable("--env", "NAME=VALUE", "Sets a variable of the program's environment.");

  private static final Option DIRS =
      Option.repeatable(
          "--dir",
          "HOST:GUEST",
          "Gives the program a folder of this machine, with all in it, under a name of its own; HOST alone, under the same. May be given several times.");

  private static final Option LISTEN =
      Option.repeatable(
          "--listen",
          "HOST:PORT",
          "Gives a WASI program a socket that takes connections there, from descriptor 3 on.");

  private static final Option LIMITS =
      Option.repeatable("--limit", "memory=SIZE", "Limits what it may use: memory=64m.");

  private static final Option RECORD =
      Option.valued(
          "--record",
          "FILE",
          "Writes a log of the run to this new file, for cairn replay. It holds all that the program is told.");

  private static final Option VERBOSE =
      Option.flag("--verbose", "Prints the program's log and what was refused on standard error.")
          .withShortName("-v");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of(
            "Runs a program without a window. What is not allowed by a flag is refused, politely.")
        .with(ADDRESS, ARGUMENTS)
        .with(
            ALLOW, DENY, GRANT_ALL, USE_GRANTS, ENVIRONMENT, DIRS, LISTEN, LIMITS, RECORD, VERBOSE)
        .withFooter("The exit code is the program's; 134 when it trapped, 137 when it was ended.");
  }

  @Override
  public int run(Invocation call) throws Exception {
    ParsedWords words = call.words();
    List<String> listen = words.all(LISTEN);
    boolean grantAll = words.has(GRANT_ALL);
    boolean useGrants = words.has(USE_GRANTS);
    Optional<String> record = words.value(RECORD);
    boolean verbose = words.has(VERBOSE);
    PrintWriter err = call.err();
    Interfaces interfaces = Interfaces.shipped();
    if (record.isPresent() && !listen.isEmpty())
      throw new Sentence(
          ExitCodes.USAGE,
          "--record and --listen do not go together: a log does not say which sockets there were");
    List<Payload> variables = variables(words.all(ENVIRONMENT));
    Outside outside = Outside.read(words.all(DIRS), listen, System.getProperty("os.name", ""));
    List<Rule> rules = rules(words, interfaces);
    rules.addAll(outside.rules(interfaces));
    Limits most = mostOf(named(words.all(LIMITS)), KernelLimits.ofThisMachine());

    Supplier<List<URI>> gateways = call.gatewayAddresses();
    var living = new CompletableFuture<House>();
    var answers = new HeadlessAnswers(interfaces);
    PermissionAsker asker =
        request ->
            living.thenAccept(
                house ->
                    house
                        .kernel()
                        .decide(
                            request.id(),
                            answers.to(request, grantAll, verbose ? err::println : line -> {})));
    LogSink log =
        (pid, level, text) -> {
          if (verbose) err.println(level + ": " + text);
        };
    Consoles consoles = pid -> StandardStreams.ofThisProcess(ClosedStreams.read());
    var pantry = new Pantry();
    var what = new AddressBook(pantry.addresses()).read(words.word(ADDRESS));
    Optional<RecordingFile> recording =
        record.isEmpty()
            ? Optional.empty()
            : Optional.of(
                RecordingFile.create(
                    NamedPath.of(record.get()).path(),
                    false,
                    how -> err.println("cairn: " + ReplayWords.line(how))));
    try (var granted =
            Granted.open(
                call.places(), useGrants, grantAll, said -> err.println("cairn: " + said));
        var house =
            House.open(
                new House.Needs(
                    call.places(),
                    gateways,
                    interfaces,
                    consoles,
                    log,
                    asker,
                    granted.store(),
                    Optional.empty(),
                    program -> Optional.empty(),
                    Runtime.getRuntime().availableProcessors(),
                    outside))) {
      living.complete(house);
      var request =
          new OpenRequest(
              what.source(),
              what.name(),
              new Startup(
                  what.argumentZero(),
                  words.all(ARGUMENTS).stream().map(ByteText::bytes).toList(),
                  variables),
              rules,
              useGrants,
              most,
              recording.map(file -> (RecordingTarget) file));
      Pid pid = house.kernel().open(request);
      Exit exit = house.kernel().ended(pid).toCompletableFuture().get();
      house.shown(pid).toCompletableFuture().get();
      if (verbose) HeadlessAnswers.others(house.kernel().snapshot(), interfaces, err::println);
      return code(exit, err);
    } finally {
      recording.ifPresent(RecordingFile::unused);
    }
  }

  private static List<Rule> rules(ParsedWords words, Interfaces interfaces) throws Sentence {
    var rules = new ArrayList<Rule>();
    for (String text : words.all(DENY)) rules.addAll(read(text, false, interfaces));
    for (String text : words.all(ALLOW)) rules.addAll(read(text, true, interfaces));
    return rules;
  }

  private static List<Rule> read(String text, boolean allow, Interfaces interfaces)
      throws Sentence {
    return switch (RuleText.parse(text, allow, interfaces.all())) {
      case RuleText.Read.Ok ok -> ok.rules();
      case RuleText.Read.Faulty faulty -> throw new Sentence(ExitCodes.USAGE, faulty.why());
    };
  }

  /** {@code NAME=VALUE} each, as the program is to see them; of a name given twice the last. */
  static List<Payload> variables(List<String> given) throws Sentence {
    var variables = new LinkedHashMap<String, String>();
    for (String each : given) {
      int equals = each.indexOf('=');
      if (equals < 1)
        throw new Sentence(
            ExitCodes.USAGE, "'" + each + "' is not NAME=VALUE; write --env LANG=en_US.UTF-8");
      variables.put(each.substring(0, equals), each);
    }
    return variables.values().stream().map(ByteText::bytes).toList();
  }

  private static Map<String, String> named(List<String> given) throws Sentence {
    var limits = new LinkedHashMap<String, String>();
    for (String each : given) {
      int equals = each.indexOf('=');
      if (equals < 1)
        throw new Sentence(
            ExitCodes.USAGE, "'" + each + "' is not NAME=SIZE; write --limit memory=64m");
      limits.put(each.substring(0, equals), each.substring(equals + 1));
    }
    return limits;
  }

  /** What {@code --limit} says, if it can be had here. */
  static Limits mostOf(Map<String, String> limits, KernelLimits all) throws Sentence {
    Limits most = Limits.DEFAULT;
    for (var limit : limits.entrySet()) {
      if (!limit.getKey().equals("memory"))
        throw new Sentence(
            ExitCodes.USAGE, "there is no limit '" + limit.getKey() + "'; there is memory");
      long wanted = bytes(limit.getValue());
      if (wanted > all.memoryOfOne())
        throw new Sentence(
            ExitCodes.USAGE,
            String.format(
                Locale.ROOT,
                "memory=%s is more than one program can have here: the most is memory=%dm, three quarters of what this machine has for all",
                limit.getValue(),
                all.memoryOfOne() >> 20));
      most = most.withMemory(wanted);
    }
    return most;
  }

  /** A size such as 64m: a number and k, m or g for powers of 1024. */
  static long bytes(String text) throws Sentence {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9]{1,12}[kmg]?"))
      throw new Sentence(ExitCodes.USAGE, "'" + text + "' is not a size; write one like 64m");
    int shift = lower.endsWith("k") ? 10 : lower.endsWith("m") ? 20 : lower.endsWith("g") ? 30 : 0;
    long number = Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1));
    if (number > Long.MAX_VALUE >> shift)
      throw new Sentence(ExitCodes.USAGE, "'" + text + "' is more than any computer has");
    return number << shift;
  }

  /** What the system passes on of an exit code: eight bits; a failure stays one. */
  static int eightBits(int code) {
    return code != 0 && (code & 0xff) == 0 ? 255 : code & 0xff;
  }

  private static int code(Exit exit, PrintWriter err) {
    return switch (exit) {
      case Exit.Exited(int code) -> eightBits(code);
      case Exit.Trapped trapped -> {
        err.println("cairn: the program crashed: " + PlainText.shortened(trapped.reason(), 500));
        trapped.stack().forEach(frame -> err.println("    at " + PlainText.shortened(frame, 200)));
        yield ExitCodes.TRAPPED;
      }
      case Exit.Killed(String by) -> {
        err.println("cairn: the program was ended by " + PlainText.shortened(by, 200));
        yield ExitCodes.KILLED;
      }
      case Exit.Refused refused -> {
        err.println("cairn: " + LoadFaults.sentence(refused.why()));
        yield LoadFaults.exitCode(refused.why());
      }
    };
  }
}
