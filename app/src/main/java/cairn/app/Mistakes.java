package cairn.app;

import cairn.registry.PlainText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with the words of a command line, and where help is. */
final class Mistakes implements IParameterExceptionHandler {
  private static final int LONGEST = 1000;

  @Override
  public int handleParseException(ParameterException mistake, String[] words) {
    CommandLine command = mistake.getCommandLine();
    var err = command.getErr();
    err.println("cairn: " + PlainText.line(ByteText.shown(sentence(mistake)), LONGEST));
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says what there is.");
    return ExitCodes.USAGE;
  }

  private static String sentence(ParameterException mistake) {
    return switch (mistake) {
      case UnmatchedArgumentException unknown -> {
        String word = unknown.getUnmatched().getFirst();
        yield unknown.isUnknownOption()
            ? "there is no option '" + word + "'; words for a program stand behind --"
            : "'" + word + "' is one word too many";
      }
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          switch (missing.getMissing().getFirst()) {
            case OptionSpec option -> unmet(option);
            case ArgSpec word -> word.paramLabel() + " is missing";
          };
      case OverwrittenOptionException twice ->
          "the option " + name(twice.getOverwritten()) + " is given twice";
      default -> {
        String words = String.valueOf(mistake.getMessage());
        if (words.startsWith("Missing required subcommand"))
          yield "a command is missing: "
              + String.join(", ", mistake.getCommandLine().getSubcommands().keySet());
        yield mistake.getArgSpec() instanceof OptionSpec option && isUnmet(mistake)
            ? unmet(option)
            : words;
      }
    };
  }

  private static String unmet(OptionSpec option) {
    return "the option "
        + option.longestName()
        + " needs a value: "
        + option.longestName()
        + " "
        + option.paramLabel();
  }

  private static boolean isUnmet(ParameterException mistake) {
    return String.valueOf(mistake.getMessage()).startsWith("Expected parameter");
  }

  private static String name(ArgSpec about) {
    return about instanceof OptionSpec option ? option.longestName() : about.paramLabel();
  }
}
