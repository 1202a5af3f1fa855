package cairn.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * While this is open, the thread that made it is interrupted when the JVM is told to end (SIGINT,
 * SIGTERM, SIGHUP), and the JVM waits a moment until it has closed this, so that it can remove what
 * is not whole. Then it says nothing more. Closed by the thread that made it.
 */
final class InterruptAtEnd implements AutoCloseable {
  private static final long SECONDS = 5;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  InterruptAtEnd() {
    Thread worker = Thread.currentThread();
    hook =
        Thread.ofPlatform()
            .name("interrupt-at-end")
            .unstarted(
                () -> {
                  worker.interrupt();
                  awaitClosed();
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void awaitClosed() {
    try {
      closed.await(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      closed.countDown();
      while (true) LockSupport.park(this);
    }
  }
}
