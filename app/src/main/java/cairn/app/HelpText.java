package cairn.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What help says about a command, in lines for a terminal of 80 columns. Pure. */
final class HelpText {
  /** Characters of a line at most: some terminals break one that fills all columns. */
  private static final int WIDTH = 79;

  /** Where the long name of an option begins, behind {@code " -o, "}. */
  private static final int NAMES = 6;

  /** How far the second line of a description stands behind the first. */
  private static final int HANGING = 2;

  private final List<String> lines = new ArrayList<>();

  private HelpText() {}

  /** The lines about a command. {@code name}: its name with those of the commands before it. */
  static List<String> of(String name, Command command) {
    var text = new HelpText();
    text.add(name, command);
    return text.lines;
  }

  private void add(String name, Command command) {
    CommandSyntax syntax = command.syntax();
    List<Option> options =
        syntax.options().stream().sorted(Comparator.comparing(Option::name)).toList();
    String begin = "Usage: " + name + " ";
    wrap(begin, usage(syntax, options), begin.length());
    wrap("", List.of(syntax.description().split(" ")), 0);
    addNames(syntax, options);
    if (!syntax.commands().isEmpty()) addCommands(command, syntax.commands());
    if (!syntax.footer().isEmpty()) {
      lines.add("");
      wrap("", List.of(syntax.footer().split(" ")), 0);
    }
  }

  /** What can stand behind the name: flags, values, what may be repeated, parameters, a command. */
  private static List<String> usage(CommandSyntax syntax, List<Option> options) {
    var parts = new ArrayList<String>();
    var letters = new StringBuilder();
    for (Option option : options)
      if (!option.takesValue() && !option.shortName().isEmpty())
        letters.append(option.shortName().charAt(1));
    parts.add("[-" + letters + "]");
    for (Option option : options)
      if (!option.takesValue() && option.shortName().isEmpty())
        parts.add("[" + option.name() + "]");
    for (Option option : options)
      if (option.takesValue() && !option.isRepeatable()) parts.add("[" + option.shortUsage() + "]");
    for (Option option : options)
      if (option.isRepeatable()) parts.add("[" + option.shortUsage() + "]...");
    for (Parameter parameter : syntax.parameters()) parts.add(parameter.usage());
    if (!syntax.commands().isEmpty()) parts.add("[COMMAND]");
    return parts;
  }

  private void addNames(CommandSyntax syntax, List<Option> options) {
    int longest = 0;
    for (Parameter parameter : syntax.parameters())
      longest = Math.max(longest, parameter.usage().length());
    for (Option option : options) longest = Math.max(longest, option.usage().length());
    int column = NAMES + longest + 3;
    for (Parameter parameter : syntax.parameters())
      addName("      " + parameter.usage(), parameter.description(), column);
    for (Option option : options)
      addName(
          (option.shortName().isEmpty() ? "      " : "  " + option.shortName() + ", ")
              + option.usage(),
          option.description(),
          column);
  }

  private void addCommands(Command command, List<String> names) {
    int column = 2 + names.stream().mapToInt(String::length).max().orElse(0) + 2;
    lines.add("Commands:");
    for (String name : names)
      addName("  " + name, command.command(name).orElseThrow().syntax().description(), column);
  }

  private void addName(String name, String description, int column) {
    String begin = name + " ".repeat(column - name.length());
    wrap(begin, List.of(description.split(" ")), column + HANGING);
  }

  /** Adds a line that begins so, and as many more, indented, as the words need. */
  private void wrap(String begin, List<String> words, int indent) {
    var line = new StringBuilder(begin);
    boolean isFirst = true;
    for (String word : words) {
      if (!isFirst && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(" ".repeat(indent));
        isFirst = true;
      }
      if (!isFirst) line.append(' ');
      line.append(word);
      isFirst = false;
    }
    lines.add(line.toString());
  }
}
