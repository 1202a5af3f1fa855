package cairn.app;

import java.util.Optional;

/** {@code cairn help COMMAND}: the same as {@code cairn COMMAND --help}. */
final class HelpCommand implements Command {
  private static final Parameter COMMAND =
      new Parameter(
          "COMMAND", Parameter.Takes.ANY, "The command to show the help of; without it, cairn.");

  @Override
  public CommandSyntax syntax() {
    return CommandSyntax.of("Shows the help of a command.").with(COMMAND);
  }

  @Override
  public int run(Invocation call) {
    String name = RootCommand.NAME;
    Command command = new RootCommand();
    for (String word : call.words().all(COMMAND)) {
      Optional<Command> named = command.command(word);
      if (named.isEmpty()) return Mistakes.tell(name, new Mistake.UnknownCommand(word), call.err());
      command = named.get();
      name += " " + word;
    }
    HelpText.of(name, command).forEach(call.out()::println);
    return 0;
  }
}
