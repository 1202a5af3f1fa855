package cairn.app;

import cairn.ipfs.Adder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code cairn add FILE|DIR}: makes blocks of it, stores and pins them, prints the CID. */
@Command(
    name = "add",
    description =
        "Puts a file or folder into the store and prints its CID (profile unixfs-v1-2025, as today's Kubo).",
    mixinStandardHelpOptions = true)
final class AddCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @ParentCommand
  private Main main;

  @SuppressWarnings("NullAway.Init") // set by picocli before call()
  @Spec
  private CommandSpec spec;

  @Parameters(paramLabel = "FILE|DIR")
  private String named = "";

  @Override
  public Integer call() throws Exception {
    NamedPath path = NamedPath.of(named);
    if (!Files.exists(path.path())) throw AddressBook.noFile(path);
    var store = main.places().openStore();
    return switch (new Adder(store).add(path.path())) {
      case Adder.Added.Ok ok -> {
        spec.commandLine().getOut().println(ok.root());
        yield 0;
      }
      case Adder.Added.Refused(Path which, String why) ->
          throw new Sentence(
              ExitCodes.IO,
              (which.equals(path.path()) ? path : which) + " cannot be added: " + why);
      case Adder.Added.NotStored(String why) ->
          throw new Sentence(ExitCodes.IO, "the store could not take it: " + why);
    };
  }
}
