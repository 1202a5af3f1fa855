package cairn.wasm;

import java.util.Optional;

/** An element segment. */
public final class ElementSegment {
  private final SegmentMode mode;
  private final int table;
  private final Optional<ConstantExpression> offset;
  private final ValueType type;
  private final boolean expressions;

  /** Functions, or the offsets of the expressions and the one behind them. */
  private final int[] items;

  ElementSegment(
      SegmentMode mode,
      int table,
      Optional<ConstantExpression> offset,
      ValueType type,
      boolean expressions,
      int[] items) {
    this.mode = mode;
    this.table = table;
    this.offset = offset;
    this.type = type;
    this.expressions = expressions;
    this.items = items;
  }

  /** When it is used. */
  public SegmentMode mode() {
    return mode;
  }

  /** The table that an active one is copied into. */
  public int table() {
    return table;
  }

  /** Where an active one is copied to; present just for those. */
  public Optional<ConstantExpression> offset() {
    return offset;
  }

  /** The type of the elements, a reference. */
  public ValueType type() {
    return type;
  }

  /** The number of elements. */
  public int size() {
    return expressions ? items.length - 1 : items.length;
  }

  /** Whether the elements are expressions; otherwise they are functions. */
  public boolean hasExpressions() {
    return expressions;
  }

  /** The index of a function, where the elements are functions. */
  public int function(int element) {
    if (expressions) throw new IllegalStateException("the elements are expressions");
    return items[element];
  }

  /** The indices of all, where the elements are functions: shared by who asks, never written to. */
  public int[] functions() {
    if (expressions) throw new IllegalStateException("the elements are expressions");
    return items;
  }

  /** An element's expression, where they are expressions. */
  public ConstantExpression expression(int element) {
    if (!expressions) throw new IllegalStateException("the elements are functions");
    return new ConstantExpression(items[element], items[element + 1]);
  }
}
