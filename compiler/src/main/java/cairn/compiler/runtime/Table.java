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
  public int grow(@Nullable Object value, long more) {
    boolean begun = limiter.mayBegin(MemoryLimiter.Growing.TABLE, more);
    int result = begun ? tryToGrow(value, more) : -1;
    limiter.ended(MemoryLimiter.Growing.TABLE, more, result);
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
  public void fill(long index, @Nullable Object value, long length) {
    checkRange(index, length, elements.length);
    int from = (int) index;
    int to = from + (int) length;
    Arrays.fill(elements, from, to, value);
    if (functions != null) Arrays.fill(functions, from, to, 0);
  }

  /** {@code table.copy} to this from a table, which may be this one. */
  public void copy(long to, Table source, long from, long length) {
    checkRange(from, length, source.elements.length);
    checkRange(to, length, elements.length);
    int count = (int) length;
    if (count == 0) return;
    System.arraycopy(source.elements, (int) from, elements, (int) to, count);
    if (source.functions != null && takesFunctionsOf(source.functionsOwner)) {
      System.arraycopy(source.functions, (int) from, lazyFunctions(), (int) to, count);
    } else {
      if (functions != null && source != this)
        Arrays.fill(functions, (int) to, (int) to + count, 0);
      if (source.functions != null) {
        for (int i = 0; i < count; i++) {
          if (source.functions[(int) from + i] != 0) set((int) to + i, source.get((int) from + i));
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
    for (int i = 0; i < (int) length; i++) {
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
