package cairn.ipfs;

import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import cairn.registry.PlainText;
import cairn.registry.Reaches;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One trustless gateway (specs.ipfs.tech/http-gateways/trustless-gateway). Confined to the thread
 * of its transfer, except {@link #cancel}.
 */
final class Gateway {
  static final String CAR = "application/vnd.ipld.car";
  static final String RAW = "application/vnd.ipld.raw";

  private static final String INWARD = "redirects to a private address";
  private static final int MAX_REDIRECTS = 5;
  private static final Duration DEFAULT_COOL_DOWN = Duration.ofSeconds(30);

  private final HttpUrl base;
  private final Supplier<OkHttpClient> http;
  private final Timeouts timeouts;
  private final ScheduledExecutorService watch;
  // Written by the transfer, read by whoever cancels.
  private volatile boolean cancelled;
  private volatile Optional<Call> running = Optional.empty();

  /** Asks for the client when there is a request to send. */
  Gateway(
      HttpUrl base,
      Supplier<OkHttpClient> http,
      Timeouts timeouts,
      ScheduledExecutorService watch) {
    this.base = base;
    this.http = http;
    this.timeouts = timeouts;
    this.watch = watch;
  }

  /** What came of asking. */
  sealed interface Answer {
    /** A body of the right type, to be read and closed. */
    record Body(Response response) implements Answer {}

    /** It does not have it: 404 or 410. */
    record Absent() implements Answer {}

    /** 429, or 503 with a time: leave it alone. */
    record Busy(Duration pause) implements Answer {}

    /** It answered, but not that. */
    record Refused(String why) implements Answer {}

    /** No answer. */
    record Silent(String why) implements Answer {}
  }

  /** Its address, for people and as its identity. */
  String name() {
    String text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** Asks for a CAR. {@code from}: bytes of the file that are not wanted any more. */
  Answer car(ContentAddress address, Retriever.Scope scope, long from) {
    var url = at(address.root());
    address.path().forEach(url::addPathSegment);
    url.addQueryParameter("format", "car").addQueryParameter("dag-scope", scope.word);
    if (from > 0) url.addQueryParameter("entity-bytes", from + ":*");
    return ask(url.build(), CAR + "; version=1; order=dfs; dups=y", CAR);
  }

  /** Asks for one block. */
  Answer raw(Cid cid) {
    return ask(at(cid).addQueryParameter("format", "raw").build(), RAW, RAW);
  }

  /** Ends what is running; nothing is asked any more. Any thread. */
  void cancel() {
    cancelled = true;
    running.ifPresent(Call::cancel);
  }

  private HttpUrl.Builder at(Cid cid) {
    return base.newBuilder().addPathSegment("ipfs").addPathSegment(cid.toString());
  }

  private Answer ask(HttpUrl first, String accept, String type) {
    var url = first;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      boolean listed = isListed(url);
      if (!listed && isPrivateLiteral(url)) return new Answer.Refused(INWARD);
      var request = new Request.Builder().url(url).header("Accept", accept).build();
      Response response;
      try {
        response = send((listed ? http.get() : guarded(http.get())).newCall(request));
      } catch (NotPublic e) {
        return new Answer.Refused(INWARD);
      } catch (IOException e) {
        return new Answer.Silent(reason(e));
      }
      if (response.code() == 200 && isType(response, type)) return new Answer.Body(response);
      var target = redirect(response, url);
      try (response) {
        if (target.isEmpty()) return refusal(response);
      }
      if (url.isHttps() && !target.get().isHttps())
        return new Answer.Refused("redirects from https to http");
      url = target.get();
    }
    return new Answer.Refused("redirects without end");
  }

  /** Where a redirect leads is decided by a stranger: only public addresses, also after DNS. */
  private static OkHttpClient guarded(OkHttpClient http) {
    return http.newBuilder().dns(host -> publicOnly(http.dns(), host)).build();
  }

  // Waits for the headers no longer than they may take in all, however slowly they drip.
  private Response send(Call call) throws IOException {
    running = Optional.of(call);
    if (cancelled) call.cancel();
    var time = timeouts.connect().plus(timeouts.headers());
    try {
      var late = watch.schedule(call::cancel, time.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return call.execute();
      } finally {
        late.cancel(false);
      }
    } catch (RejectedExecutionException e) {
      throw new IOException("stopped", e);
    }
  }

  private static Answer refusal(Response response) {
    int code = response.code();
    if (code == 404 || code == 410) return new Answer.Absent();
    if (code == 429 || (code == 503 && response.header("Retry-After") != null))
      return new Answer.Busy(retryAfter(response));
    if (code == 200)
      return new Answer.Refused(
          "answered with " + shown(response.header("Content-Type", "no type")));
    return new Answer.Refused("answered " + code);
  }

  private static String shown(String header) {
    return PlainText.line(header, 60);
  }

  // Seconds only (RFC 9110 10.2.3); a date is rare enough to be taken as the default.
  private static Duration retryAfter(Response response) {
    try {
      return Duration.ofSeconds(
          Math.max(1, Integer.parseInt(response.header("Retry-After", "").strip())));
    } catch (NumberFormatException e) {
      return DEFAULT_COOL_DOWN;
    }
  }

  private static boolean isType(Response response, String type) {
    var found = MediaType.parse(response.header("Content-Type", ""));
    return found != null
        && type.equals((found.type() + "/" + found.subtype()).toLowerCase(Locale.ROOT));
  }

  private static Optional<HttpUrl> redirect(Response response, HttpUrl from) {
    return switch (response.code()) {
      case 301, 302, 303, 307, 308 ->
          Optional.ofNullable(from.resolve(response.header("Location", "")));
      default -> Optional.empty();
    };
  }

  /**
   * Whether it is what the user listed: the same scheme, host and port. Another port or a name
   * below it may be another service, and a name may resolve to anything. Names below localhost are
   * localhost (RFC 6761), where Kubo serves each root under a name of its own.
   */
  private boolean isListed(HttpUrl url) {
    boolean below = base.host().equals("localhost") && url.host().endsWith(".localhost");
    return url.scheme().equals(base.scheme())
        && url.port() == base.port()
        && (url.host().equals(base.host()) || below);
  }

  private static boolean isPrivateLiteral(HttpUrl url) {
    String host = url.host();
    boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    try {
      return literal && !isPublic(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return true;
    }
  }

  private static List<InetAddress> publicOnly(Dns dns, String host) throws UnknownHostException {
    var found = dns.lookup(host).stream().filter(Gateway::isPublic).toList();
    if (found.isEmpty()) throw new NotPublic();
    return found;
  }

  private static boolean isPublic(InetAddress address) {
    return Reaches.of(address.getAddress()) == Reaches.Where.PUBLIC;
  }

  /** A name that leads into a private network. */
  private static final class NotPublic extends UnknownHostException {
    private static final long serialVersionUID = 1;
  }

  /** Why no bytes came, as a clause. */
  static String reason(IOException e) {
    return switch (e) {
      case ConnectException _ -> "no connection";
      case UnknownHostException _ -> "unknown host";
      case SocketTimeoutException _ -> "silence";
      case InterruptedIOException _ -> "silence";
      case SSLException _ -> "no secure connection";
      default -> "Canceled".equals(e.getMessage()) ? "silence" : "the connection broke";
    };
  }
}
