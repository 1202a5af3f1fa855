package cairn.wasm;

// Longer than 400 lines: it has a getter for each immediate and a reader for each kind of them.

import java.util.Arrays;

/**
 * Goes through the instructions of a function or of a constant expression. The getters hold the
 * immediates of the instruction last read; which of them are meaningful follows from {@link
 * Opcode#immediate}. Nothing is allocated per instruction. One thread.
 *
 * @see <a href="https://webassembly.github.io/spec/core/binary/instructions.html">Instructions</a>
 */
public final class InstructionReader {
  /** What {@link #blockTypeIndex} says when the block has no type of the module. */
  public static final int NO_TYPE = -1;

  private final ByteReader in;
  private final int types;
  private int start;
  private Opcode opcode = Opcode.NOP;
  private int index;
  private int secondIndex;
  private int alignment;
  private int lane;
  private long value;
  private long high;
  private int blockTypeIndex;
  private int blockResult;
  private int fromType;
  private int toType;
  private int[] list = new int[16];
  private int listSize;

  InstructionReader(ByteReader in, int types) {
    this.in = in;
    this.types = types;
  }

  /** The instructions of a function of the module, its local declarations left out. */
  public static InstructionReader of(FunctionLocals locals) {
    WasmModule module = locals.module();
    int function = locals.function();
    var in =
        new ByteReader(
            module.bytes(), locals.end(), module.bodyEnd(function), "function", function);
    return new InstructionReader(in, module.typeCount());
  }

  /** The instructions of a constant expression. */
  public static InstructionReader of(WasmModule module, ConstantExpression expression) {
    var in =
        new ByteReader(
            module.bytes(), expression.start(), expression.end(), "constant expression", -1);
    return new InstructionReader(in, module.typeCount());
  }

  /** Whether there is another instruction. */
  public boolean hasNext() {
    return !in.atEnd();
  }

  /** Offset in the module of the byte behind the instruction last read. */
  public int position() {
    return in.position();
  }

  /** Offset in the module of the instruction last read. */
  public int start() {
    return start;
  }

  /** The instruction last read. */
  public Opcode opcode() {
    return opcode;
  }

  /** Goes on at an offset that was {@link #start} or {@link #position} of this reader before. */
  public void seek(int offset) {
    in.reset(offset, in.limit());
  }

  InvalidModuleException invalid(String sentence) {
    return in.malformed(sentence, start);
  }

  /**
   * The index of a block type's function type, or {@link #NO_TYPE}: then the block has no parameter
   * and at most one result.
   */
  public int blockTypeIndex() {
    return blockTypeIndex;
  }

  /**
   * Whether the block has just one result and no parameter; {@link #blockResult} then is its type.
   */
  public boolean hasBlockResult() {
    return blockResult != 0;
  }

  /** The type of the block's single result. */
  public ValueType blockResult() {
    return ValueType.of(blockResultCode());
  }

  int blockResultCode() {
    return blockResult > 0 ? blockResult - 1 : blockResult;
  }

  /**
   * The first index: of a label, function, type, local, global, table, tag, memory, data or element
   * segment.
   */
  public int index() {
    return index;
  }

  /**
   * The second index: the table of call_indirect and table.init, the table or memory that a copy
   * reads, the memory of memory.init, a field, the segment or second type of array instructions,
   * and the number of elements of array.new_fixed.
   */
  public int secondIndex() {
    return secondIndex;
  }

  /** The memory of a memory argument. */
  public int memory() {
    return index;
  }

  /** Binary logarithm of a memory argument's alignment. */
  public int alignment() {
    return alignment;
  }

  /** A memory argument's offset, unsigned. */
  public long offset() {
    return value;
  }

  /** The lane of a vector. */
  public int lane() {
    return lane;
  }

  /** The constant of i32.const. */
  public int i32() {
    return (int) value;
  }

  /** The constant of i64.const. */
  public long i64() {
    return value;
  }

  /** The bits of f32.const. */
  public int f32Bits() {
    return (int) value;
  }

