package cairn.kernel;

import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import cairn.registry.PlainText;
import java.util.Optional;

/**
 * A program that the user has chosen to answer or filter an interface, in every run of Cairn. It is
 * started when a message wants it.
 *
 * @param name what it was called when it was chosen; cleaned
 * @param from where it can be loaded from
 */
public record KeptChoice(Where where, ProgramId program, String name, ContentAddress from) {
  /** Characters of a name that are kept. */
  private static final int LONGEST_NAME = 100;

  public KeptChoice {
    name = PlainText.line(name, LONGEST_NAME);
  }

  /**
   * What there is one choice for.
   *
   * @param of whose messages; empty: everybody's of whom nothing else is said
   * @param filter whether it takes messages before the handler
   */
  public record Where(InterfaceId on, Optional<ProgramId> of, boolean filter) {}
}
