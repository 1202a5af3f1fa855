package cairn.shell.terminal;

/** A colour as a program asks for it; the palette of the theme says what it looks like. */
public sealed interface Ink {
  /** Nothing was asked for. */
  record Usual() implements Ink {}

  /** Nothing was asked for, and the text went to the error stream. */
  record Error() implements Ink {}

  /** One of the 16 named colours: 0 to 7 normal, 8 to 15 bright. */
  record Indexed(int index) implements Ink {
    public Indexed {
      if (index < 0 || index > 15) throw new IllegalArgumentException("no such colour: " + index);
    }
  }

  /** Exactly this: 0xRRGGBB. The upper 240 of the 256 colours come as this, too. */
  record Exact(int rgb) implements Ink {}
}