  /** The bits of f64.const. */
  public long f64Bits() {
    return value;
  }

  /**
   * The low half of v128.const, or the first eight lanes of i8x16.shuffle, the first one lowest.
   */
  public long v128Low() {
    return value;
  }

  /** The high half. */
  public long v128High() {
    return high;
  }

  /** The reference type of ref.null, ref.test and ref.cast, and the type br_on_cast casts to. */
  public ValueType toType() {
    return ValueType.of(toType);
  }

  int toTypeCode() {
    return toType;
  }

  /** The reference type br_on_cast casts from. */
  public ValueType fromType() {
    return ValueType.of(fromType);
  }

  int fromTypeCode() {
    return fromType;
  }

  /** The number of labels of br_table, the default not counted. */
  public int targetCount() {
    return listSize - 1;
  }

  /** A label of br_table; the one at {@link #targetCount} is the default. */
  public int target(int number) {
    return list[number];
  }

  /** The number of types that select with types names. */
  public int valueTypeCount() {
    return listSize;
  }

  /** A type that select names. */
  public ValueType valueType(int number) {
    return ValueType.of(list[number]);
  }

  int valueTypeCode(int number) {
    return list[number];
  }

  /** The number of catch clauses of try_table. */
  public int catchCount() {
    return listSize / 3;
  }

  /** Whether a catch clause catches exceptions of a tag only, that of {@link #catchTag}. */
  public boolean catchHasTag(int number) {
    return list[number * 3] < 2;
  }

  /** Whether a catch clause passes the exception itself to its label. */
  public boolean catchHasReference(int number) {
    return (list[number * 3] & 1) != 0;
  }

  /** The tag of a catch clause. */
  public int catchTag(int number) {
    return list[number * 3 + 1];
  }

  /** The label of a catch clause, counted from outside the try_table. */
  public int catchLabel(int number) {
    return list[number * 3 + 2];
  }

  /** Reads an instruction with its immediates. */
  public Opcode next() throws InvalidModuleException {
    start = in.position();
    int code = in.u8();
    Opcode read;
    if (Opcode.isPrefix(code)) {
      int number = in.u32();
      read = Opcode.prefixed(code, number);
      if (read == null) {
        throw invalid(
            "0x"
                + Integer.toHexString(code)
                + " "
                + Integer.toUnsignedString(number)
                + " is no instruction: illegal opcode");
      }
    } else {
      read = Opcode.plain(code);
      if (read == null)
        throw invalid("0x" + Integer.toHexString(code) + " is no instruction: illegal opcode");
    }
    opcode = read;
    immediates(read.immediate());
    return read;
  }

  private void immediates(Immediate immediate) throws InvalidModuleException {
    switch (immediate) {
      case NONE -> {}
      case BLOCK -> blockType();
      case LABEL -> index = in.index("label");
      case LABELS -> labels();
      case FUNCTION -> index = in.index("function");
      case TYPE_TABLE -> two("type", "table");
      case TYPE -> index = in.index("type");
      case VALUE_TYPES -> valueTypes();
      case TRY_TABLE -> {
        blockType();
        catches();
      }
      case LOCAL -> index = in.index("local");
      case GLOBAL -> index = in.index("global");
      case TABLE -> index = in.index("table");
      case TAG -> index = in.index("tag");
      case MEMORY_ARGUMENT -> memoryArgument();
      case MEMORY_LANE -> {
        memoryArgument();
        lane = in.u8();
      }
      case MEMORY -> index = in.index("memory");
      case MEMORY_MEMORY -> two("memory", "memory");
      case DATA -> index = in.index("data segment");
      case DATA_MEMORY -> two("data segment", "memory");
      case ELEMENT -> index = in.index("element segment");
      case ELEMENT_TABLE -> two("element segment", "table");
      case TABLE_TABLE -> two("table", "table");
      case I32 -> value = in.s32();
      case I64 -> value = in.s64();
      case F32 -> value = in.i32Bits();
      case F64 -> value = in.i64Bits();
      case V128, SHUFFLE -> {
        value = in.i64Bits();
        high = in.i64Bits();
      }
      case LANE -> lane = in.u8();
      case HEAP_TYPE ->
          toType =
              ValueType.referenceCode(
                  in.heapType(types),
                  opcode == Opcode.REF_NULL
                      || opcode == Opcode.REF_TEST_NULL
                      || opcode == Opcode.REF_CAST_NULL);
      case TYPE_FIELD -> two("type", "field");
      case TYPE_COUNT -> {
        index = in.index("type");
        secondIndex = arrayLength();
      }
      case TYPE_DATA -> two("type", "data segment");
      case TYPE_ELEMENT -> two("type", "element segment");
      case TYPE_TYPE -> two("type", "type");
      case CAST_BRANCH -> castBranch();
      case FENCE -> {
        if (in.u8() != 0)
          throw invalid("The byte behind atomic.fence is not 0: zero byte expected");
      }
    }
  }

