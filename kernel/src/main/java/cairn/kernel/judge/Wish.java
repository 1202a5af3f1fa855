package cairn.kernel.judge;

import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor;
import java.util.Optional;

/**
 * What one message wants of the user's world.
 *
 * @param changed by whom the message was changed on its way: it makes another question, but no
 *     other decision
 * @param risk FREE for what opens nothing
 * @param usesHandle whether it acts on something opened before; then nobody decides again
 */
public record Wish(
    Charter on,
    String deed,
    String verb,
    Scope scope,
    Optional<Changed> changed,
    Descriptor.Risk risk,
    boolean usesHandle) {
  /** A message of one process that another, a filter, has changed. */
  record Changed(Subject sender, Subject filter) {}

  /** The same, of a message that a filter has changed. */
  public Wish changed(Subject sender, Subject filter) {
    return new Wish(
        on, deed, verb, scope, Optional.of(new Changed(sender, filter)), risk, usesHandle);
  }

  /** The same about another scope. */
  Wish about(Scope really, Descriptor.Risk itsRisk) {
    return new Wish(on, deed, verb, really, changed, itsRisk, false);
  }
}
