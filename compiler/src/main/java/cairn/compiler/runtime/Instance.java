package cairn.compiler.runtime;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a module: the state of one guest. Generated subclasses have a field per global.
 *
 * <p>Numbers cross this API as raw bits: i32 with its sign extended, f32 and f64 as their bits.
 *
 * <p>Threads: belongs to the thread that runs it; only {@link #raisePoll} and memories may be used
 * from others. Guest code may run in a {@code jdk.internal.vm.Continuation}: it holds no monitor
 * and has no native frame except while a class is loaded, where no callback of the embedder runs.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#module-instances">Module
 *     instances</a>
 */
public abstract class Instance extends InstanceFields implements Interruption {
  /** The variables of large functions are on the heap: calls of those nest no deeper than this. */
  private static final long MOST_FRAME_BYTES = 16 << 20;

  /** Stands for no instance. */
  static final Instance NONE = new None();

  private final IntFunction<FunctionReference> code;
  private final Map<String, Integer> exports;
  private final FunctionReference[] imports;
  private final Memory[] memories;
  private final @Nullable Memory memory0;
  private final Table[] tables;
  private final @Nullable Table table0;
  private final TagInstance[] tags;
  private final Global[] importedGlobals;
  private final GlobalFields globalFields;
  private final long[] moreNumbers;
  private final @Nullable Object[] moreReferences;
  private long[] numbers;
  private @Nullable Object[] references;
  private final byte[] bytes;
  private final int[] segments;
  private final Elements[] elements;
  private final int stackBytes;
  private final PollHandler handler;
  private final ObjIntConsumer<Instance> preparer;
  private final Map<Integer, FunctionReference> functions = new HashMap<>();
  private @Nullable FunctionReference tailCallee;

  /** Bytes of heap that the variables of the functions being run take. */
  private long frameBytes;

  /** For generated subclasses. */
  @SuppressWarnings("this-escape") // references are bound to it, and used by nobody yet
  protected Instance(InstanceParts parts) {
    super(parts.memories().length > 0 ? parts.memories()[0] : null);
    code = parts.code();
    exports = parts.exports();
    imports = parts.imports();
    memories = parts.memories();
    memory0 = memories.length > 0 ? memories[0] : null;
    tables = parts.tables();
    table0 = tables.length > 0 ? tables[0] : null;
    tags = parts.tags();
    importedGlobals = parts.importedGlobals();
    globalFields = parts.globalFields();
    moreNumbers = new long[globalFields.others()];
    moreReferences = InstanceParts.noReferences(globalFields.others());
    numbers = new long[Math.max(parts.transfer(), 1)];
    references = InstanceParts.noReferences(numbers.length);
    bytes = parts.bytes();
    segments = parts.segments();
    elements = parts.elements();
    stackBytes = parts.stackBytes();
    handler = parts.handler();
    preparer = parts.preparer();
    for (int i = 0; i < imports.length; i++) {
      if (imports[i].instance().equals(NONE)) imports[i].bind(this, i);
    }
  }

  // ---- for the embedder

  /** The function of an exported name; empty if there is none. */
  public final OptionalInt exportedFunction(String name) {
    Integer function = exports.get(name);
    return function == null ? OptionalInt.empty() : OptionalInt.of(function);
  }

  /**
   * Calls a function whose parameters are numbers.
   *
   * @return its first result as raw bits, or 0 if it has none; the others are in {@link
   *     #resultBits} until the next call
   * @throws Trap if the guest traps, also when its stack is exhausted
   * @throws WasmException if the guest throws and does not catch
   */
  public final long invoke(int function, long... arguments) {
    if (arguments.length > numbers.length) throw new IllegalArgumentException("too many arguments");
    System.arraycopy(arguments, 0, numbers, 0, arguments.length);
    call(function(function));
    return numbers[0];
  }

  /**
   * Calls a function with operands that are in {@link #numbers} and {@link #references}, and leaves
   * its results there.
   */
  public final void call(FunctionReference function) {
    try {
      function.run(stackBytes, this);
    } catch (StackOverflowError e) {
      tailCallee = null;
      throw Trap.callStackExhausted(e);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** A result of the last call, a number as raw bits. */
  public final long resultBits(int index) {
    return numbers[index];
  }

  /** A result of the last call, a reference or vector. */
  public final @Nullable Object resultReference(int index) {
    return references[index];
  }

  /** Lets the handler be called at the next head of a loop or function. Any thread may call it. */
  public final void raisePoll() {
    poll = 1;
  }

  /** For generated code that found the flag raised: lowers it and runs the handler. */
  public final void pollRaised() {
    poll = 0;
    handler.poll(this);
  }

  @Override
  public final void afterPiece() {
    if (poll != 0) pollRaised();
  }

  /** A reference of a function; compiles it, if that was not done yet. */
  public final FunctionReference function(int index) {
    if (index < imports.length) return imports[index];
    FunctionReference known = functions.get(index);
    if (known != null) return known;
    FunctionReference made = code.apply(index);
    made.bind(this, index);
    functions.put(index, made);
    return made;
  }

  // ---- for generated code

  /** Has the code of a large function compiled. */
  public final void prepare(int function) {
    preparer.accept(this, function);
  }

  /** An imported function. */
  public final FunctionReference imported(int index) {
    return imports[index];
  }

  /** The number of memories. */
  public final int memories() {
    return memories.length;
  }

  /** The memory that most instructions use; there is one. */
  @SuppressWarnings("NullAway") // valid code asks only where there is one
  public final Memory memory0() {
    return memory0;
  }

  /** A memory. */
  public final Memory memory(int index) {
    return memories[index];
  }

  /** The table that most indirect calls use; there is one. */
  @SuppressWarnings("NullAway") // valid code asks only where there is one
  public final Table table0() {
    return table0;
  }

  /** A table. */
  public final Table table(int index) {
    return tables[index];
  }

  /** A tag. */
  public final TagInstance tag(int index) {
    return tags[index];
  }

  /** An imported global. */
  public final Global importedGlobal(int index) {
    return importedGlobals[index];
  }

  /**
   * Where operands and results pass that cannot pass on the JVM's stack: numbers as raw bits, each
   * at its position. Read at once after they were written.
   */
  public final long[] numbers() {
    return numbers;
  }

  /** The same for references and vectors. */
  public final @Nullable Object[] references() {
    return references;
  }

  /** {@code memory.init}. */
  public final void memoryInit(int memory, int segment, long to, long from, long length) {
    memories[memory].init(
        to, bytes, segments[segment * 2], segments[segment * 2 + 1], from, length, this);
  }

  /** {@code data.drop}. */
  public final void dropData(int segment) {
    segments[segment * 2 + 1] = 0;
  }

  /** {@code table.init}. */
  public final void tableInit(int table, int segment, long to, long from, long length) {
    tables[table].init(to, elements[segment], from, length, this);
  }

  /** {@code elem.drop}. */
  public final void dropElements(int segment) {
    elements[segment] = Elements.NONE;
  }

  /** Fills an element segment whose values need the instance. */
  public final void setElements(int segment, Elements values) {
    elements[segment] = values;
  }

  // ---- tail calls

  /** Lets the caller of the running function call this one in its place. */
  public final void tailCall(@Nullable Object callee) {
    if (callee == null) throw Trap.nullFunctionReference();
    tailCallee = (FunctionReference) callee;
  }

  /** Whether the function that just returned wants another one to be called in its place. */
  public final boolean hasTailCallee() {
    return tailCallee != null;
  }

  /** That function, once. */
  public final @Nullable FunctionReference takeTailCallee() {
    FunctionReference callee = tailCallee;
    if (callee != null) tailCallee = null;
    return callee;
  }

  /** Calls that function, and those that it wants called, until there are results. */
  public final void runTailCallee(int stackLeft) {
    FunctionReference callee = takeTailCallee();
    if (callee != null) callee.run(stackLeft, this);
  }

  /** Hands what is in the transfer arrays, and a tail call, to another instance. */
  public final void handOver(Instance to) {
    if (to.equals(this)) return;
    int values = numbers.length;
    if (to.numbers.length < values) {
      to.numbers = Arrays.copyOf(to.numbers, values);
      to.references = Arrays.copyOf(to.references, values);
    }
    System.arraycopy(numbers, 0, to.numbers, 0, values);
    System.arraycopy(references, 0, to.references, 0, values);
    to.tailCallee = takeTailCallee();
  }

  // ---- frames of divided functions

  /** A function whose variables are on the heap is entered; traps where there are too many. */
  public final void enterFrame(int bytes) {
    if (bytes > MOST_FRAME_BYTES - frameBytes) throw Trap.callStackExhausted();
    frameBytes += bytes;
  }

  /** It is left. */
  public final void leaveFrame(int bytes) {
    frameBytes -= bytes;
  }

  // ---- globals

  /** The value of a global that is a number, as raw bits. */
  public final long globalBits(int index) {
    if (globalFields.isForeign(index)) return importedGlobals[index].bits();
    if (globalFields.isField(index)) return globalFields.bits(this, index);
    return moreNumbers[globalFields.other(index)];
  }

  /** Sets a global that is a number. */
  public final void setGlobalBits(int index, long bits) {
    if (globalFields.isForeign(index)) importedGlobals[index].setBits(bits);
    else if (globalFields.isField(index)) globalFields.setBits(this, index, bits);
    else moreNumbers[globalFields.other(index)] = bits;
  }

  /** The value of a global that is a reference or vector. */
  public final @Nullable Object globalReference(int index) {
    if (globalFields.isForeign(index)) return importedGlobals[index].reference();
    if (globalFields.isField(index)) return globalFields.reference(this, index);
    return moreReferences[globalFields.other(index)];
  }

  /** Sets a global that is a reference or vector. */
  public final void setGlobalReference(int index, @Nullable Object value) {
    if (globalFields.isForeign(index)) importedGlobals[index].setReference(value);
    else if (globalFields.isField(index)) globalFields.setReference(this, index, value);
    else moreReferences[globalFields.other(index)] = value;
  }

  private static final class None extends Instance {
    None() {
      super(InstanceParts.NOTHING);
    }
  }
}
