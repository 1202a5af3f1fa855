package cairn.app;

import java.util.Optional;

/**
 * A command of the command line. Its class is loaded when it is called, and by the help that lists
 * it: a start pays for no other command.
 */
interface Command {
  /** What it takes. */
  CommandSyntax syntax();

  /** A command of its own, by its name. */
  default Optional<Command> command(String name) {
    return Optional.empty();
  }

  /**
   * Does it on the calling thread, until it is done.
   *
   * @return the exit code of the process
   * @throws Sentence what the user has to be told
   * @throws Exception what nobody made a sentence for; {@link Failures} does
   */
  int run(Invocation call) throws Exception;
}
