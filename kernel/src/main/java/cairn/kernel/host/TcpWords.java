package cairn.kernel.host;

import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Between the JDK's sockets and the words of {@code tcp}. Pure. */
final class TcpWords {
  private TcpWords() {}

  /** A socket-address. */
  static InetSocketAddress address(Value value) {
    var fields = (Value.Fields) value;
    var ip = (Value.Case) fields.get("ip");
    byte[] bytes = ((Value.Bytes) ip.payload().orElseThrow()).value().toByteArray();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port(fields));
    } catch (UnknownHostException length) {
      // The definition fixes the length at 4 or 16.
      throw new IllegalArgumentException(length);
    }
  }

  /** The port of a record that has one. */
  static int port(Value.Fields fields) {
    return (int) ((Value.Unsigned) fields.get("port")).value();
  }

  /** A socket-address. */
  static Value address(InetSocketAddress address) {
    byte[] ip = address.getAddress().getAddress();
    return Value.record(
        Value.field(
            "ip", Value.named(ip.length == 4 ? "v4" : "v6", Value.bytes(Payload.owning(ip)))),
        Value.field("port", Value.unsigned(address.getPort())));
  }

  /** A connection. */
  static Value connection(int socket, InetSocketAddress local, InetSocketAddress remote) {
    return Value.record(
        Value.field("socket", Value.unsigned(socket & 0xffff_ffffL)),
        Value.field("local", address(local)),
        Value.field("remote", address(remote)));
  }

  /** A listener. */
  static Value listener(int socket, InetSocketAddress local) {
    return Value.record(
        Value.field("socket", Value.unsigned(socket & 0xffff_ffffL)),
        Value.field("local", address(local)));
  }

  /**
   * The open-error for what the system said. The JDK gives some of its error numbers a class and
   * leaves the others to their text.
   */
  static String openError(IOException failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (failure instanceof SocketTimeoutException || text.contains("timed out")) return "timed-out";
    if (failure instanceof NoRouteToHostException) return "unreachable";
    if (text.contains("in use")) return "address-in-use";
    if (text.contains("permission denied")) return "permission-denied";
    if (text.contains("invalid argument")) return "address-invalid";
    if (failure instanceof BindException) return "address-invalid";
    if (text.contains("refused")) return "refused";
    return "unreachable";
  }
}
