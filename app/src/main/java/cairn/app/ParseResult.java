package cairn.app;

/** Result of parsing a command line. {@code name}: of the command, with those before it. */
sealed interface ParseResult {
  /** A command is to be run. */
  record Call(Command command, ParsedWords words) implements ParseResult {}

  /** Help about a command is asked for. */
  record Help(String name, Command command) implements ParseResult {}

  /** The version is asked for. */
  record Version() implements ParseResult {}

  /** The words make no sense to a command. */
  record Wrong(String name, Mistake mistake) implements ParseResult {}
}
