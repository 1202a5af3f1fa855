package cairn.permissions;

import cairn.kernel.gate.Decision;
import cairn.kernel.gate.PermissionRequest;

/**
 * Where answers go: {@code kernel::decide}. Returns at once; a question that is gone is ignored.
 */
@FunctionalInterface
public interface Decider {
  /** The user's answer to a question. */
  void decide(PermissionRequest question, Decision decision);
}
