package cairn.kernel;

/**
 * What one process may use. Sizes in bytes.
 *
 * @param memory all its memories together, which are outside of the Java heap
 * @param tables what its tables take of the Java heap
 * @param mailboxMessages messages that wait for it
 * @param mailboxBytes bytes that wait for it
 * @param unanswered questions of its own that are open
 * @param parked messages of its own that wait at the gate
 * @param body the size of one message
 * @param handles sockets and the like, per native handler
 * @param timers alarms at once
 * @param logLines lines a second; more are dropped and counted
 * @param module the size of its module; what all modules take of the heap is {@link
 *     KernelLimits#heap}
 * @param threads guest threads at once, the first one too
 * @param stacks heap that the stacks of its threads keep, all together, since they were put down
 */
public record Limits(
    long memory,
    long tables,
    int mailboxMessages,
    long mailboxBytes,
    int unanswered,
    int parked,
    int body,
    int handles,
    int timers,
    int logLines,
    int module,
    int threads,
    long stacks) {
  private static final int MIB = 1 << 20;

  /**
   * The limits of a program that the user said nothing about. A memory of 4 GiB is as large as one
   * with 32-bit addresses can be, and a module of 1 GiB as large as WebAssembly's JavaScript API
   * allows: what protects the machine is {@link KernelLimits}.
   */
  public static final Limits DEFAULT =
      new Limits(
          4096L * MIB,
          128L * MIB,
          4096,
          16L * MIB,
          4096,
          256,
          16 * MIB,
          1024,
          4096,
          1000,
          1024 * MIB,
          64,
          32L * MIB);

  /** The same with another memory limit in bytes. */
  public Limits withMemory(long bytes) {
    return new Limits(
        bytes,
        tables,
        mailboxMessages,
        mailboxBytes,
        unanswered,
        parked,
        body,
        handles,
        timers,
        logLines,
        module,
        threads,
        stacks);
  }
}
