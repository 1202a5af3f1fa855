package cairn.app;

import java.util.List;

/** What is wrong with the words of a command line. {@link Mistakes} has the sentences. */
sealed interface Mistake {
  /** The command has no such option. {@code word}: as it is given, with its value if it has one. */
  record UnknownOption(String word) implements Mistake {}

  /** An option without its value. */
  record MissingValue(Option option) implements Mistake {}

  /** The name of a command where the value of an option should be. */
  record CommandAsValue(Option option, String command) implements Mistake {}

  /** A value for an option that takes none. */
  record TakesNoValue(Option option) implements Mistake {}

  /** An option that may be given once is given again. */
  record GivenTwice(Option option) implements Mistake {}

  /** A word that nothing takes. */
  record OneWordTooMany(String word) implements Mistake {}

  /** A parameter without its word. */
  record MissingWord(Parameter parameter) implements Mistake {}

  /** One of these commands must be named. */
  record MissingCommand(List<String> names) implements Mistake {}

  /** Help is asked for about a command that there is not. */
  record UnknownCommand(String name) implements Mistake {}

  /** A word with a dash behind a word of the program's: it could be meant for either. */
  record BehindProgramWord(String word) implements Mistake {}
}
