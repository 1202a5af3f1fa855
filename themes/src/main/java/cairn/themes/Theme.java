package cairn.themes;

/** A colour theme. */
public enum Theme {
  /** Dark text on white. */
  LIGHT,
  /** Light text on near black. */
  DARK;

  /** Whether light text stands on a dark ground. */
  public boolean isDark() {
    return this == DARK;
  }
}
