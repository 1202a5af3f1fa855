package cairn.kernel;

import java.time.Duration;

/**
 * What all processes together may use.
 *
 * @param processes that are not ended
 * @param memory bytes of all their memories and tables
 * @param inFlight bytes of bodies that were accepted and not taken yet, or that Cairn's own code
 *     still has in hand; of one process at most a third of what is still free
 * @param stacks bytes of heap that the stacks of their threads keep, since they were put down; of
 *     half of it one process at most a third of what is still free, the other half for small ones
 * @param endedKept rows of ended processes that stay in the snapshot; the oldest go
 * @param loaderSilence how long a loader may say nothing before a load is given up
 * @param loadTime how long a load may take from its first piece to its last
 */
public record KernelLimits(
    int processes,
    long memory,
    long inFlight,
    long stacks,
    int endedKept,
    Duration loaderSilence,
    Duration loadTime) {
  /** 10,000 processes, 60 % and twice 10 % of the heap, 300 rows, 30 seconds, 20 minutes. */
  public static KernelLimits ofThisMachine() {
    long heap = Runtime.getRuntime().maxMemory();
    return new KernelLimits(
        10_000,
        heap / 10 * 6,
        heap / 10,
        heap / 10,
        300,
        Duration.ofSeconds(30),
        Duration.ofMinutes(20));
  }

  /** One page of 64 KiB less than 2 GiB: a memory is one array of bytes. */
  private static final long LARGEST_ARRAY = (2L << 30) - (64 << 10);

  /**
   * Bytes that the memory of one process can grow to when there is no other: less than all may
   * have, because a memory that grows is copied, and its old and its new array are there together.
   */
  public long memoryOfOne() {
    return Math.min(memory / 4 * 3, LARGEST_ARRAY);
  }

  /** The same with another number of processes. */
  public KernelLimits withProcesses(int most) {
    return new KernelLimits(most, memory, inFlight, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of memories, in bytes. */
  public KernelLimits withMemory(long bytes) {
    return new KernelLimits(processes, bytes, inFlight, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of bodies in flight, in bytes. */
  public KernelLimits withInFlight(long bytes) {
    return new KernelLimits(processes, memory, bytes, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of put-down stacks, in bytes. */
  public KernelLimits withStacks(long bytes) {
    return new KernelLimits(processes, memory, inFlight, bytes, endedKept, loaderSilence, loadTime);
  }

  /** The same with another number of ended processes to remember. */
  public KernelLimits withEndedKept(int rows) {
    return new KernelLimits(processes, memory, inFlight, stacks, rows, loaderSilence, loadTime);
  }

  /** The same with another patience for the loader. */
  public KernelLimits withLoaderSilence(Duration most) {
    return new KernelLimits(processes, memory, inFlight, stacks, endedKept, most, loadTime);
  }

  /** The same with another time for a whole load. */
  public KernelLimits withLoadTime(Duration most) {
    return new KernelLimits(processes, memory, inFlight, stacks, endedKept, loaderSilence, most);
  }
}
