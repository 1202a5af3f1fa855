package cairn.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a command line, sorted.
 *
 * @param options the values of each option that is given, by its {@link Option#name name}
 * @param parameters the words of each parameter that has some, by its {@link Parameter#label label}
 */
record ParsedWords(Map<String, List<String>> options, Map<String, List<String>> parameters) {
  ParsedWords {
    options = Map.copyOf(options);
    parameters = Map.copyOf(parameters);
  }

  /** Whether an option that takes no value is given. */
  boolean has(Option flag) {
    return options.containsKey(flag.name());
  }

  /** The value of an option that may be given once. */
  Optional<String> value(Option option) {
    return all(option).stream().findFirst();
  }

  /** The values of an option, in the order in which they are given. */
  List<String> all(Option option) {
    return options.getOrDefault(option.name(), List.of());
  }

  /** The word of a parameter that takes one. */
  String word(Parameter parameter) {
    return all(parameter).getFirst();
  }

  /** The words of a parameter. */
  List<String> all(Parameter parameter) {
    return parameters.getOrDefault(parameter.label(), List.of());
  }
}
