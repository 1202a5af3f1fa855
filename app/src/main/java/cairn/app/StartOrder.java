package cairn.app;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * What was started, in its order, so that it is closed in reverse: all of it when Cairn ends, and
 * what there is when a later part does not start. Confined to one thread at a time.
 *
 * <pre>{@code
 * var started = new StartOrder(told);
 * try {
 *   var profile = started.add("the profile", open(), Profile::close);
 *   ...
 *   return new Desktop(started, profile, ...);
 * } catch (Throwable e) {
 *   started.close();
 *   throw e;
 * }
 * }</pre>
 */
final class StartOrder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StartOrder.class.getName());

  private record Started(String name, Runnable close) {}

  private final ArrayDeque<Started> parts = new ArrayDeque<>();
  private final Consumer<String> told;

  /** {@code told}: hears the name of each part that has started, and may throw. */
  StartOrder(Consumer<String> told) {
    this.told = told;
  }

  /** Adds a part that has started. {@code close}: ends its threads and gives back what it holds. */
  <T> T add(String name, T part, Consumer<T> close) {
    parts.push(new Started(name, () -> close.accept(part)));
    told.accept(name);
    return part;
  }

  /** Somebody else closes these from now on. */
  void handOver() {
    parts.clear();
  }

  /** Closes the last one first. One that cannot be closed is logged and keeps none open. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      Started last = parts.pop();
      try {
        last.close().run();
      } catch (Throwable e) {
        LOG.log(Level.ERROR, last.name() + " could not be closed", e);
      }
    }
  }
}
