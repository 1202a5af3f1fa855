package cairn.app;

import cairn.shell.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Looks now and then whether an IPFS node's gateway answers on this machine at the usual port. One
 * virtual thread; ends with {@link #close}.
 */
final class LocalKubo implements Surroundings, AutoCloseable {
  /** Where Kubo serves its gateway unless told otherwise. */
  static final String GATEWAY = "http://127.0.0.1:8080";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofSeconds(30);

  private final Thread thread;
  private volatile boolean here;

  LocalKubo() {
    thread = Thread.ofVirtual().name("looks-for-kubo").start(this::look);
  }

  private void look() {
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      // The empty block, as an identity CID: every gateway has it (trustless gateway
      // specification).
      var probe =
          HttpRequest.newBuilder(URI.create(GATEWAY + "/ipfs/bafkqaaa?format=raw"))
              .timeout(PATIENCE)
              .build();
      var never = new java.util.concurrent.CountDownLatch(1);
      do {
        try {
          var answer = client.send(probe, HttpResponse.BodyHandlers.discarding());
          here =
              answer.statusCode() == 200
                  && answer
                      .headers()
                      .firstValue("Content-Type")
                      .orElse("")
                      .startsWith("application/vnd.ipld.raw");
        } catch (IOException e) {
          here = false;
        }
      } while (!never.await(BETWEEN.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean kuboIsHere() {
    return here;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
