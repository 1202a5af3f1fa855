package cairn.kernel.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What a module has declared so far, by its indices: the context of validation (WebAssembly 3.1.1).
 * Filled section by section and confined to one scan.
 */
final class Declarations {
  /** The type of a function: codes of value types. */
  static final class Type {
    private final byte[] parameters;
    private final byte[] results;

    /** Keeps the arrays, which nobody changes from now on. */
    Type(byte[] parameters, byte[] results) {
      this.parameters = parameters;
      this.results = results;
    }

    byte[] parameters() {
      return parameters;
    }

    byte[] results() {
      return results;
    }

    boolean isOfStart() {
      return parameters.length == 0 && results.length == 0;
    }
  }

  private static final int MUTABLE = 0x80;

  private final List<Type> types = new ArrayList<>();
  private final Numbers functions = new Numbers();
  private final Numbers tables = new Numbers();
  private final Numbers globals = new Numbers();
  private final Numbers elements = new Numbers();
  private final BitSet referable = new BitSet();
  private int importedFunctions;
  private int memories;
  private int dataSegments = -1;

  /** A list of ints. */
  private static final class Numbers {
    private int[] values = new int[16];
    private int count;

    void add(int value) {
      if (count == values.length) values = Arrays.copyOf(values, 2 * count);
      values[count++] = value;
    }
  }

  void type(Type type) {
    types.add(type);
  }

  /** An imported function comes before all others. */
  void importedFunction(long type, int at) {
    function(type, at);
    importedFunctions++;
  }

  void function(long type, int at) {
    check(type, types.size(), "type", at);
    functions.add((int) type);
  }

  void table(byte type) {
    tables.add(type);
  }

  void memory() {
    memories++;
  }

  void global(byte type, boolean mutable) {
    globals.add(mutable ? (type & 0x7f) | MUTABLE : type & 0x7f);
  }

  void element(byte type) {
    elements.add(type);
  }

  /** How many segments of data there will be. */
  void dataCount(int count) {
    dataSegments = count;
  }

  /** Bodies may refer to this function, because something outside of them does. */
  void refer(long function, int at) {
    check(function, functions.count, "function", at);
    referable.set((int) function);
  }

  int functionCount() {
    return functions.count;
  }

  int importedFunctions() {
    return importedFunctions;
  }

  int tableCount() {
    return tables.count;
  }

  int memoryCount() {
    return memories;
  }

  int globalCount() {
    return globals.count;
  }

  Type type(long index, int at) {
    check(index, types.size(), "type", at);
    return types.get((int) index);
  }

  Type typeOfFunction(long index, int at) {
    check(index, functions.count, "function", at);
    return types.get(functions.values[(int) index]);
  }

  void checkReferable(long function, int at) {
    check(function, functions.count, "function", at);
    if (!referable.get((int) function))
      throw ModuleReader.refuse(
          "it refers to function " + function + ", which nothing outside of functions does", at);
  }

  byte typeOfTable(long index, int at) {
    check(index, tables.count, "table", at);
    return (byte) tables.values[(int) index];
  }

  byte typeOfElements(long index, int at) {
    check(index, elements.count, "element segment", at);
    return (byte) elements.values[(int) index];
  }

  byte typeOfGlobal(long index, int at) {
    check(index, globals.count, "global", at);
    return (byte) (globals.values[(int) index] & 0x7f);
  }

  boolean isMutable(long global) {
    return (globals.values[(int) global] & MUTABLE) != 0;
  }

  void checkMemory(int at) {
    if (memories == 0) throw ModuleReader.refuse("it uses a memory and has none", at);
  }

  void checkData(long index, int at) {
    if (dataSegments < 0)
      throw ModuleReader.refuse("it uses a data segment and does not count them first", at);
    check(index, dataSegments, "data segment", at);
  }

  /** Whether an index is one of so many. */
  static void check(long index, int count, String of, int at) {
    if (index < 0 || index >= count)
      throw ModuleReader.refuse("it uses " + of + " " + index + " and has " + count, at);
  }
}
