package cairn.permissions;

import cairn.kernel.gate.GrantId;
import cairn.registry.Sha256;
import java.util.List;

/**
 * Grants that stand together on the permission page.
 *
 * @param picture the hash of the program or the interface
 * @param ofProgram whether it is a program's
 * @param title its name; {@code hash}: shortened
 */
public record GrantGroup(
    Sha256 picture, boolean ofProgram, String title, String hash, List<Line> lines) {
  public GrantGroup {
    lines = List.copyOf(lines);
  }

  /** What kind of word a grant is. */
  public enum Kind {
    /** Yes, stored. */
    ALWAYS,
    /** Yes, until the process ends. */
    THIS_RUN,
    /** No. */
    DENIED
  }

  /**
   * One grant.
   *
   * @param label the interface, or the program on the page by interface
   * @param what "connect to 10.0.0.7:4000"; {@code where}: "local network", may be empty
   * @param usage "used 212 times, last now"
   * @param pill how long it holds, or that it is a no
   */
  public record Line(
      GrantId id, String label, String what, String where, String usage, Kind kind, String pill) {}
}
