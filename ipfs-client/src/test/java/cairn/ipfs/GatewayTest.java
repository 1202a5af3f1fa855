package cairn.ipfs;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Cid;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a gateway may send Cairn, and where not. */
class GatewayTest {
  private static final Gateway.Answer.Refused INWARD =
      new Gateway.Answer.Refused("redirects to a private address");

  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    watch.shutdownNow();
  }

  /** All names of gw.example, and localhost's, lead to this machine; no other is known. */
  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    if (host.equals("gw.example")
        || host.endsWith(".gw.example")
        || host.equals("localhost")
        || host.endsWith(".localhost")) return List.of(InetAddress.getLoopbackAddress());
    throw new UnknownHostException(host);
  }

  private Gateway listed(String url) {
    var http = new OkHttpClient.Builder().followRedirects(false).dns(GatewayTest::resolve).build();
    return new Gateway(HttpUrl.get(url), () -> http, Timeouts.DEFAULT, watch);
  }

  private static Cid cid() {
    return switch (Cid.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e")) {
      case Cid.Parsed.Ok(Cid cid) -> cid;
      case Cid.Parsed.Fault fault -> throw new AssertionError(fault);
    };
  }

  /** Asks a listed gateway that sends on, once, to wherever this says, given its port. */
  private Redirected redirected(String host, Function<Integer, String> to) throws Exception {
    try (var gateway =
        new FakeGateway(
            request ->
                request.getTarget().startsWith("/new")
                    ? FakeGateway.body(FakeGateway.RAW, new byte[] {1}).build()
                    : new MockResponse.Builder()
                        .code(302)
                        .addHeader("Location", to.apply(request.getUrl().port()))
                        .build())) {
      var answer = listed("http://" + host + ":" + gateway.uri().getPort()).raw(cid());
      if (answer instanceof Gateway.Answer.Body(var response)) response.close();
      return new Redirected(answer, gateway.asked().size());
    }
  }

  private record Redirected(Gateway.Answer answer, int requests) {}

  @Test
  void aGatewayMaySendToItself() throws Exception {
    var result = redirected("gw.example", port -> "http://gw.example:" + port + "/new");

    assertThat(result.answer()).isInstanceOf(Gateway.Answer.Body.class);
  }

  @Test
  void namesBelowLocalhostAreLocalhost() throws Exception {
    var result = redirected("localhost", port -> "http://x.ipfs.localhost:" + port + "/new");

    assertThat(result.answer()).isInstanceOf(Gateway.Answer.Body.class);
  }

  @Test
  void aNameBelowItMayNotLeadIntoThePrivateNetwork() throws Exception {
    var result = redirected("gw.example", port -> "http://evil.gw.example:" + port + "/new");

    assertThat(result).isEqualTo(new Redirected(INWARD, 1));
  }

  @Test
  void itMayNotSendToAnotherPortOfItsOwnName() throws Exception {
    try (var service = new FakeGateway(request -> FakeGateway.status(200))) {
      URI inner = service.uri();
      for (String host : List.of("127.0.0.1", "gw.example", "localhost")) {
        var result = redirected(host, port -> "http://" + host + ":" + inner.getPort() + "/new");

        assertThat(result).isEqualTo(new Redirected(INWARD, 1));
      }
      assertThat(service.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::10.0.0.1]",
        "[2002:c0a8:101::1]",
        "[2001:db8::1]"
      })
  void itMayNotSendToAPrivateAddress(String address) throws Exception {
    var result = redirected("gw.example", port -> "http://" + address + ":" + port + "/new");

    assertThat(result).isEqualTo(new Redirected(INWARD, 1));
  }

  @Test
  void whatItCallsItsAnswerIsShownWithoutWhatSteersATerminal() throws Exception {
    try (var gateway =
        new FakeGateway(
            request ->
                new MockResponse.Builder()
                    .addHeaderLenient(
                        "Content-Type", "text/\u009b2J\u202e\u001b[1m" + "x".repeat(200))
                    .build())) {
      var answer = listed("http://127.0.0.1:" + gateway.uri().getPort()).raw(cid());

      assertThat(answer)
          .isInstanceOfSatisfying(
              Gateway.Answer.Refused.class,
              refused ->
                  assertThat(refused.why())
                      .startsWith("answered with text/")
                      .hasSizeLessThan(80)
                      .doesNotContainPattern("[\\p{Cc}\\p{Cf}]"));
    }
  }
}
