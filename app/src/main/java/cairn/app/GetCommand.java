package cairn.app;

import cairn.ipfs.Getter;
import cairn.ipfs.Retriever;
import cairn.ipfs.Timeouts;
import cairn.ipfs.Transfer;
import cairn.registry.ContentAddress;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cairn get ADDRESS}: fetches a file or folder, every block checked, and writes it. */
@Command(
    name = "get",
    description = "Fetches a file or folder by its address and writes it to the disk.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @ParentCommand
  private Main main;

  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "ADDRESS", description = "A CID or /ipfs/CID/path.")
  private String address = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write it; the last part of the address otherwise. Must not exist.")
  private @Nullable String output;

  @Option(
      names = {"-v", "--verbose"},
      description = "Says on standard error who is asked and what went wrong.")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    var what =
        switch (ContentAddress.parse(address)) {
          case ContentAddress.Parsed.Ok(ContentAddress ok) -> ok;
          case ContentAddress.Parsed.Fault(var why) -> throw AddressBook.noAddress(address, why);
        };
    Path target =
        output != null
            ? NamedPath.of(output).path()
            : Path.of(what.path().isEmpty() ? what.root().toString() : what.path().getLast());
    Supplier<List<URI>> gateways = main.gatewayAddresses(spec.commandLine().getErr());
    var store = main.places().openStore();
    try (var retriever = new Retriever(store, gateways, Timeouts.DEFAULT)) {
      return switch (new Getter(retriever)
          .get(
              what,
              target,
              Long.MAX_VALUE,
              verbose ? said(spec.commandLine().getErr()) : event -> {})) {
        case Getter.Got.Ok ok -> 0;
        case Getter.Got.NotFetched(var why) -> {
          var fault = ContentFaults.toLoadFault(why);
          throw new Sentence(LoadFaults.exitCode(fault), LoadFaults.sentence(fault));
        }
        case Getter.Got.NotWritten(Path path, String why) ->
            throw new Sentence(ExitCodes.IO, path + " could not be written: " + why);
      };
    }
  }

  private static Transfer.Listener said(PrintWriter err) {
    return event -> {
      switch (event) {
        case Transfer.Asking(String source) -> err.println("asking " + source);
        case Transfer.Progress progress -> {}
        case Transfer.SourceFailed(String source, String why) -> err.println(source + ": " + why);
        case Transfer.Quarantined(String source, var expected) ->
            err.println(
                source + " sent a block that is not " + expected + "; it is not asked again");
      }
    };
  }
}
