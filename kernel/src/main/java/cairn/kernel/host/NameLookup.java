package cairn.kernel.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** From a host's name to its addresses. Any thread; blocks. */
@FunctionalInterface
interface NameLookup extends AutoCloseable {
  /** The addresses in the order to try them, at least one. */
  List<InetAddress> find(String name, Duration atMost)
      throws UnknownHostException, TimeoutException, InterruptedException;

  @Override
  default void close() {}

  /** The host's own resolver. */
  static NameLookup system() {
    return new OfTheHost();
  }

  /**
   * A look-up is a native call that cannot be interrupted and would hold the carrier of a virtual
   * thread, so it has up to 32 daemon threads of its own, {@code cairn-names}.
   */
  final class OfTheHost implements NameLookup {
    private static final int THREADS = 32;

    private final ExecutorService threads;

    private OfTheHost() {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              THREADS,
              THREADS,
              10,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              Thread.ofPlatform().daemon().name("cairn-names").factory());
      pool.allowCoreThreadTimeOut(true);
      threads = pool;
    }

    @Override
    public List<InetAddress> find(String name, Duration atMost)
        throws UnknownHostException, TimeoutException, InterruptedException {
      Future<InetAddress[]> found = threads.submit(() -> InetAddress.getAllByName(name));
      try {
        return List.of(found.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
      } catch (ExecutionException unknown) {
        throw new UnknownHostException(name);
      } finally {
        found.cancel(false);
      }
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
