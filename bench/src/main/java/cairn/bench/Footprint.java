package cairn.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this JVM takes of the machine.
 *
 * @param heap bytes in use after a collection
 * @param threads platform threads
 * @param files open files and sockets; 0 where /proc does not tell
 * @param resident bytes of the process in memory; 0 where /proc does not tell
 */
record Footprint(long heap, int threads, int files, long resident) {
  /** Measures it, after the garbage has gone. */
  static Footprint now() throws InterruptedException, IOException {
    // Twice with a pause: what the first finds unreachable through cleaners goes with the second.
    System.gc();
    Thread.sleep(500);
    System.gc();
    Thread.sleep(200);
    return new Footprint(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        openFiles(),
        inMemory());
  }

  private static int openFiles() throws IOException {
    var folder = Path.of("/proc/self/fd");
    if (!Files.isDirectory(folder)) return 0;
    try (var all = Files.list(folder)) {
      return (int) all.count();
    }
  }

  private static long inMemory() throws IOException {
    var status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) return 0;
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  @Override
  public String toString() {
    return (heap >> 20)
        + " MiB of heap, "
        + threads
        + " threads, "
        + files
        + " files and sockets, "
        + (resident >> 20)
        + " MiB resident";
  }
}
