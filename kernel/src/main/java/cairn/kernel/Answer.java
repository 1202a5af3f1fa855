package cairn.kernel;

import cairn.registry.Payload;

/** What comes back for a message that wanted an answer. */
public sealed interface Answer {
  /** The handler's answer. */
  record Success(Payload body) implements Answer {}

  /** No answer will come: the handler ended, refused or does not understand. Carries nothing. */
  record Failure() implements Answer {}
}
