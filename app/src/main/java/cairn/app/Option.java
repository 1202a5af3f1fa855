package cairn.app;

import java.util.List;

/**
 * An option of the command line, declared once by the command that has it.
 *
 * @param name as it is written, {@code --output}
 * @param shortName one dash and one character, {@code -o}; empty: none
 * @param value what help calls its value, {@code FILE}; empty: the option takes none
 * @param isRepeatable whether it may be given several times
 * @param description a sentence or two for help
 */
record Option(
    String name, String shortName, String value, boolean isRepeatable, String description) {

  static final Option HELP = flag("--help", "Show this help message and exit.").withShortName("-h");

  static final Option VERSION =
      flag("--version", "Print version information and exit.").withShortName("-V");

  static final Option PROFILE =
      valued(
          "--profile",
          "DIR",
          "The folder of grants, history, settings and blocks; else CAIRN_PROFILE, else the usual place for a user's data.");

  static final Option GATEWAY =
      repeatable(
          "--gateway",
          "URL",
          "A trustless IPFS gateway to load from, instead of those in the settings. May be given several times; tried in order.");

  /** What every command takes. Given before a command, they hold for it unless it has its own. */
  static final List<Option> OF_ALL_COMMANDS = List.of(HELP, VERSION, PROFILE, GATEWAY);

  /** One that takes no value. */
  static Option flag(String name, String description) {
    return new Option(name, "", "", false, description);
  }

  /** One that takes a value, once. */
  static Option valued(String name, String value, String description) {
    return new Option(name, "", value, false, description);
  }

  /** One that takes a value each time it is given. */
  static Option repeatable(String name, String value, String description) {
    return new Option(name, "", value, true, description);
  }

  /** The same with a short name. */
  Option withShortName(String letter) {
    return new Option(name, letter, value, isRepeatable, description);
  }

  boolean takesValue() {
    return !value.isEmpty();
  }

  /** As help writes it: {@code --output=FILE}. */
  String usage() {
    return takesValue() ? name + "=" + value : name;
  }

  /** The same by its short name, if it has one: {@code -o=FILE}. */
  String shortUsage() {
    return shortName.isEmpty() ? usage() : shortName + "=" + value;
  }
}
