package cairn.app;

import cairn.kernel.host.files.FilesHandler;
import cairn.kernel.schedule.GuestSchedulers;
import java.io.PrintWriter;

/** {@code cairn version}. */
final class VersionCommand implements Command {
  private static final Option VERBOSE =
      Option.flag(
              "--verbose",
              "Prints also what it runs on, and whether anything is not as it should be.")
          .withShortName("-v");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Prints the version.").with(VERBOSE);
  }

  @Override
  public int run(Invocation call) {
    PrintWriter out = call.out();
    out.println(Version.line());
    if (call.words().has(VERBOSE)) {
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
