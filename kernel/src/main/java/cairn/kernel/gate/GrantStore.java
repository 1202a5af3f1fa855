package cairn.kernel.gate;

import cairn.kernel.ProgramId;
import java.time.Instant;
import java.util.List;

/**
 * Keeps the user's decisions. Called on virtual threads; may block. What {@link #store} and {@link
 * #revoke} have returned from survives the end of the JVM at any instant.
 */
public interface GrantStore {
  /** All stored grants; called once, when the kernel starts. */
  List<Grant> load();

  /**
   * Keeps a rule and gives it an id. An equal rule (same program, interface, deed, scope, breadth)
   * is replaced and keeps its id.
   */
  Grant store(ProgramId program, Rule rule, Instant now);

  /** Removes it; no effect if it is gone. */
  void revoke(GrantId id);

  /** Notes the last use, and adds to the uses noted before; may be lost. */
  void used(GrantId id, Instant when, long uses);
}
