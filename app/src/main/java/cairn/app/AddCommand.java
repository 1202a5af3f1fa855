package cairn.app;

import cairn.ipfs.Adder;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code cairn add FILE|DIR}: makes blocks of it, stores and pins them, prints the CID. */
final class AddCommand implements Command {
  private static final Parameter PATH =
      new Parameter("FILE|DIR", Parameter.Takes.ONE, "What to put there, a folder with all in it.");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of(
            "Puts a file or folder into the store and prints its CID (profile unixfs-v1-2025, as today's Kubo).")
        .with(PATH);
  }

  @Override
  public int run(Invocation call) throws Exception {
    NamedPath path = NamedPath.of(call.words().word(PATH));
    if (!Files.exists(path.path())) throw AddressBook.noFile(path);
    var store = call.places().openStore();
    return switch (new Adder(store).add(path.path())) {
      case Adder.Added.Ok ok -> {
        call.out().println(ok.root());
        yield 0;
      }
      case Adder.Added.Refused(Path which, String why) ->
          throw new Sentence(
              ExitCodes.IO,
              (which.equals(path.path()) ? path : which) + " cannot be added: " + why);
      case Adder.Added.NotStored(String why) -> throw call.places().notStored(why);
    };
  }
}
