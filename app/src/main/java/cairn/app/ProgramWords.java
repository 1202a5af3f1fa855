package cairn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes all the words that are the program's: from its first argument on nothing is read as a
 * command or an option of Cairn. Behind {@code --} they are taken as they are. Without it a word
 * that begins with a dash could be meant for either, so it is refused and nothing is guessed.
 */
final class ProgramWords implements IParameterConsumer {
  private static final String END_OF_OPTIONS = "--";

  @Override
  public void consumeParameters(Stack<String> words, ArgSpec argument, CommandSpec command) {
    var all = new ArrayList<String>();
    List<String> before = argument.getValue();
    if (before != null) all.addAll(before);
    boolean verbatim = Main.of(command).isBehindEndOfOptions(words.size());
    while (!words.isEmpty()) {
      String word = words.pop();
      if (!verbatim && word.equals(END_OF_OPTIONS)) {
        verbatim = true;
        continue;
      }
      if (!verbatim && word.startsWith("-") && word.length() > 1)
        throw new ParameterException(
            command.commandLine(),
            "'"
                + word
                + "' stands behind a word of the program's: put it before that word if it is for"
                + " Cairn, and -- before the program's words if it is for the program");
      all.add(word);
    }
    argument.setValue(List.copyOf(all));
  }
}
