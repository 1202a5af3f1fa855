package cairn.kernel;

import java.time.Instant;
import java.util.List;

/**
 * Keeps the user's choices of who answers. Called on one virtual thread; may block. What {@link
 * #keep} and {@link #forget} have returned from survives the end of the JVM at any instant.
 */
public interface ChoiceStore {
  /**
   * What was read.
   *
   * @param faults a sentence for each choice that cannot be read; it is left where it is
   */
  record Loaded(List<KeptChoice> choices, List<String> faults) {
    public Loaded {
      choices = List.copyOf(choices);
      faults = List.copyOf(faults);
    }
  }

  /** All choices; called once, when the kernel starts. */
  Loaded load();

  /** Keeps a choice, in the place of what was chosen there before. */
  void keep(KeptChoice choice, Instant now);

  /** Forgets what was chosen there; no effect if there is nothing. */
  void forget(KeptChoice.Where where);
}
