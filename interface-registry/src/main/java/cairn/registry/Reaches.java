package cairn.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where an IP address leads, and how it is written: the one notion of it, for programs that connect
 * and for redirects of gateways. Pure.
 *
 * <p>Public is only what is certainly the public internet: of IPv6 that is 2000::/3 without the
 * blocks set aside in it. All else asks by address. An address that carries an IPv4 one leads where
 * that one leads: ::ffff:a.b.c.d (which is dialled, and therefore written, as a.b.c.d), NAT64
 * 64:ff9b::/96, 6to4 2002::/16.
 *
 * <p>Sources: the IANA special-purpose address registries (RFC 6890), RFC 6052, RFC 3056; text as
 * RFC 5952 has it.
 */
public final class Reaches {
  private Reaches() {}

  /** Where an address leads. */
  public enum Where {
    /** This machine. */
    LOOPBACK,
    /** Private, link-local, CGNAT, multicast, unspecified, reserved. */
    LOCAL,
    /** The public internet. */
    PUBLIC
  }

  /** Blocks of IPv4 that are not the public internet, without 127.0.0.0/8. */
  private static final List<Block> LOCAL_4 =
      List.of(
          block(8, 0), // "this network"
          block(8, 10),
          block(10, 100, 64), // shared by carriers (CGNAT)
          block(16, 169, 254), // link-local
          block(12, 172, 16),
          block(24, 192, 0, 0), // protocol assignments
          block(24, 192, 0, 2), // documentation
          block(24, 192, 88, 99), // 6to4 relays
          block(16, 192, 168),
          block(15, 198, 18), // benchmarks
          block(24, 198, 51, 100), // documentation
          block(24, 203, 0, 113), // documentation
          block(4, 224), // multicast
          block(4, 240)); // reserved, broadcast

