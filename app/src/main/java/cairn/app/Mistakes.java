package cairn.app;

import cairn.registry.PlainText;
import java.io.PrintWriter;

/** Says in one sentence what is wrong with the words of a command line, and where help is. */
final class Mistakes {
  private static final int LONGEST = 1000;

  private Mistakes() {}

  /**
   * Says it. {@code command}: the name of the command that was misused, with those before it.
   *
   * @return the exit code
   */
  static int tell(String command, Mistake mistake, PrintWriter err) {
    err.println("cairn: " + PlainText.shortened(ByteText.shown(sentence(mistake)), LONGEST));
    err.println("'" + command + " --help' says what there is.");
    return ExitCodes.USAGE;
  }

  private static String sentence(Mistake mistake) {
    return switch (mistake) {
      case Mistake.UnknownOption(String word) ->
          "there is no option '" + word + "'; words for a program stand behind --";
      case Mistake.MissingValue(Option option) ->
          "the option " + option.name() + " needs a value: " + option.name() + " " + option.value();
      case Mistake.CommandAsValue(Option option, String command) ->
          String.format(
              "the option %s needs a value, and '%s' is a command: %s %s, or %s=%s if that is meant",
              option.name(), command, option.name(), option.value(), option.name(), command);
      case Mistake.TakesNoValue(Option option) -> "the option " + option.name() + " takes no value";
      case Mistake.GivenTwice(Option option) -> "the option " + option.name() + " is given twice";
      case Mistake.OneWordTooMany(String word) -> "'" + word + "' is one word too many";
      case Mistake.MissingWord(Parameter parameter) -> parameter.label() + " is missing";
      case Mistake.MissingCommand(var names) -> "a command is missing: " + String.join(", ", names);
      case Mistake.UnknownCommand(String name) -> "there is no command '" + name + "'";
      case Mistake.BehindProgramWord(String word) ->
          "'"
              + word
              + "' stands behind a word of the program's: put it before that word if it is for"
              + " Cairn, and -- before the program's words if it is for the program";
    };
  }
}
