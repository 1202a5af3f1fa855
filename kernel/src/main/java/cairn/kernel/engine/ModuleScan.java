package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.kernel.engine.ModuleReader.Refusal;
import cairn.registry.Payload;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and validates a module before the engine's parser sees it: is it well-formed, is it valid
 * (WebAssembly 3 and 5), is it within our limits, and does it use only what we run? The engine's
 * parser builds objects for every number it reads and can neither be ended nor trusted, so what
 * would hurt it must not reach it. One pass, whose time is bounded and which ends at once when
 * nobody wants it any more; nothing believed that the bytes do not hold.
 *
 * <p>Custom sections never refuse (5.5.3), unless their own name is malformed.
 *
 * <p>Longer than others, because it has every section.
 *
 * <p>Long because each section has rules and a weight of its own.
 */
final class ModuleScan {
  static final int MAX_MODULE = 64 << 20;
  static final int MAX_TYPES = 20_000;
  static final int MAX_FUNCTIONS = 100_000;
  static final int MAX_IMPORTS = 1_000;
  static final int MAX_EXPORTS = 10_000;
  static final int MAX_GLOBALS = 100_000;
  static final int MAX_TABLES = 16;
  static final int MAX_ENTRIES = 10_000_000;
  static final int MAX_SEGMENTS = 100_000;
  static final int MAX_ELEMENTS = 1_000_000;
  static final int MAX_PARAMETERS = 1_000;
  static final int MAX_LOCALS = 50_000;
  static final int MAX_LOCALS_IN_ALL = 2_000_000;
  static final int MAX_BODY = 2 << 20;

  /** Steps of {@link BodyCheck} for one module, which take about a second. */
  static final long MAX_STEPS = 100_000_000;

  /** The same for one that is compiled: the compiler takes a step for each single value. */
  private static final long MAX_STEPS_COMPILED = 4_000_000;

  /** Bytes of heap that one entry of a table takes. */
  static final int HEAP_PER_ELEMENT = 8;

  static final int PAGE = 1 << 16;

  /** One page less than 2 GiB: an array of bytes holds no more. */
  static final int MAX_PAGES = 32_767;

  /** What a memory may declare (WebAssembly 3.2.4). */
  private static final int MAX_DECLARED_PAGES = 65_536;

  private static final int MAGIC = 0x6d736100;
  private static final int CUSTOM = 0;
  static final int TYPES = 1;
  static final int IMPORTS = 2;
  static final int FUNCTIONS = 3;
  static final int TABLES = 4;
  static final int MEMORIES = 5;
  static final int GLOBALS = 6;
  static final int EXPORTS = 7;
  static final int START = 8;
  static final int ELEMENTS = 9;
  static final int CODE = 10;
  static final int DATA = 11;
  static final int DATA_COUNT = 12;

