package cairn.app;

import cairn.kernel.KernelLimits;
import cairn.kernel.host.ReplayedConsole;
import cairn.kernel.host.StandardStreams;
import cairn.kernel.record.Replay;
import cairn.registry.Interfaces;
import cairn.shell.Recordings.Replayed;
import cairn.shell.Recordings.Verdict;
import java.io.PrintWriter;
import java.nio.file.Files;

/** {@code cairn replay FILE}: runs a recorded program again, with its log in place of the world. */
final class ReplayCommand implements Command {
  private static final int DIFFERS = 1;
  private static final int UNREADABLE = 2;
  private static final int SAME_SO_FAR = 3;

  private static final Parameter LOG =
      new Parameter("FILE", Parameter.Takes.ONE, "A log written by cairn run --record FILE.");

  private static final Option OUTPUT =
      Option.flag(
          "--output",
          "Prints what the program printed; what is said about the replay goes to standard error.");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of(
            "Runs a recorded program again, from its log alone, and says whether it is the same run.")
        .with(LOG)
        .with(OUTPUT)
        .withFooter(
            "Exit codes: 0 the same to the end, 1 it differs, 2 the log cannot be replayed, 3 the same as far as the log goes, which is not to the end.");
  }

  @Override
  public int run(Invocation call) throws Exception {
    boolean output = call.words().has(OUTPUT);
    NamedPath log = NamedPath.of(call.words().word(LOG));
    if (!Files.exists(log.path())) throw new Sentence(UNREADABLE, log.missing());
    if (!Files.isRegularFile(log.path()))
      throw new Sentence(UNREADABLE, log + " is not a file, so it is no recording");
    Interfaces interfaces = Interfaces.shipped();
    House.learnDefinitions(interfaces);
    PrintWriter said = output ? call.err() : call.out();
    Replay.Listener listener =
        output
            ? new ReplayedConsole(interfaces, StandardStreams.ofThisProcess(ClosedStreams.read()))
            : (to, body) -> {};
    var recording = new ReplayedFile(log.path(), interfaces, KernelLimits.ofThisMachine().memory());
    return told(ReplayWords.of(recording.run(listener, replay -> {}), interfaces), said);
  }

  private static int told(Replayed how, PrintWriter said) throws Sentence {
    if (how.verdict() == Verdict.NOT_REPLAYED) throw new Sentence(UNREADABLE, how.sentence());
    how.details().forEach(said::println);
    said.println(how.sentence());
    return switch (how.verdict()) {
      case SAME -> 0;
      case SAME_SO_FAR, STOPPED -> SAME_SO_FAR;
      case DIFFERS -> DIFFERS;
      case NOT_REPLAYED -> UNREADABLE;
    };
  }
}