  private void two(String first, String second) throws InvalidModuleException {
    index = in.index(first);
    secondIndex = in.index(second);
  }

  private int arrayLength() throws InvalidModuleException {
    int length = in.u32();
    if (length < 0 || length > Limits.FIXED_ARRAY) {
      throw invalid(
          "array.new_fixed of "
              + Integer.toUnsignedString(length)
              + " elements: the limit is "
              + Limits.FIXED_ARRAY);
    }
    return length;
  }

  private void blockType() throws InvalidModuleException {
    blockTypeIndex = NO_TYPE;
    blockResult = 0;
    int code = in.peek();
    if (code == 0x40) {
      in.skip(1);
    } else if (code >= 0x63 && code < 0x80) {
      int type = in.valueType(types);
      blockResult = type >= 0 ? type + 1 : type;
    } else {
      long type = in.s33();
      if (type < 0) throw invalid("A block's type is malformed: unexpected end");
      if (type >= types) throw invalid("There is no type " + type + ": unknown type");
      blockTypeIndex = (int) type;
    }
  }

  private void memoryArgument() throws InvalidModuleException {
    int flags = in.u32();
    if (flags < 0 || flags >= 128) {
      throw invalid(
          "An alignment of 2^" + Integer.toUnsignedString(flags) + ": malformed memop flags");
    }
    alignment = flags & 0x3f;
    index = (flags & 0x40) != 0 ? in.index("memory") : 0;
    value = in.u64();
  }

  private void labels() throws InvalidModuleException {
    int count = in.count("labels", Limits.BODY_BYTES);
    makeRoom(count + 1);
    for (int number = 0; number <= count; number++) list[number] = in.index("label");
    listSize = count + 1;
  }

  private void valueTypes() throws InvalidModuleException {
    int count = in.count("types", Limits.RESULTS);
    makeRoom(count);
    for (int number = 0; number < count; number++) list[number] = in.valueType(types);
    listSize = count;
  }

  private void catches() throws InvalidModuleException {
    int count = in.count("catch clauses", Limits.BODY_BYTES);
    makeRoom(count * 3);
    for (int number = 0; number < count; number++) {
      int kind = in.u8();
      if (kind > 3)
        throw invalid(
            "0x" + Integer.toHexString(kind) + " is no catch clause: malformed catch clause");
      list[number * 3] = kind;
      list[number * 3 + 1] = kind < 2 ? in.index("tag") : 0;
      list[number * 3 + 2] = in.index("label");
    }
    listSize = count * 3;
  }

  private void castBranch() throws InvalidModuleException {
    int flags = in.u8();
    if (flags > 3) throw invalid("The flags " + flags + " of a cast: malformed br_on_cast flags");
    index = in.index("label");
    fromType = ValueType.referenceCode(in.heapType(types), (flags & 1) != 0);
    toType = ValueType.referenceCode(in.heapType(types), (flags & 2) != 0);
  }

  private void makeRoom(int size) {
    if (list.length < size) list = Arrays.copyOf(list, Math.max(size, list.length * 2));
  }
}
