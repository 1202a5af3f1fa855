package cairn.themes;

/**
 * The style classes that Cairn's sheets define beside AtlantaFX's own. A class that is not named
 * here is private to one view.
 */
public final class Look {
  /** A bordered box with a radius of 10. */
  public static final String CARD = "c-card";

  /** A card of one quiet shade below the page. */
  public static final String INSET = "c-inset";

  /** A card that floats over others: with a shadow. */
  public static final String FLOATING = "c-floating";

  /** A line below a row of a card. */
  public static final String RULED = "c-ruled";

  /** A small round label of 22 px. Alone it is neutral; add {@link #OK} and so on for meaning. */
  public static final String CHIP = "c-chip";

  /** With {@link #CHIP}: good. */
  public static final String OK = "c-ok";

  /** With {@link #CHIP}: it waits for the user. */
  public static final String WARN = "c-warn";

  /** With {@link #CHIP}: bad. */
  public static final String BAD = "c-bad";

  /** With {@link #CHIP}: of note. */
  public static final String ACCENT = "c-accent";

  /** Text of second rank. */
  public static final String MUTED = "c-muted";

  /** Text of third rank. */
  public static final String FAINT = "c-faint";

  /** Text in the accent colour: what can be clicked, without being a button. */
  public static final String LINK = "c-link";

  /** Text that says something is wrong. */
  public static final String DANGER = "c-danger";

  /** Semi-bold text. */
  public static final String STRONG = "c-strong";

  /** Fixed-width text of 12 px: hashes, addresses, code. */
  public static final String MONO = "c-mono";

  /** Text of 12 px. */
  public static final String SMALL = "c-small";

  /** The heading of a page, 22 px. */
  public static final String H1 = "c-h1";

  /** The heading of a page beside a rail, or of a sheet, 15 to 18 px. */
  public static final String H2 = "c-h2";

  /** The heading of a part, 13 px and muted. */
  public static final String H3 = "c-h3";

  /** A button of 30 px that shows only an icon. */
  public static final String ICON_BUTTON = "c-icon-button";

  /** A container of toggle buttons that look like one control with segments. */
  public static final String SEGMENTS = "c-segments";

  /** A table with rows of 30 px. */
  public static final String TABLE = "c-table";

  /** A text field that looks like the address bar: subtle ground, radius 8. */
  public static final String FIELD = "c-field";

  /** A bar of 6 px that shows a share; a Region inside a Region. */
  public static final String METER = "c-meter";

  private Look() {}
}
