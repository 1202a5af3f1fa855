package cairn.kernel;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What all processes together may use.
 *
 * @param processes that are not ended
 * @param memory bytes of all their memories, which are outside of the Java heap; of one process
 *     with more than {@link #SMALL_MEMORY} at most three quarters
 * @param heap bytes of the Java heap for the modules of their programs, loaded or being loaded, and
 *     for their tables
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
    long heap,
    long inFlight,
    long stacks,
    int endedKept,
    Duration loaderSilence,
    Duration loadTime) {
  private static final long MIB = 1L << 20;

  /** Bytes of memory that each process may have as long as there are any. */
  public static final long SMALL_MEMORY = 256 * MIB;

  /** What the JVM takes beside its heap: code, classes, stacks. */
  private static final long OF_THE_JVM = 1024 * MIB;

  /**
   * 10,000 processes; half of the machine's memory, or of the container's, or what the heap and 1
   * GiB leave of it if that is less; half of the heap for modules and tables, and twice 10 % of it;
   * 300 rows, 30 seconds, 20 minutes.
   */
  public static KernelLimits ofThisMachine() {
    long heap = Runtime.getRuntime().maxMemory();
    return new KernelLimits(
        10_000,
        memoryOf(Machine.BYTES, heap),
        heap / 2,
        heap / 10,
        heap / 10,
        300,
        Duration.ofSeconds(30),
        Duration.ofMinutes(20));
  }

  /**
   * Of a machine with so much memory and a JVM with such a heap; for a machine of any size some.
   */
  static long memoryOf(long machine, long heap) {
    return Math.max(SMALL_MEMORY, Math.min(machine / 2, machine - heap - OF_THE_JVM));
  }

  /** Asked once, when first needed. */
  private static final class Machine {
    static final long BYTES =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
  }

  /** Bytes that the memories of one process can grow to when there is no other. */
  public long memoryOfOne() {
    return Math.max(Math.min(memory, SMALL_MEMORY), memory - memory / 4);
  }

  /** Bytes that a module can have when there is no other; {@link Limits#module} is for all. */
  public long moduleOfOne() {
    return Math.min(heap, Limits.DEFAULT.module());
  }

  /** The same with another number of processes. */
  public KernelLimits withProcesses(int most) {
    return new KernelLimits(
        most, memory, heap, inFlight, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of memories, in bytes. */
  public KernelLimits withMemory(long bytes) {
    return new KernelLimits(
        processes, bytes, heap, inFlight, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of modules and tables, in bytes. */
  public KernelLimits withHeap(long bytes) {
    return new KernelLimits(
        processes, memory, bytes, inFlight, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of bodies in flight, in bytes. */
  public KernelLimits withInFlight(long bytes) {
    return new KernelLimits(
        processes, memory, heap, bytes, stacks, endedKept, loaderSilence, loadTime);
  }

  /** The same with another sum of put-down stacks, in bytes. */
  public KernelLimits withStacks(long bytes) {
    return new KernelLimits(
        processes, memory, heap, inFlight, bytes, endedKept, loaderSilence, loadTime);
  }

  /** The same with another number of ended processes to remember. */
  public KernelLimits withEndedKept(int rows) {
    return new KernelLimits(
        processes, memory, heap, inFlight, stacks, rows, loaderSilence, loadTime);
  }

  /** The same with another patience for the loader. */
  public KernelLimits withLoaderSilence(Duration most) {
    return new KernelLimits(processes, memory, heap, inFlight, stacks, endedKept, most, loadTime);
  }

  /** The same with another time for a whole load. */
  public KernelLimits withLoadTime(Duration most) {
    return new KernelLimits(
        processes, memory, heap, inFlight, stacks, endedKept, loaderSilence, most);
  }
}
