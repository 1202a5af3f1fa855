package cairn.app;

import java.util.List;
import java.util.Optional;

/** {@code cairn} without the name of a command: opens the window. */
final class RootCommand implements Command {
  /** The name of the launcher. */
  static final String NAME = "cairn";

  private static final Parameter ADDRESS =
      new Parameter(
          "ADDRESS",
          Parameter.Takes.PROGRAM_WORDS,
          "A program to open: a CID, /ipfs/CID/path, a name, a .wasm or .car file; words after it are its arguments.");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("A browser for programs. Without a command it opens the window.")
        .with(ADDRESS)
        .withCommands(List.of("run", "replay", "add", "get", "interface", "version", "help"), false)
        .withFooter(
            "Exit codes of the commands: 64 wrong words, 65 not a program or not what its hash says, 66 not found, 69 something is missing here, 74 a file could not be read or written.");
  }

  @Override
  public Optional<Command> command(String name) {
    return switch (name) {
      case "run" -> Optional.of(new RunCommand());
      case "replay" -> Optional.of(new ReplayCommand());
      case "add" -> Optional.of(new AddCommand());
      case "get" -> Optional.of(new GetCommand());
      case "interface" -> Optional.of(new InterfaceCommand());
      case "version" -> Optional.of(new VersionCommand());
      case "help" -> Optional.of(new HelpCommand());
      // Of the launcher, not of people: in no list.
      case "train" -> Optional.of(new TrainCommand());
      default -> Optional.empty();
    };
  }

  @Override
  public int run(Invocation call) throws Exception {
    return Desktop.open(
        call.places(),
        call.gateways(),
        TypedAddress.of(call.words().all(ADDRESS), new Pantry().addresses().keySet()),
        call.environment());
  }
}
