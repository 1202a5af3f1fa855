package cairn.kernel.judge;

import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor;

/**
 * What one message wants of the user's world.
 *
 * @param shown what else the user is to see: it makes another question, but no other decision
 * @param risk FREE for what opens nothing
 * @param usesHandle whether it acts on something opened before; then nobody decides again
 */
public record Wish(
    Charter on,
    String deed,
    String verb,
    Scope scope,
    String shown,
    Descriptor.Risk risk,
    boolean usesHandle) {
  /** The same about another scope. */
  Wish about(Scope really, Descriptor.Risk itsRisk) {
    return new Wish(on, deed, verb, really, shown, itsRisk, false);
  }
}
