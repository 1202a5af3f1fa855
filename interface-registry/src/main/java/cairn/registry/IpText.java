package cairn.registry;

/** IP addresses in text. */
final class IpText {
  private IpText() {}

  /** Four numbers with dots; as hexadecimal when there are not four bytes. */
  static String v4(Payload bytes) {
    if (bytes.length() != 4) return bytes.hex();
    return bytes.at(0) + "." + bytes.at(1) + "." + bytes.at(2) + "." + bytes.at(3);
  }

  /**
   * RFC 5952, section 4: lower case, no leading zeros, the longest run of two or more zero groups
   * as two colons, the first of equals.
   */
  static String v6(Payload bytes) {
    if (bytes.length() != 16) return bytes.hex();
    int begin = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && group(bytes, i + run) == 0) run++;
      if (run > length) {
        begin = i;
        length = run;
      }
    }
    var out = new StringBuilder();
    for (int i = 0; i < 8; ) {
      if (i == begin) {
        out.append("::");
        i += length;
      } else {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') out.append(':');
        out.append(Integer.toHexString(group(bytes, i)));
        i++;
      }
    }
    return out.toString();
  }

  private static int group(Payload bytes, int index) {
    return bytes.at(2 * index) << 8 | bytes.at(2 * index + 1);
  }
}
