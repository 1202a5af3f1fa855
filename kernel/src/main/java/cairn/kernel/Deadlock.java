package cairn.kernel;

import cairn.registry.InterfaceId;
import java.util.List;

/**
 * Processes that wait for each other in a circle, with all their threads and for nothing else, so
 * that none of them can go on unless somebody ends one.
 *
 * @param circle each waits for the next, the last for the first; the lowest pid first
 */
public record Deadlock(List<Wait> circle) {
  public Deadlock {
    circle = List.copyOf(circle);
  }

  /** What a process waits for. */
  public enum Why {
    /** The answer to a question that the other took, or has in its mailbox. */
    ANSWER,
    /** Room in the other's mailbox. */
    ROOM
  }

  /**
   * One edge.
   *
   * @param who waits
   * @param whom it waits for
   * @param on the interface over which
   * @param name how that is called
   */
  public record Wait(Pid who, Pid whom, Why why, InterfaceId on, String name) {}
}
