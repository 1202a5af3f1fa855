package cairn.shell;

import cairn.kernel.KernelSnapshot;

/**
 * What the status bar says.
 *
 * @param kernel processes and messages a second
 * @param heap what the JVM uses
 * @param kuboIsHere whether to say that there is a Kubo node
 */
public record StatusLine(String kernel, String heap, boolean kuboIsHere) {
  /** From two snapshots; for the first one both are the same. */
  public static StatusLine of(
      KernelSnapshot previous, KernelSnapshot now, long heapBytes, boolean kuboIsHere) {
    long rate =
        Amounts.perSecond(
            previous.totals().messages(),
            now.totals().messages(),
            now.atNanos() - previous.atNanos());
    return new StatusLine(
        Words.say("status.kernel", now.totals().running(), rate),
        Words.say("status.heap", Amounts.bytes(heapBytes)),
        kuboIsHere);
  }
}
