package cairn.app;

import java.util.List;
import java.util.Optional;

/** {@code cairn interface}: its commands have to do with interface definitions. */
final class InterfaceCommand implements Command {
  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Works with interface definitions.").withCommands(List.of("id"), true);
  }

  @Override
  public Optional<Command> command(String name) {
    return name.equals("id") ? Optional.of(new InterfaceIdCommand()) : Optional.empty();
  }

  @Override
  public int run(Invocation call) {
    throw new IllegalStateException("one of its commands is called instead");
  }
}