  private static final Block LOOPBACK_4 = block(8, 127);
  private static final Block MAPPED = block(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
  private static final Block NAT64 = block(96, 0, 0x64, 0xff, 0x9b);
  private static final Block SIX_TO_FOUR = block(16, 0x20, 0x02);
  private static final Block GLOBAL_6 = block(3, 0x20);

  /** Blocks inside 2000::/3 that are not the public internet. */
  private static final List<Block> LOCAL_6 =
      List.of(
          block(23, 0x20, 0x01, 0x00), // protocol assignments: Teredo, ORCHID, benchmarks
          block(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
          block(20, 0x3f, 0xff, 0x00)); // documentation

  /**
   * Where an address of 4 or 16 bytes leads, in network order. Throws IllegalArgumentException for
   * another length.
   */
  public static Where of(byte[] ip) {
    byte[] real = unmapped(ip);
    if (real.length == 4) return of4(real);
    if (isLoopback6(real)) return Where.LOOPBACK;
    if (NAT64.holds(real)) return notLoopback(of4(Arrays.copyOfRange(real, 12, 16)));
    if (SIX_TO_FOUR.holds(real)) return notLoopback(of4(Arrays.copyOfRange(real, 2, 6)));
    boolean isPublic = GLOBAL_6.holds(real) && LOCAL_6.stream().noneMatch(b -> b.holds(real));
    return isPublic ? Where.PUBLIC : Where.LOCAL;
  }

  /**
   * The canonical text of an address of 4 or 16 bytes: dotted decimal, or RFC 5952. Equal
   * destinations have equal texts. Throws IllegalArgumentException for another length.
   */
  public static String text(byte[] ip) {
    byte[] real = unmapped(ip);
    return real.length == 4 ? text4(real) : text6(real);
  }

  /**
   * The address that a text literally is: four decimal numbers without leading zeros, or IPv6 in
   * any of the forms of RFC 4291, without brackets and without a zone. Empty: it is no address in
   * these forms, which does not say that a resolver would not take it for one.
   */
  public static Optional<byte[]> parse(String text) {
    if (text.length() > 45) return Optional.empty();
    if (text.indexOf(':') < 0) return parse4(text);
    return parse6(text);
  }

  private static Where of4(byte[] ip) {
    if (LOOPBACK_4.holds(ip)) return Where.LOOPBACK;
    return LOCAL_4.stream().anyMatch(b -> b.holds(ip)) ? Where.LOCAL : Where.PUBLIC;
  }

  /** Behind a translator 127.0.0.1 is the translator's machine, not this one. */
  private static Where notLoopback(Where reach) {
    return reach == Where.LOOPBACK ? Where.LOCAL : reach;
  }

  private static byte[] unmapped(byte[] ip) {
    if (ip.length != 4 && ip.length != 16) {
      throw new IllegalArgumentException("an IP address of " + ip.length + " bytes");
    }
    return ip.length == 16 && MAPPED.holds(ip) ? Arrays.copyOfRange(ip, 12, 16) : ip;
  }

  private static boolean isLoopback6(byte[] ip) {
    for (int i = 0; i < 15; i++) if (ip[i] != 0) return false;
    return ip[15] == 1;
  }

  private static String text4(byte[] ip) {
    return (ip[0] & 0xff) + "." + (ip[1] & 0xff) + "." + (ip[2] & 0xff) + "." + (ip[3] & 0xff);
  }

  private static String text6(byte[] ip) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) groups[i] = (ip[2 * i] & 0xff) << 8 | (ip[2 * i + 1] & 0xff);
    // RFC 5952, 4.2: the longest run of at least two zero groups is "::", the first of equals.
    int start = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups[end] == 0) end++;
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        out.append("::");
        i += length - 1;
      } else {
        if (i > 0 && i != start + length) out.append(':');
        out.append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }

  private static Optional<byte[]> parse4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) return Optional.empty();
    byte[] ip = new byte[4];
    for (int i = 0; i < 4; i++) {
      if (!parts[i].matches("0|[1-9][0-9]{0,2}")) return Optional.empty();
      int number = Integer.parseInt(parts[i]);
      if (number > 255) return Optional.empty();
      ip[i] = (byte) number;
    }
    return Optional.of(ip);
  }

  private static Optional<byte[]> parse6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) return Optional.empty();
    Optional<List<Byte>> head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    Optional<List<Byte>> tail = groups(gap < 0 ? "" : text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty()) return Optional.empty();
    int length = head.get().size() + tail.get().size();
    // "::" stands for at least one group (RFC 4291, 2.2).
    if (gap < 0 ? length != 16 : length > 14) return Optional.empty();
    byte[] ip = new byte[16];
    for (int i = 0; i < head.get().size(); i++) ip[i] = head.get().get(i);
    for (int i = 0; i < tail.get().size(); i++) {
      ip[16 - tail.get().size() + i] = tail.get().get(i);
    }
    return Optional.of(ip);
  }

  /** The bytes of groups between colons; the last may be dotted decimal if {@code last}. */
  private static Optional<List<Byte>> groups(String text, boolean last) {
    List<Byte> bytes = new ArrayList<>();
    if (text.isEmpty()) return Optional.of(bytes);
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (last && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        Optional<byte[]> dotted = parse4(parts[i]);
        if (dotted.isEmpty()) return Optional.empty();
        for (byte b : dotted.get()) bytes.add(b);
      } else {
        if (!parts[i].matches("[0-9a-fA-F]{1,4}")) return Optional.empty();
        int group = Integer.parseInt(parts[i], 16);
        bytes.add((byte) (group >> 8));
        bytes.add((byte) group);
      }
    }
    return Optional.of(bytes);
  }

  private static Block block(int bits, int... prefix) {
    byte[] bytes = new byte[Math.max((bits + 7) / 8, prefix.length)];
    for (int i = 0; i < prefix.length; i++) bytes[i] = (byte) prefix[i];
    return new Block(bits, bytes);
  }

  /** Addresses that begin with the same bits. */
  private static final class Block {
    private final int bits;
    private final byte[] prefix;

    Block(int bits, byte[] prefix) {
      this.bits = bits;
      this.prefix = prefix;
    }

    boolean holds(byte[] ip) {
      for (int i = 0; i < bits; i += 8) {
        int mask = bits - i >= 8 ? 0xff : 0xff << (8 - (bits - i)) & 0xff;
        if (((ip[i / 8] ^ prefix[i / 8]) & mask) != 0) return false;
      }
      return true;
    }
  }
}
