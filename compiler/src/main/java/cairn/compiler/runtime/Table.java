package cairn.compiler.runtime;

import cairn.wasm.TableType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table. Elements that an element segment brings in as indices of functions become references,
 * and the functions are compiled, when they are first used. Indices and sizes are unsigned.
 *
 * <p>Used by one thread at a time: the instances that share it run on one thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#table-instances">Table
 *     instances</a>
 */
public final class Table {
  /** No table has more elements, as in the JavaScript API's implementation limits. */
  public static final int MAXIMUM = 10_000_000;

  /** Elements after which an instruction over many lets the guest be interrupted. */
  private static final int PIECE = 1 << 16;

  /** What the limiter is asked for per element, in bytes. */
  private static final int ELEMENT_BYTES = 8;

  private final TableType type;
  private final Object typeIdentity;
  private final MemoryLimiter limiter;
  private @Nullable Object[] elements;

  /** Functions' indices plus one, where no reference was needed yet; as long as elements. */
  private int @Nullable [] functions;

  /** Whose functions those are. */
  private Instance functionsOwner = Instance.NONE;

  private Table(TableType type, Object typeIdentity, MemoryLimiter limiter, int size) {
    this.type = type;
    this.typeIdentity = typeIdentity;
    this.limiter = limiter;
    this.elements = new @Nullable Object[size];
  }

  /**
   * A table of its type's minimum, all null.
   *
   * @param typeIdentity equal for equivalent element types of any modules
   * @throws MemoryUnavailableException if that is too many elements
   */
  public static Table create(TableType type, Object typeIdentity, MemoryLimiter limiter) {
    long size = type.minimum();
    if (size < 0 || size > MAXIMUM) {
      throw new MemoryUnavailableException(
          "a table of %s elements is over the limit of %d"
              .formatted(Long.toUnsignedString(size), MAXIMUM));
    }
    if (size > 0 && !limiter.mayGrow(MemoryLimiter.Growing.TABLE, size * ELEMENT_BYTES)) {
      throw new MemoryUnavailableException("a table of %d elements was refused".formatted(size));
    }
    return new Table(type, typeIdentity, limiter, (int) size);
  }

  /** Its type, with the minimum that it began with. */
  public TableType type() {
    return type;
  }

  /** Equal for equivalent element types of any modules. */
  public Object typeIdentity() {
    return typeIdentity;
  }

  // ---- calls

  /** The function that {@code call_indirect} calls; its type is still to be checked. */
  public Object function(int index) {
    @Nullable Object[] all = elements;
    if (Integer.compareUnsigned(index, all.length) >= 0) throw Trap.undefinedElement();
    Object element = all[index];
    return element != null ? element : resolveForCall(index);
  }

  /** The same with a 64-bit index. */
  public Object function(long index) {
    if (index < 0 || index >= elements.length) throw Trap.undefinedElement();
    return function((int) index);
  }

  private Object resolveForCall(int index) {
    Object element = resolve(index);
    if (element == null) throw Trap.uninitializedElement(index);
    return element;
  }

  private @Nullable Object resolve(int index) {
    int[] lazy = functions;
    if (lazy == null || lazy[index] == 0) return null;
    FunctionReference reference = functionsOwner.function(lazy[index] - 1);
    elements[index] = reference;
    lazy[index] = 0;
    return reference;
  }

  // ---- instructions

  /** {@code table.get}. */
  public @Nullable Object get(int index) {
    if (Integer.compareUnsigned(index, elements.length) >= 0) throw Trap.outOfBoundsTableAccess();
    Object element = elements[index];
    return element != null ? element : resolve(index);
  }

  /** {@code table.get} with a 64-bit index. */
  public @Nullable Object get(long index) {
    checkRange(index, 1, elements.length);
    return get((int) index);
  }

  /** {@code table.set}. */
  public void set(int index, @Nullable Object value) {
    if (Integer.compareUnsigned(index, elements.length) >= 0) throw Trap.outOfBoundsTableAccess();
    elements[index] = value;
    if (functions != null) functions[index] = 0;
  }

  /** {@code table.set} with a 64-bit index. */
  public void set(long index, @Nullable Object value) {
    checkRange(index, 1, elements.length);
    set((int) index, value);
  }

  /** {@code table.size}. */
  public int size() {
    return elements.length;
  }

