package cairn.themes;

/**
 * Which cells of an identicon are filled, and its hue.
 *
 * @param hue in degrees, 0 to 359
 * @param bits 15 bits, three for each row: the outer, the next and the middle column
 */
record IdenticonPattern(int hue, int bits) {
  /** Cells across and down. */
  static final int SIDE = 5;

  private static final int COLUMNS = 3;
  private static final int ALL = (1 << (SIDE * COLUMNS)) - 1;

  /** From the first four bytes of a hash. Throws IllegalArgumentException when there are fewer. */
  static IdenticonPattern of(byte[] hash) {
    if (hash.length < 4)
      throw new IllegalArgumentException("an identicon takes 4 bytes, not " + hash.length);
    int hue = ((hash[0] & 0xff) << 8 | (hash[1] & 0xff)) % 360;
    int bits = ((hash[2] & 0xff) << 8 | (hash[3] & 0xff)) & ALL;
    // A nearly empty or nearly full square is no picture: take its complement towards the middle.
    int filled = Integer.bitCount(bits);
    if (filled < 4) bits ^= 0b010_101_011_101_010;
    else if (filled > 12) bits ^= 0b101_010_100_010_101;
    return new IdenticonPattern(hue, bits & ALL);
  }

  boolean filled(int x, int y) {
    int column = x < COLUMNS ? x : SIDE - 1 - x;
    return ((bits >> (y * COLUMNS + column)) & 1) != 0;
  }
}
