package cairn.ipfs;

import cairn.ipfs.format.WalkLimits;
import cairn.registry.ContentAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import okhttp3.HttpUrl;

/**
 * Fetches content by its hash: from the store, then from trustless gateways in the order of the
 * user's list. A gateway is first asked for a CAR of all that is missing, then for single blocks;
 * what it does not give, the next one is asked for. Any thread may open transfers. Closing ends
 * them all.
 */
public final class Retriever implements AutoCloseable {
  private final BlockStore store;
  private final Supplier<List<URI>> gateways;
  private final Timeouts timeouts;
  private final HttpClient http;
  private final ScheduledExecutorService watch;
  private final Standing standing = new Standing();

  /**
   * Over a store.
   *
   * @param gateways http or https addresses of trustless gateways, read anew for each transfer
   */
  public Retriever(BlockStore store, Supplier<List<URI>> gateways, Timeouts timeouts) {
    this.store = store;
    this.gateways = gateways;
    this.timeouts = timeouts;
    this.http = new HttpClient(timeouts);
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cairn-ipfs-watch").factory());
  }

  /** As {@link #open(ContentAddress, long, Transfer.Listener)} without a listener. */
  public CarStream open(ContentAddress address, long limit) {
    return open(address, limit, event -> {});
  }

  /**
   * Begins to fetch a file; returns at once.
   *
   * @param limit the most bytes the file may have
   */
  public CarStream open(ContentAddress address, long limit, Transfer.Listener listener) {
    var limits = WalkLimits.forFile(limit);
    return new CarStream(address, limits, fetch(address, Scope.ENTITY, limits, listener), listener);
  }

  BlockFetch fetch(
      ContentAddress address, Scope scope, WalkLimits limits, Transfer.Listener listener) {
    List<Gateway> sources = new ArrayList<>();
    for (var uri : gateways.get()) {
      var base = HttpUrl.parse(uri.toString());
      if (base != null) sources.add(new Gateway(base, http::get, timeouts, watch));
    }
    return new BlockFetch(
        store.hold(), sources, standing, address, scope, limits, timeouts, listener);
  }

  /** What a CAR is asked to hold. */
  enum Scope {
    /** One file, or one directory's own blocks. */
    ENTITY("entity"),
    /** Everything below. */
    ALL("all");

    final String word;

    Scope(String word) {
      this.word = word;
    }
  }

  /** Ends all transfers. */
  @Override
  public void close() {
    http.cancelAll();
    watch.shutdownNow();
    http.close();
  }
}
