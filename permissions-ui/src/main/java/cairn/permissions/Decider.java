package cairn.permissions;

import cairn.kernel.gate.Decision;
import cairn.kernel.gate.RequestId;

/**
 * Where answers go: {@code kernel::decide}. Returns at once; a question that is gone is ignored.
 */
@FunctionalInterface
public interface Decider {
  /** The user's answer to a question. */
  void decide(RequestId question, Decision decision);
}
