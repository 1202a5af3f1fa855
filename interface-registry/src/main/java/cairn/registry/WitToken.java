package cairn.registry;

/**
 * One token of a definition's text.
 *
 * @param text a name without its {@code %}, a number's digits, a mark, a label without its quotes;
 *     for {@link Kind#BAD} what stands there
 * @param line from 1
 * @param column in Unicode code points, from 1
 */
record WitToken(Kind kind, String text, int line, int column) {
  enum Kind {
    NAME,
    NUMBER,
    MARK,
    LABEL,
    PACKAGE,
    /** What no definition may hold. */
    BAD,
    END
  }

  boolean is(String mark) {
    return kind == Kind.MARK && text.equals(mark);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** What stands here, for a sentence: quoted and short, or in words. */
  String found() {
    return switch (kind) {
      case NAME, NUMBER, MARK, PACKAGE -> "'" + PlainText.shortened(text, 40) + "'";
      case LABEL -> "\"" + PlainText.shortened(text, 40) + "\"";
      case BAD -> PlainText.shortened(text, 60);
      case END -> "the end of the text";
    };
  }
}
