package cairn.permissions;

import cairn.kernel.gate.ArgumentText;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Scope;
import java.util.List;
import java.util.Optional;

/**
 * A program that would be started, as a question or a decision shows it. Pure; any thread.
 *
 * @param address its CID, all of it
 * @param with what a yes covers, in words: "with exactly these 3 arguments:"
 * @param arguments those that it would get now; empty where any will do
 */
public record StartedProgram(String address, String with, List<String> arguments) {
  /** Characters that stand together, so that the eye can compare. */
  private static final int GROUP = 6;

  public StartedProgram {
    arguments = List.copyOf(arguments);
  }

  /** What would be started, if the scope is one of a program. */
  static Optional<StartedProgram> of(Scope scope, Breadth breadth) {
    if (!(scope instanceof Scope.Program(String address, var arguments))) return Optional.empty();
    String key =
        switch (breadth) {
          case EXACT, HOST -> "program.exact";
          case PROGRAM -> "program.any";
          case ANY -> "program.now";
        };
    return Optional.of(new StartedProgram(address, Words.say(key, arguments.size()), arguments));
  }

  /** The address in groups, with spaces between them, so that it breaks into lines. */
  public String grouped() {
    if (address.indexOf(' ') >= 0) return address;
    var out = new StringBuilder();
    for (int i = 0; i < address.length(); i += GROUP)
      out.append(i == 0 ? "" : " ").append(address, i, Math.min(address.length(), i + GROUP));
    return out.toString();
  }

  /** All of it, for those who listen. */
  String sentence() {
    return address + " " + with + " " + ArgumentText.quoted(arguments);
  }

  /** All of it in a line, unless the arguments have more characters than this: then a count. */
  String inALine(int most) {
    return address + withArguments(arguments, most);
  }

  /** " with 3 arguments: ..." */
  static String withArguments(List<String> arguments, int most) {
    long characters = arguments.stream().mapToLong(String::length).sum();
    if (characters + 3L * arguments.size() > most)
      return " " + Words.say("program.counted", arguments.size(), characters);
    String count = Words.say("program.arguments", arguments.size());
    return arguments.isEmpty() ? " " + count : " " + count + ": " + ArgumentText.quoted(arguments);
  }
}