  /** The place of each section in a module. */
  private static final int[] PLACES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10};

  /** The custom section that has names. */
  private static final Payload NAME = Payload.utf8("name");

  private static final String[] NAMES = {
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count"
  };

  // What was found; written by one scan.
  private long memoryPages;
  private long tableEntries;
  private boolean sharedMemory;
  private int tables;
  private long locals;
  private int mostLocals;
  private int largestBody;
  private int bodies;
  private long dataCounted = -1;
  private int dataSegments;
  private final Set<Payload> exports = new HashSet<>();
  private Payload names = Payload.EMPTY;
  private int section = -1;

  private final CodeScan code;
  private final Declarations declared = new Declarations();
  private final BodyCheck check;
  private final ModuleWeight weight;

  private ModuleScan(long heapLimit, BooleanSupplier unwanted) {
    code = new CodeScan(unwanted);
    check = new BodyCheck(declared, code);
    weight = new ModuleWeight(heapLimit);
  }

  /**
   * What the scan found.
   *
   * @param minimum bytes that its memories and tables, its own and imported, have at least
   * @param tables bytes of these that are its tables'; each thread has its own
   * @param shared whether threads can share its memory
   * @param heap bytes of heap that the parsed module will take, about
   * @param peak bytes of heap that it takes while it is parsed, about; at least {@code heap}
   * @param compilable whether the compiler may be given it
   * @param names the function names of its name section, as they stand there; perhaps nonsense
   */
  record Findings(
      long minimum,
      long tables,
      boolean shared,
      long heap,
      long peak,
      boolean compilable,
      Payload names) {
    /** The same without the names, which hold on to all bytes of the module. */
    Findings withoutNames() {
      return new Findings(minimum, tables, shared, heap, peak, compilable, Payload.EMPTY);
    }
  }

  /** Either the findings or why not. */
  record Result(@Nullable Findings findings, @Nullable LoadFault fault) {}

  /**
   * Scans. Throws {@link Unwanted} when that becomes true, nothing else. {@code heap}: bytes of
   * heap that parsing may take.
   */
  static Result scan(Payload module, long heap, BooleanSupplier unwanted) {
    var scan = new ModuleScan(heap, unwanted);
    try {
      return new Result(scan.module(module), null);
    } catch (Refusal e) {
      return new Result(null, scan.placed(e));
    }
  }

  private LoadFault placed(Refusal refusal) {
    return refusal.why() instanceof LoadFault.NotAProgram(String what)
            && refusal.at() >= 0
            && section >= 0
        ? new LoadFault.NotAProgram(
            what + " (" + NAMES[section] + " section, at byte " + refusal.at() + ")")
        : refusal.why();
  }

  private Findings module(Payload module) {
    if (module.length() > MAX_MODULE)
      throw new Refusal(new LoadFault.TooLarge(module.length(), MAX_MODULE), -1);
    if (module.length() < 4 || word(module, 0) != MAGIC)
      throw ModuleReader.refuse("it does not begin like a WebAssembly module");
    if (module.length() < 8) throw ModuleReader.refuse("the file ends after its first word");
    int version = word(module, 4);
    if (version == 0x1000d)
      throw ModuleReader.refuse("it is a WebAssembly component, and Cairn runs core modules");
    if (version != 1)
      throw ModuleReader.refuse("it is of a WebAssembly version that Cairn does not know");
    var in = new ModuleReader(module);
    in.skip(8);
    int last = 0;
    while (!in.isAtEnd()) {
      int at = in.position();
      int id = in.u8();
      if (id == 13) throw ModuleReader.refuse("it uses exceptions, which Cairn does not run");
      if (id > 13)
        throw ModuleReader.refuse("it has a section of the unknown kind " + id + " at byte " + at);
      section = id;
      if (id != CUSTOM) {
        if (PLACES[id] <= last)
          throw ModuleReader.refuse(
              "a section stands twice, or after one that it must precede", at);
        last = PLACES[id];
      }
      var part = in.part(in.u32(), "the section");
      weight.begin(NAMES[id], part.remaining());
      section(id, part);
      if (!part.isAtEnd())
        throw ModuleReader.refuse(
            "the section goes on " + part.remaining() + " bytes after its end", part.position());
      weight.check();
    }
    section = -1;
    whole();
    boolean compilable =
        module.length() <= 1 << 20
            && declared.functionCount() <= 2_000
            && code.targets() <= 20_000
            && code.deepest() <= 512
            && !code.hasTailCalls()
            && mostLocals <= 2_000
            && largestBody <= 256 << 10
            && check.steps() <= MAX_STEPS_COMPILED;
    long tableBytes = tableEntries * HEAP_PER_ELEMENT;
    return new Findings(
        memoryPages * PAGE + tableBytes,
        tableBytes,
        sharedMemory,
        weight.bytes(),
        weight.peak(),
        compilable,
        names);
  }

  private void whole() {
    if (declared.memoryCount() > 1)
      throw ModuleReader.refuse("it uses more than one memory (multi-memory)");
    int wanted = declared.functionCount() - declared.importedFunctions();
    if (bodies != wanted)
      throw ModuleReader.refuse(
          "it declares " + wanted + " functions, and its code section has " + bodies);
    if (dataCounted >= 0 && dataCounted != dataSegments)
      throw ModuleReader.refuse(
          "it declares "
              + dataCounted
              + " data segments, and its data section has "
              + dataSegments);
  }

  private static int word(Payload module, int at) {
    return module.at(at)
        | module.at(at + 1) << 8
        | module.at(at + 2) << 16
        | module.at(at + 3) << 24;
  }

  private void section(int id, ModuleReader in) {
    switch (id) {
      case CUSTOM -> custom(in);
      case TYPES -> types(in);
      case IMPORTS -> imports(in);
      case FUNCTIONS -> functions(in);
      case TABLES -> tables(in);
      case MEMORIES -> memories(in);
      case GLOBALS -> globals(in);
      case EXPORTS -> exports(in);
      case START -> start(in);
      case ELEMENTS -> elements(in);
      case CODE -> code(in);
      case DATA -> data(in);
      case DATA_COUNT -> {
        dataCounted = in.u32();
        if (dataCounted > MAX_SEGMENTS)
          throw ModuleReader.refuse(
              "it declares " + dataCounted + " data segments, more than " + MAX_SEGMENTS,
              in.position());
        declared.dataCount((int) dataCounted);
      }
      default -> throw new IllegalStateException("section " + id);
    }
  }

  private void custom(ModuleReader in) {
    var name = in.name();
    if (names.isEmpty() && name.equals(NAME)) {
      names = FunctionNames.in(in);
      weight.add(names.length());
    }
    in.skip(in.remaining());
  }

  private void types(ModuleReader in) {
    for (int left = in.count("types", MAX_TYPES); left > 0; left--) {
      int at = in.position();
      int form = in.u8();
      if (form == 0x5e || form == 0x5f || form == 0x50 || form == 0x4f || form == 0x4e)
        throw ModuleReader.refuse(
            "it uses garbage-collected types (GC), which Cairn does not run", at);
      if (form != 0x60) throw ModuleReader.refuse("it has a type of an unknown kind", at);
      var type = new Declarations.Type(valueTypes(in), valueTypes(in));
      declared.type(type);
      weight.type(type.parameters().length + type.results().length);
    }
  }

  private static byte[] valueTypes(ModuleReader in) {
    var types = new byte[in.count("parameters in one function", MAX_PARAMETERS)];
    for (int i = 0; i < types.length; i++) types[i] = CodeScan.valueType(in);
    return types;
  }

  private void imports(ModuleReader in) {
    for (int left = in.count("imports", MAX_IMPORTS); left > 0; left--) {
      int length = in.name().length() + in.name().length();
      weight.named(length);
      int at = in.position();
      int kind = in.u8();
      switch (kind) {
        case 0 -> {
          if (length == 0) throw ModuleReader.refuse("it imports a function without a name", at);
          declared.importedFunction(in.u32(), at);
        }
        case 1 -> table(in);
        case 2 -> memory(in);
        case 3 -> global(in);
        case 4 -> throw ModuleReader.refuse("it uses exceptions, which Cairn does not run");
        default ->
            throw ModuleReader.refuse("it imports something of the unknown kind " + kind, at);
      }
    }
  }

  private void functions(ModuleReader in) {
    for (int left = in.count("functions", MAX_FUNCTIONS); left > 0; left--) {
      int at = in.position();
      declared.function(in.u32(), at);
      weight.function();
    }
  }

  private void tables(ModuleReader in) {
    for (int left = in.count("tables", MAX_TABLES); left > 0; left--) table(in);
  }

  private void table(ModuleReader in) {
    int at = in.position();
    if (++tables > MAX_TABLES) throw ModuleReader.refuse("it has more than 16 tables", at);
    byte type = CodeScan.valueType(in);
    if (!ValueTypes.isReference(type)) throw ModuleReader.refuse("it has a table of numbers", at);
    int flags = in.u8();
    if (flags > 1) throw otherLimits(flags, at);
    long entries = limits(in, flags, 0xffff_ffffL);
    if (entries > MAX_ENTRIES)
      throw ModuleReader.refuse("it has a table of more than 10000000 entries", at);
    tableEntries += entries;
    declared.table(type);
  }

  private void memories(ModuleReader in) {
    for (int left = in.count("memories", MAX_IMPORTS); left > 0; left--) memory(in);
  }

  private void memory(ModuleReader in) {
    int at = in.position();
    declared.memory();
    int flags = in.u8();
    if (flags == 2) throw ModuleReader.refuse("it has a shared memory without a maximum", at);
    if (flags > 3) throw otherLimits(flags, at);
    if (flags == 3) {
      sharedMemory = true;
      if (!SharedPages.WORKS)
        throw ModuleReader.refuse("it shares memory among threads, which this Java cannot do");
    }
    memoryPages += limits(in, flags, MAX_DECLARED_PAGES);
  }

  private static Refusal otherLimits(int flags, int at) {
    return ModuleReader.refuse(
        (flags & 4) != 0
            ? "it uses 64-bit memory (memory64), which Cairn does not run"
            : "it uses memory pages of another size, which Cairn does not run",
        at);
  }

  /** The minimum. */
  private static long limits(ModuleReader in, int flags, long most) {
    int at = in.position();
    long minimum = in.u32();
    long maximum = (flags & 1) != 0 ? in.u32() : most;
    if (minimum > maximum)
      throw ModuleReader.refuse(
          "it wants at least " + minimum + " of what it may have " + maximum + " of", at);
    if (maximum > most)
      throw ModuleReader.refuse("it declares more pages of memory than there are addresses", at);
    return minimum;
  }

  private void globals(ModuleReader in) {
    for (int left = in.count("globals", MAX_GLOBALS); left > 0; left--) {
      // A global cannot depend on itself: it is declared after its value.
      byte type = CodeScan.valueType(in);
      boolean mutable = mutable(in);
      constant(in, type);
      declared.global(type, mutable);
      weight.global();
    }
  }

  private void global(ModuleReader in) {
    declared.global(CodeScan.valueType(in), mutable(in));
  }

  private static boolean mutable(ModuleReader in) {
    int at = in.position();
    int mutable = in.u8();
    if (mutable > 1) throw ModuleReader.refuse("it has a global of an unknown kind", at);
    return mutable == 1;
  }

  private void constant(ModuleReader in, byte type) {
    long before = code.instructions();
    ConstantCheck.read(declared, code, in, type);
    weight.instructions(code.instructions() - before);
  }

  private void exports(ModuleReader in) {
    for (int left = in.count("exports", MAX_EXPORTS); left > 0; left--) {
      var name = in.name();
      int at = in.position();
      int kind = in.u8();
      long index = in.u32();
      switch (kind) {
        case 0 -> exported(name, "function", index, declared.functionCount(), at);
        case 1 -> exported(name, "table", index, declared.tableCount(), at);
        case 2 -> exported(name, "memory", index, declared.memoryCount(), at);
        case 3 -> exported(name, "global", index, declared.globalCount(), at);
        case 4 -> throw ModuleReader.refuse("it uses exceptions, which Cairn does not run");
        default ->
            throw ModuleReader.refuse("it exports something of the unknown kind " + kind, at);
      }
      if (kind == 0) declared.refer(index, at);
      if (!exports.add(name))
        throw ModuleReader.refuse("it exports '" + shown(name) + "' twice", at);
      weight.named(name.length());
    }
  }

  private static void exported(Payload name, String of, long index, int count, int at) {
    if (index >= count)
      throw ModuleReader.refuse(
          "it exports " + of + " " + index + " as '" + shown(name) + "' and has " + count, at);
  }

  private static String shown(Payload name) {
    return name.slice(0, Math.min(name.length(), 60)).utf8();
  }

  private void start(ModuleReader in) {
    int at = in.position();
    long index = in.u32();
    if (!declared.typeOfFunction(index, at).isOfStart())
      throw ModuleReader.refuse("its start function " + index + " takes or leaves values", at);
  }

  private void elements(ModuleReader in) {
    int total = 0;
    for (int left = in.count("element segments", MAX_SEGMENTS); left > 0; left--) {
      int at = in.position();
      long flags = in.u32();
      if (flags > 7) throw ModuleReader.refuse("it has a segment of an unknown kind", at);
      boolean active = (flags & 1) == 0;
      byte ofTable = ValueTypes.ANY;
      if (active) {
        ofTable = declared.typeOfTable((flags & 2) != 0 ? in.u32() : 0, at);
        constant(in, ValueTypes.I32);
      }
      boolean hasType = (flags & 3) != 0;
      boolean ofExpressions = (flags & 4) != 0;
      byte type = ValueTypes.FUNCREF;
      if (hasType && ofExpressions) type = CodeScan.valueType(in);
      else if (hasType && in.u8() != 0)
        throw ModuleReader.refuse("it has elements of an unknown kind", at);
      if (!ValueTypes.isReference(type))
        throw ModuleReader.refuse("it has elements that are no references", at);
      if (active && type != ofTable)
        throw ModuleReader.refuse("it has elements of another type than their table", at);
      declared.element(type);
      weight.segment();
      int count = in.count("elements", MAX_ELEMENTS);
      total += count;
      if (total > MAX_ELEMENTS) throw ModuleReader.refuse("it has more than 1000000 elements", at);
      for (; count > 0; count--) {
        if (ofExpressions) constant(in, type);
        else {
          at = in.position();
          declared.refer(in.u32(), at);
        }
        weight.element();
      }
    }
  }

  private void code(ModuleReader in) {
    int count = in.count("functions", MAX_FUNCTIONS);
    for (; bodies < count; bodies++) {
      int at = in.position();
      int function = declared.importedFunctions() + bodies;
      long size = in.u32();
      if (size > MAX_BODY) throw ModuleReader.refuse("it has a function of more than 2 MiB", at);
      var body = in.part(size, "function " + function);
      largestBody = Math.max(largestBody, (int) size);
      body(declared.typeOfFunction(function, at), body);
      if (check.steps() > MAX_STEPS)
        throw new Refusal(
            new LoadFault.TooCostly(
                "code", LoadFault.TooCostly.Cost.STEPS, check.steps(), MAX_STEPS),
            at);
    }
  }

  private void body(Declarations.Type type, ModuleReader body) {
    int at = body.position();
    var types = new byte[type.parameters().length + 16];
    int here = type.parameters().length;
    System.arraycopy(type.parameters(), 0, types, 0, here);
    int groups = body.count("locals in one function", MAX_LOCALS);
    for (int left = groups; left > 0; left--) {
      long more = body.u32();
      byte one = CodeScan.valueType(body);
      if (here + more - type.parameters().length > MAX_LOCALS)
        throw ModuleReader.refuse("it has more than 50000 locals in one function", at);
      int end = here + (int) more;
      if (end > types.length) types = Arrays.copyOf(types, Math.max(end, 2 * types.length));
      Arrays.fill(types, here, end, one);
      here = end;
    }
    int own = here - type.parameters().length;
    mostLocals = Math.max(mostLocals, own);
    locals += own;
    if (locals > MAX_LOCALS_IN_ALL)
      throw ModuleReader.refuse("it has more than 2000000 locals", at);
    long instructions = code.instructions();
    int targets = code.targets();
    check.read(type, types, here, body);
    weight.body(own, groups, code.instructions() - instructions, code.targets() - targets);
  }

  private void data(ModuleReader in) {
    for (int left = in.count("data segments", MAX_SEGMENTS); left > 0; left--) {
      int at = in.position();
      long flags = in.u32();
      if (flags > 2) throw ModuleReader.refuse("it has a segment of an unknown kind", at);
      if (flags == 2 && in.u32() != 0)
        throw ModuleReader.refuse("it uses more than one memory (multi-memory)", at);
      if (flags != 1) {
        declared.checkMemory(at);
        constant(in, ValueTypes.I32);
      }
      long length = in.u32();
      in.skip(length);
      dataSegments++;
      weight.segment();
      weight.add(length);
    }
  }
}
