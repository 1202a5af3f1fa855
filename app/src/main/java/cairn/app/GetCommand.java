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
import java.util.Optional;
import java.util.function.Supplier;

/** {@code cairn get ADDRESS}: fetches a file or folder, every block checked, and writes it. */
final class GetCommand implements Command {
  private static final Parameter ADDRESS =
      new Parameter("ADDRESS", Parameter.Takes.ONE, "A CID or /ipfs/CID/path.");

  private static final Option OUTPUT =
      Option.valued(
              "--output",
              "FILE",
              "Where to write it; the last part of the address otherwise. Must not exist. Until it"
                  + " is whole it is a hidden .part file beside, which stays only if Cairn is killed"
                  + " (SIGKILL).")
          .withShortName("-o");

  private static final Option VERBOSE =
      Option.flag("--verbose", "Says on standard error who is asked and what went wrong.")
          .withShortName("-v");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Fetches a file or folder by its address and writes it to the disk.")
        .with(ADDRESS)
        .with(OUTPUT, VERBOSE);
  }

  @Override
  public int run(Invocation call) throws Exception {
    String address = call.words().word(ADDRESS);
    Optional<String> output = call.words().value(OUTPUT);
    boolean verbose = call.words().has(VERBOSE);
    var what =
        switch (ContentAddress.parse(address)) {
          case ContentAddress.Parsed.Ok(ContentAddress ok) -> ok;
          case ContentAddress.Parsed.Fault(var why) -> throw AddressBook.noAddress(address, why);
        };
    Path target =
        output.isPresent()
            ? NamedPath.of(output.get()).path()
            : Path.of(what.path().isEmpty() ? what.root().toString() : what.path().getLast());
    Supplier<List<URI>> gateways = call.gatewayAddresses();
    var store = call.places().openStore();
    try (var retriever = new Retriever(store, gateways, Timeouts.DEFAULT);
        var _ = new InterruptAtEnd()) {
      return switch (new Getter(retriever)
          .get(what, target, Long.MAX_VALUE, verbose ? said(call.err()) : event -> {})) {
        case Getter.Got.Ok ok -> 0;
        case Getter.Got.NotFetched(var why) -> {
          var fault = ContentFaults.toLoadFault(why);
          throw new Sentence(LoadFaults.exitCode(fault), LoadFaults.sentence(fault));
        }
        case Getter.Got.NotWritten(Path path, String why) -> throw notWritten(path, why);
        case Getter.Got.Failed(Path path, var why) -> throw notWritten(path, FileWords.of(why));
      };
    }
  }

  private static Sentence notWritten(Path path, String why) {
    return new Sentence(ExitCodes.IO, path + " could not be written: " + why);
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
