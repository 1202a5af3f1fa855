package cairn.kernel.host.redshirt;

import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.ArrayList;

/**
 * An address as redshirt has it: IPv6, with IPv4 mapped into it (RFC 4291, 2.5.5.2).
 *
 * @param ip 4 or 16 bytes
 */
record RedshirtAddress(Payload ip, int port) {
  private static final int MAPPED = 12;

  /** From the parameters of {@code open}. */
  static RedshirtAddress read(Value segments, Value port) {
    var bytes = new byte[16];
    int at = 0;
    for (Value segment : ((Value.Items) segments).items()) {
      int value = (int) ((Value.Unsigned) segment).value();
      bytes[at++] = (byte) (value >> 8);
      bytes[at++] = (byte) value;
    }
    var ip = Payload.owning(bytes);
    return new RedshirtAddress(
        isMapped(bytes) ? ip.slice(MAPPED, 16) : ip, (int) ((Value.Unsigned) port).value());
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) if (bytes[i] != 0) return false;
    return bytes[10] == -1 && bytes[11] == -1;
  }

  /** From a socket-address of {@code tcp}. */
  static RedshirtAddress ofOurs(Value address) {
    var fields = (Value.Fields) address;
    var ip = (Value.Bytes) ((Value.Case) fields.get("ip")).payload().orElseThrow();
    return new RedshirtAddress(ip.value(), (int) ((Value.Unsigned) fields.get("port")).value());
  }

  /** As a socket-address of {@code tcp}. */
  Value ours() {
    return Value.record(
        Value.field("ip", Value.named(ip.length() == 4 ? "v4" : "v6", Value.bytes(ip))),
        Value.field("port", Value.unsigned(port)));
  }

  /** The eight segments of the IPv6 address. */
  Value segments() {
    var bytes = new byte[16];
    if (ip.length() == 4) {
      bytes[10] = -1;
      bytes[11] = -1;
    }
    System.arraycopy(ip.toByteArray(), 0, bytes, 16 - ip.length(), ip.length());
    var segments = new ArrayList<Value>();
    for (int at = 0; at < 16; at += 2)
      segments.add(Value.unsigned((bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff)));
    return new Value.Items(segments);
  }
}