  /**
   * {@code table.grow}.
   *
   * @param more elements, unsigned
   * @return the size before, or -1: refused
   */
  public int grow(@Nullable Object value, long more, Interruption interruption) {
    boolean begun = limiter.mayBegin(MemoryLimiter.Growing.TABLE, more);
    int result = begun ? tryToGrow(value, more) : -1;
    limiter.ended(MemoryLimiter.Growing.TABLE, more, result);
    interruption.afterPiece();
    return result;
  }

  private int tryToGrow(@Nullable Object value, long more) {
    int before = elements.length;
    long maximum = type.maximum().isPresent() ? type.maximum().getAsLong() : MAXIMUM;
    if (maximum < 0 || maximum > MAXIMUM) maximum = MAXIMUM;
    if (more < 0 || more > maximum - before) return -1;
    if (more == 0) return before;
    if (!limiter.mayGrow(MemoryLimiter.Growing.TABLE, more * ELEMENT_BYTES)) return -1;
    int after = before + (int) more;
    @Nullable Object[] grown = Arrays.copyOf(elements, after);
    if (value != null) Arrays.fill(grown, before, after, value);
    if (functions != null) functions = Arrays.copyOf(functions, after);
    elements = grown;
    return before;
  }

  /** {@code table.fill}. */
  public void fill(long index, @Nullable Object value, long length, Interruption interruption) {
    checkRange(index, length, elements.length);
    int end = (int) (index + length);
    for (int at = (int) index; at < end; ) {
      int pieceEnd = at + Math.min(PIECE, end - at);
      Arrays.fill(elements, at, pieceEnd, value);
      if (functions != null) Arrays.fill(functions, at, pieceEnd, 0);
      at = pieceEnd;
      interruption.afterPiece();
    }
  }

  /** {@code table.copy} to this from a table, which may be this one; ranges may overlap. */
  public void copy(long to, Table source, long from, long length, Interruption interruption) {
    checkRange(from, length, source.elements.length);
    checkRange(to, length, elements.length);
    int count = (int) length;
    boolean forwards = source != this || to <= from;
    for (int done = 0; done < count; ) {
      int piece = Math.min(PIECE, count - done);
      int at = forwards ? done : count - done - piece;
      copyPiece((int) to + at, source, (int) from + at, piece);
      done += piece;
      interruption.afterPiece();
    }
  }

  private void copyPiece(int to, Table source, int from, int count) {
    System.arraycopy(source.elements, from, elements, to, count);
    if (source.functions != null && takesFunctionsOf(source.functionsOwner)) {
      System.arraycopy(source.functions, from, lazyFunctions(), to, count);
    } else {
      if (functions != null && source != this) Arrays.fill(functions, to, to + count, 0);
      if (source.functions != null) {
        for (int i = 0; i < count; i++) {
          if (source.functions[from + i] != 0) set(to + i, source.get(from + i));
        }
      }
    }
  }

  /**
   * {@code table.init}: copies from an element segment of an instance.
   *
   * @param from the first element to copy, unsigned
   */
  public void init(long to, Elements segment, long from, long length, Instance owner) {
    checkRange(from, length, segment.size());
    checkRange(to, length, elements.length);
    boolean lazily = takesFunctionsOf(owner);
    int count = (int) length;
    for (int i = 0; i < count; i++) {
      int function = segment.function((int) from + i);
      int at = (int) to + i;
      if (function == 0) {
        set(at, segment.value((int) from + i));
      } else if (lazily) {
        elements[at] = null;
        lazyFunctions()[at] = function;
      } else {
        set(at, owner.function(function - 1));
      }
      if ((i + 1) % PIECE == 0 || i + 1 == count) owner.afterPiece();
    }
  }

  /** Whether indices of that instance's functions may stand here. */
  private boolean takesFunctionsOf(Instance owner) {
    if (functionsOwner.equals(Instance.NONE)) functionsOwner = owner;
    return functionsOwner.equals(owner);
  }

  private int[] lazyFunctions() {
    int[] lazy = functions;
    if (lazy == null) {
      lazy = new int[elements.length];
      functions = lazy;
    }
    return lazy;
  }

  private static void checkRange(long index, long length, int size) {
    if ((index | length) < 0 || index > size - length) throw Trap.outOfBoundsTableAccess();
  }
}
