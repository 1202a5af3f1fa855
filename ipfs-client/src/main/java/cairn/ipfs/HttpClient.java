package cairn.ipfs;

import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * The HTTP client of one retriever, made for the first request: making one reads all certificates
 * that the JDK trusts, and content that is in the store needs none. Any thread.
 */
final class HttpClient implements AutoCloseable {
  private final Timeouts timeouts;
  private Optional<OkHttpClient> made = Optional.empty();

  HttpClient(Timeouts timeouts) {
    this.timeouts = timeouts;
  }

  /** The client, always the same one. */
  synchronized OkHttpClient get() {
    if (made.isEmpty()) {
      made =
          Optional.of(
              new OkHttpClient.Builder()
                  .connectTimeout(timeouts.connect())
                  .readTimeout(timeouts.headers())
                  .writeTimeout(timeouts.headers())
                  .followRedirects(false)
                  .followSslRedirects(false)
                  .build());
    }
    return made.get();
  }

  private synchronized Optional<OkHttpClient> ifMade() {
    return made;
  }

  /** Ends the requests that are running. */
  void cancelAll() {
    ifMade().ifPresent(http -> http.dispatcher().cancelAll());
  }

  /** Closes idle connections and ends the client's threads. */
  @Override
  public void close() {
    ifMade()
        .ifPresent(
            http -> {
              http.connectionPool().evictAll();
              http.dispatcher().executorService().shutdown();
            });
  }
}
