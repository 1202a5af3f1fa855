package cairn.kernel;

import cairn.registry.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a program is started with, byte for byte, as {@code execve} of POSIX hands it over: neither
 * arguments nor environment need be text.
 *
 * @param program argument 0: what the program was called by
 * @param arguments those after it
 * @param environment each {@code NAME=VALUE}
 */
public record Startup(Payload program, List<Payload> arguments, List<Payload> environment) {
  public Startup {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
  }

  /** From text, as UTF-8. The environment in the order of its names. */
  public static Startup of(String program, List<String> arguments, Map<String, String> variables) {
    var environment = new ArrayList<Payload>();
    variables.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> environment.add(Payload.utf8(entry.getKey() + "=" + entry.getValue())));
    return new Startup(
        Payload.utf8(program), arguments.stream().map(Payload::utf8).toList(), environment);
  }

  /** All arguments, the program's name first. */
  public List<Payload> words() {
    var words = new ArrayList<Payload>(1 + arguments.size());
    words.add(program);
    words.addAll(arguments);
    return List.copyOf(words);
  }
}
