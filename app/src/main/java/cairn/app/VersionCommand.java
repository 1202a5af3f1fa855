package cairn.app;

import cairn.kernel.host.files.FilesHandler;
import cairn.kernel.schedule.GuestSchedulers;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cairn version}. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-v", "--verbose"},
      description = "Prints also what it runs on, and whether anything is not as it should be.")
  private boolean verbose;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String line : new Version().getVersion()) out.println(line);
    if (verbose) {
      out.println("Java " + Runtime.version() + ", " + System.getProperty("java.home"));
      out.println("start cache: " + StartCache.ofThisStart().words());
      out.println(
          "guest threads: "
              + (GuestSchedulers.hasContinuations() ? "continuations" : "platform threads"));
      out.println("files: " + (FilesHandler.hasFiles() ? "work" : "none here"));
    }
    return 0;
  }
}
