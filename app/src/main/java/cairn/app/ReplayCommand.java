package cairn.app;

import cairn.kernel.KernelLimits;
import cairn.kernel.engine.ChicoryEngine;
import cairn.kernel.host.ReplayedConsole;
import cairn.kernel.host.StandardStreams;
import cairn.kernel.record.LogHeader;
import cairn.kernel.record.Replay;
import cairn.kernel.record.ReplayResult;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.Interfaces;
import cairn.registry.PlainText;
import java.io.BufferedInputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cairn replay FILE}: runs a recorded program again, with its log in place of the world. */
@Command(
    name = "replay",
    description =
        "Runs a recorded program again, from its log alone, and says whether it is the same run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 the same to the end, 1 it differs, 2 the log cannot be replayed,",
      "3 the same as far as the log goes, which is not to the end."
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int DIFFERS = 1;
  private static final int UNREADABLE = 2;
  private static final int SAME_SO_FAR = 3;

  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @ParentCommand
  private Main main;

  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A log written by cairn run --record FILE.")
  private Path file = Path.of("");

  @Option(
      names = "--output",
      description =
          "Prints what the program printed; what is said about the replay goes to standard error.")
  private boolean output;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(file)) throw new Sentence(UNREADABLE, "there is no file " + file);
    Interfaces interfaces = Interfaces.shipped();
    House.learnDefinitions(interfaces);
    PrintWriter said = output ? spec.commandLine().getErr() : spec.commandLine().getOut();
    Replay.Listener listener =
        output
            ? new ReplayedConsole(interfaces, StandardStreams.ofThisProcess(() -> {}))
            : (to, body) -> {};
    try (var engine = new ChicoryEngine(main.places().code());
        var scheduler = GuestSchedulers.best(1)) {
      var surroundings =
          new Replay.Surroundings(
              engine,
              scheduler,
              House.personalities(interfaces),
              KernelLimits.ofThisMachine().memory());
      ReplayResult result =
          Replay.start(
                  surroundings,
                  () -> new BufferedInputStream(Files.newInputStream(file), 64 << 10),
                  listener)
              .result()
              .toCompletableFuture()
              .get();
      return told(result, said, interfaces);
    }
  }

  private static int told(ReplayResult result, PrintWriter said, Interfaces interfaces)
      throws Sentence {
    return switch (result) {
      case ReplayResult.Same(var header, long calls, var ending, var state) -> {
        said.println(title(header, calls));
        said.println("the end: " + ReplayWords.of(ending));
        said.println(
            String.format(
                Locale.ROOT,
                "%,d bytes of memory, sha256 %s",
                state.memoryBytes(),
                state.memory()));
        said.println("the same as recorded");
        yield 0;
      }
      case ReplayResult.SameSoFar(var header, long calls, var why) -> {
        said.println(title(header, calls));
        said.println("the same as recorded as far as the log goes: " + ReplayWords.of(why));
        yield SAME_SO_FAR;
      }
      case ReplayResult.Diverged(var header, long calls, var where) -> {
        said.println(title(header, calls));
        said.println(ReplayWords.of(where, interfaces));
        yield DIFFERS;
      }
      case ReplayResult.Unreadable(var why) -> throw new Sentence(UNREADABLE, ReplayWords.of(why));
      case ReplayResult.Refused(var header, var why) ->
          throw new Sentence(UNREADABLE, LoadFaults.sentence(why));
      case ReplayResult.Stopped() -> throw new Sentence(UNREADABLE, "it was stopped");
    };
  }

  private static String title(LogHeader header, long calls) {
    return String.format(
        Locale.ROOT,
        "%s, program %s: %,d calls, %s by %s",
        PlainText.line(header.name(), 60),
        header.program(),
        calls,
        switch (header.form()) {
          case INTERPRETED -> "interpreted";
          case COMPILED -> "compiled";
        },
        PlainText.line(header.engine(), 60));
  }
}
