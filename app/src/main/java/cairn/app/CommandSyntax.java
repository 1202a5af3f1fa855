package cairn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a command takes, and what help says about it.
 *
 * @param description a sentence or two; empty for a command that help does not list
 * @param parameters in the order in which words are read into them
 * @param options its own and those of all commands
 * @param commands the names of its own commands that help lists
 * @param needsCommand whether one of its own commands must be named
 * @param footer a paragraph at the end of its help; empty: none
 */
record CommandSyntax(
    String description,
    List<Parameter> parameters,
    List<Option> options,
    List<String> commands,
    boolean needsCommand,
    String footer) {

  CommandSyntax {
    parameters = List.copyOf(parameters);
    options = List.copyOf(options);
    commands = List.copyOf(commands);
  }

  /** Of a command that takes the options of all commands and nothing else. */
  static CommandSyntax of(String description) {
    return new CommandSyntax(description, List.of(), Option.OF_ALL_COMMANDS, List.of(), false, "");
  }

  /** The same with these parameters. */
  CommandSyntax with(Parameter... these) {
    return new CommandSyntax(description, List.of(these), options, commands, needsCommand, footer);
  }

  /** The same with these options of its own. */
  CommandSyntax with(Option... these) {
    var all = new ArrayList<>(List.of(these));
    all.addAll(options);
    return new CommandSyntax(description, parameters, all, commands, needsCommand, footer);
  }

  /** The same with commands of its own. */
  CommandSyntax withCommands(List<String> names, boolean needed) {
    return new CommandSyntax(description, parameters, options, names, needed, footer);
  }

  /** The same with a paragraph at the end of its help. */
  CommandSyntax withFooter(String paragraph) {
    return new CommandSyntax(description, parameters, options, commands, needsCommand, paragraph);
  }

  /** The option of that name, long or short, with its dashes. */
  Optional<Option> option(String name) {
    for (Option option : options)
      if (option.name().equals(name) || option.shortName().equals(name)) return Optional.of(option);
    return Optional.empty();
  }
}
