package cairn.shell;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Reads the address of a gateway as a person types it. Any thread. */
public final class Gateways {
  private Gateways() {}

  /**
   * The one form it is kept in: {@code scheme://host[:port]}, lower case, without a slash at the
   * end. Empty if it is not a gateway's address: another scheme, no host, a path, a query, a user.
   */
  public static Optional<String> read(String typed) {
    try {
      var uri = new URI(typed.strip());
      var scheme = uri.getScheme();
      var host = uri.getHost();
      if (scheme == null || host == null || uri.getUserInfo() != null) return Optional.empty();
      if (uri.getQuery() != null || uri.getFragment() != null) return Optional.empty();
      var path = uri.getPath();
      if (path != null && !path.isEmpty() && !path.equals("/")) return Optional.empty();
      scheme = scheme.toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) return Optional.empty();
      if (uri.getPort() > 65535) return Optional.empty();
      var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return Optional.of(scheme + "://" + host.toLowerCase(Locale.ROOT) + port);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
