package cairn.shell;

import cairn.kernel.KernelSnapshot;

/**
 * What the status bar says.
 *
 * @param kernel processes and messages a second
 * @param heap what the JVM uses
 * @param faults how often the window itself has failed; empty: never
 * @param kuboIsHere whether to say that there is a Kubo node
 */
public record StatusLine(String kernel, String heap, String faults, boolean kuboIsHere) {
  /**
   * From a snapshot and what else is known. {@code rate}: messages a second; {@code faults}: {@link
   * FxBridge#faults}.
   */
  public static StatusLine of(
      KernelSnapshot now, long rate, long heapBytes, long faults, boolean kuboIsHere) {
    return new StatusLine(
        Words.say("status.kernel", now.totals().running(), rate),
        Words.say("status.heap", Amounts.bytes(heapBytes)),
        faults == 0 ? "" : Words.say("status.faults", faults),
        kuboIsHere);
  }
}
