package cairn.registry;

import java.util.Optional;

/**
 * A type and its measures, by which a definition's limits are checked.
 *
 * @param depth of nesting
 * @param least the fewest bytes a value takes
 * @param fixed the most bytes a value takes while its strings and lists are empty
 */
record MeasuredType(Type type, int depth, long least, long fixed) {
  static MeasuredType leaf(Type type, long size) {
    return new MeasuredType(type, 1, size, size);
  }

  /** The measures of parts that stand behind each other. Confined to the parser. */
  static final class Sum {
    private int depth;
    private long least;
    private long fixed;

    /** The fixed size so far. */
    long add(MeasuredType part) {
      depth = Math.max(depth, part.depth());
      least += part.least();
      fixed += part.fixed();
      return fixed;
    }

    MeasuredType of(Type type) {
      return new MeasuredType(type, depth + 1, least, fixed);
    }
  }

  /**
   * The measures of parts of which one is there, behind a byte that says which. Confined to the
   * parser.
   */
  static final class Choice {
    private int depth;
    private long least = Long.MAX_VALUE;
    private long fixed;

    void add(Optional<MeasuredType> part) {
      depth = Math.max(depth, part.map(MeasuredType::depth).orElse(0));
      least = Math.min(least, part.map(MeasuredType::least).orElse(0L));
      fixed = Math.max(fixed, part.map(MeasuredType::fixed).orElse(0L));
    }

    MeasuredType of(Type type) {
      return new MeasuredType(type, depth + 1, least + 1, fixed + 1);
    }
  }
}
