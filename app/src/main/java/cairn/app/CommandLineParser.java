package cairn.app;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parses a command line: the options of a command, then the name of a command of its own or the
 * words of its parameters, options among them. Options have the forms of GNU getopt_long, but no
 * abbreviated names: {@code --output FILE}, {@code --output=FILE}, {@code -o FILE}, {@code -oFILE},
 * {@code -vo FILE}. Behind {@code --} no word is an option or the name of a command.
 *
 * <p>From the first of a program's words on, nothing is read as an option or a command of Cairn.
 * Behind {@code --} they are taken as they are. Without it a word that begins with a dash could be
 * meant for either, so it is refused and nothing is guessed.
 *
 * <p>Of several mistakes the first is the result; but whoever asks for help gets it, whatever else
 * is wrong.
 *
 * <p>Confined to its caller, for one command line.
 */
final class CommandLineParser {
  private static final String END_OF_OPTIONS = "--";

  private final List<String> words;

  /** The index of the next word. */
  private int next;

  /** The command that the words before named, and its name with those of the commands before it. */
  private Command command;

  private String name;
  private CommandSyntax syntax;

  /** The values of options that were given before the command. */
  private final Map<String, List<String>> inherited = new HashMap<>();

  private final Map<String, List<String>> options = new HashMap<>();
  private final Map<String, List<String>> parameters = new HashMap<>();

  /** The index of the parameter that takes the next word. */
  private int parameter;

  private boolean optionsEnded;
  private boolean programWordsBegan;
  private Optional<ParseResult> firstMistake = Optional.empty();

  private CommandLineParser(String name, Command command, List<String> words) {
    this.name = name;
    this.command = command;
    this.syntax = command.syntax();
    this.words = words;
  }

  /** Parses the words that stand behind the name of a command. */
  static ParseResult parse(String name, Command command, List<String> words) {
    return new CommandLineParser(name, command, words).parse();
  }

  private ParseResult parse() {
    while (next < words.size()) {
      String word = words.get(next++);
      if (optionsEnded) addWord(word);
      else if (word.equals(END_OF_OPTIONS)) optionsEnded = true;
      else if (programWordsBegan) addProgramWord(word);
      else if (word.startsWith("--")) addLongOption(word);
      else if (isDashed(word)) addShortOptions(word);
      else {
        Optional<Command> named = command.command(word);
        if (named.isEmpty()) addWord(word);
        else {
          Optional<ParseResult> asked = asked();
          if (asked.isPresent()) return asked.get();
          enter(word, named.get());
        }
      }
    }
    return asked().or(() -> firstMistake).or(this::missing).orElseGet(this::call);
  }

  private void enter(String word, Command named) {
    command = named;
    name += " " + word;
    syntax = named.syntax();
    inherited.putAll(options);
    options.clear();
  }

  /** Help or the version, if an option of the command asks for it. */
  private Optional<ParseResult> asked() {
    var given = new ParsedWords(options, Map.of());
    if (given.has(Option.HELP)) return Optional.of(new ParseResult.Help(name, command));
    if (given.has(Option.VERSION)) return Optional.of(new ParseResult.Version());
    return Optional.empty();
  }

  /** What the command cannot do without. */
  private Optional<ParseResult> missing() {
    if (syntax.needsCommand()) return wrong(new Mistake.MissingCommand(syntax.commands()));
    for (Parameter each : syntax.parameters())
      if (each.takes() == Parameter.Takes.ONE && !parameters.containsKey(each.label()))
        return wrong(new Mistake.MissingWord(each));
    return Optional.empty();
  }

  private ParseResult call() {
    inherited.putAll(options);
    return new ParseResult.Call(command, new ParsedWords(inherited, parameters));
  }

  private void addLongOption(String word) {
    int equals = word.indexOf('=');
    Optional<Option> option = syntax.option(equals < 0 ? word : word.substring(0, equals));
    if (option.isEmpty()) note(new Mistake.UnknownOption(word));
    else if (equals >= 0) addWithValue(option.get(), word.substring(equals + 1));
    else addWithNextWord(option.get());
  }

  /** {@code word}: a dash and several options of one character, the last perhaps with its value. */
  private void addShortOptions(String word) {
    for (int i = 1; i < word.length(); i++) {
      Optional<Option> option = syntax.option("-" + word.charAt(i));
      String rest = word.substring(i + 1);
      if (option.isEmpty()) {
        note(new Mistake.UnknownOption("-" + word.substring(i)));
        return;
      }
      if (rest.startsWith("=")) {
        addWithValue(option.get(), rest.substring(1));
        return;
      }
      if (option.get().takesValue() && !rest.isEmpty()) {
        add(option.get(), rest);
        return;
      }
      addWithNextWord(option.get());
    }
  }

  private void addWithNextWord(Option option) {
    if (!option.takesValue()) add(option, "");
    else if (next == words.size()) note(new Mistake.MissingValue(option));
    else if (canBeValue(words.get(next))) add(option, words.get(next++));
    else if (isDashed(words.get(next))) note(new Mistake.MissingValue(option));
    else note(new Mistake.CommandAsValue(option, words.get(next)));
  }

  private void addWithValue(Option option, String value) {
    if (option.takesValue()) add(option, value);
    else note(new Mistake.TakesNoValue(option));
  }

  /** What is an option or a command here was not meant as a value, which was forgotten then. */
  private boolean canBeValue(String word) {
    if (word.equals(END_OF_OPTIONS)) return false;
    if (!isDashed(word)) return command.command(word).isEmpty();
    int equals = word.indexOf('=');
    String option =
        !word.startsWith("--")
            ? word.substring(0, 2)
            : equals < 0 ? word : word.substring(0, equals);
    return syntax.option(option).isEmpty();
  }

  private void add(Option option, String value) {
    if (options.containsKey(option.name()) && !option.isRepeatable())
      note(new Mistake.GivenTwice(option));
    else options.computeIfAbsent(option.name(), first -> new ArrayList<>()).add(value);
  }

  private void addProgramWord(String word) {
    if (isDashed(word)) note(new Mistake.BehindProgramWord(word));
    else addWord(word);
  }

  private void addWord(String word) {
    if (parameter == syntax.parameters().size()) {
      note(new Mistake.OneWordTooMany(word));
      return;
    }
    Parameter takes = syntax.parameters().get(parameter);
    parameters.computeIfAbsent(takes.label(), first -> new ArrayList<>()).add(word);
    switch (takes.takes()) {
      case ONE -> parameter++;
      case ANY -> {}
      case PROGRAM_WORDS -> programWordsBegan = true;
    }
  }

  private static boolean isDashed(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  private void note(Mistake mistake) {
    if (firstMistake.isEmpty()) firstMistake = wrong(mistake);
  }

  private Optional<ParseResult> wrong(Mistake mistake) {
    return Optional.of(new ParseResult.Wrong(name, mistake));
  }
}
