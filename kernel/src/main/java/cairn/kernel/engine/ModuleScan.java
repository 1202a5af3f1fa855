package cairn.kernel.engine;

import cairn.kernel.LoadFault;
import cairn.kernel.engine.ModuleReader.Refusal;
import cairn.registry.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Looks over a module before any parser does: is it within our limits, and does it use only what we
 * run? The engine's parser builds objects for every number it reads and its compiler cannot be
 * interrupted, so what would hurt them must not reach them. Cheap: one pass, no allocation to speak
 * of, nothing believed that the bytes do not hold.
 *
 * <p>This is no validation: what passes may still be nonsense, which the parser says.
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

  /** Bytes of heap that the parser needs for one instruction, about. */
  static final int HEAP_PER_INSTRUCTION = 120;

  /** Bytes of heap that one entry of a table takes. */
  static final int HEAP_PER_ELEMENT = 8;

  static final int PAGE = 1 << 16;

  /** One page less than 2 GiB: an array of bytes holds no more. */
  static final int MAX_PAGES = 32_767;

  private static final int MAGIC = 0x6d736100;

  // What was found; written by one scan.
  private int functions;
  private int memories;
  private long memoryPages;
  private long tableEntries;
  private boolean sharedMemory;
  private int tables;
  private long locals;
  private int mostLocals;
  private int largestBody;
  private final CodeScan code = new CodeScan();

  private ModuleScan() {}

  /**
   * What the scan found.
   *
   * @param minimum bytes that its memories and tables, its own and imported, have at least
   * @param tables bytes of these that are its tables'; each thread has its own
   * @param shared whether threads can share its memory
   * @param heap bytes of heap that the parsed module will take, about
   * @param compilable whether the compiler may be given it
   */
  record Findings(long minimum, long tables, boolean shared, long heap, boolean compilable) {}

  /** Either the findings or why not. */
  record Result(@Nullable Findings findings, @Nullable LoadFault fault) {}

  /** Scans. Never throws. {@code heap}: bytes of heap that a parsed module may take. */
  static Result scan(Payload module, long heap) {
    try {
      return new Result(new ModuleScan().module(module, heap), null);
    } catch (Refusal e) {
      return new Result(null, e.why());
    }
  }

  private Findings module(Payload module, long heapLimit) {
    if (module.length() > MAX_MODULE)
      throw new Refusal(new LoadFault.TooLarge(module.length(), MAX_MODULE));
    if (module.length() < 4 || word(module, 0) != MAGIC)
      throw ModuleReader.refuse("it does not begin like a WebAssembly module");
    if (module.length() < 8) throw ModuleReader.refuse("it ends too early");
    int version = word(module, 4);
    if (version == 0x1000d)
      throw ModuleReader.refuse("it is a WebAssembly component, and Cairn runs core modules");
    if (version != 1)
      throw ModuleReader.refuse("it is of a WebAssembly version that Cairn does not know");
    var in = new ModuleReader(module);
    in.skip(8);
    while (!in.isAtEnd()) {
      int id = in.u8();
      section(id, in.part(in.u32()));
    }
    if (memories > 1) throw ModuleReader.refuse("it uses more than one memory (multi-memory)");
    long heap = code.instructions() * HEAP_PER_INSTRUCTION + 8 * locals + module.length() * 2L;
    if (heap > heapLimit)
      throw ModuleReader.refuse("it is larger than this computer has memory for");
    boolean compilable =
        module.length() <= 1 << 20
            && functions <= 2_000
            && code.targets() <= 20_000
            && code.deepest() <= 512
            && !code.hasTailCalls()
            && mostLocals <= 2_000
            && largestBody <= 256 << 10;
    long tableBytes = tableEntries * HEAP_PER_ELEMENT;
    return new Findings(
        memoryPages * PAGE + tableBytes, tableBytes, sharedMemory, heap, compilable);
  }

  private static int word(Payload module, int at) {
    return module.at(at)
        | module.at(at + 1) << 8
        | module.at(at + 2) << 16
        | module.at(at + 3) << 24;
  }

  private void section(int id, ModuleReader in) {
    switch (id) {
      case 0 -> in.skipName();
      case 1 -> types(in);
      case 2 -> imports(in);
      case 3 -> functions += in.count("functions", MAX_FUNCTIONS);
      case 4 -> tables(in);
      case 5 -> memories(in);
      case 6 -> globals(in);
      case 7 -> in.count("exports", MAX_EXPORTS);
      case 8, 12 -> in.u32();
      case 9 -> elements(in);
      case 10 -> code(in);
      case 11 -> data(in);
      case 13 -> throw ModuleReader.refuse("it uses exceptions, which Cairn does not run");
      default -> throw ModuleReader.refuse("it has a section of the unknown kind " + id);
    }
  }

  private static void types(ModuleReader in) {
    for (int left = in.count("types", MAX_TYPES); left > 0; left--) {
      if (in.u8() != 0x60)
        throw ModuleReader.refuse("it uses garbage-collected types (GC), which Cairn does not run");
      for (int half = 0; half < 2; half++)
        for (int n = in.count("parameters in one function", MAX_PARAMETERS); n > 0; n--)
          CodeScan.valueType(in.u8());
    }
  }

  private void imports(ModuleReader in) {
    for (int left = in.count("imports", MAX_IMPORTS); left > 0; left--) {
      in.skipName();
      in.skipName();
      int kind = in.u8();
      switch (kind) {
        case 0 -> in.u32();
        case 1 -> table(in);
        case 2 -> memory(in);
        case 3 -> {
          CodeScan.valueType(in.u8());
          in.u8();
        }
        case 4 -> throw ModuleReader.refuse("it uses exceptions, which Cairn does not run");
        default -> throw ModuleReader.refuse("it imports something of the unknown kind " + kind);
      }
    }
  }

  private void tables(ModuleReader in) {
    for (int left = in.count("tables", MAX_TABLES); left > 0; left--) table(in);
  }

  private void table(ModuleReader in) {
    if (++tables > MAX_TABLES) throw ModuleReader.refuse("it has more than 16 tables");
    CodeScan.valueType(in.u8());
    long entries = limits(in, in.u8());
    if (entries > MAX_ENTRIES)
      throw ModuleReader.refuse("it has a table of more than 10000000 entries");
    tableEntries += entries;
  }

  private void memories(ModuleReader in) {
    for (int left = in.count("memories", MAX_IMPORTS); left > 0; left--) memory(in);
  }

  private void memory(ModuleReader in) {
    memories++;
    int flags = in.u8();
    if (flags == 2) throw ModuleReader.refuse("it has a shared memory without a maximum");
    if (flags == 3) {
      sharedMemory = true;
      if (!SharedPages.WORKS)
        throw ModuleReader.refuse("it shares memory among threads, which this Java cannot do");
    }
    memoryPages += limits(in, flags);
  }

  /** The minimum. */
  private static long limits(ModuleReader in, int flags) {
    if ((flags & 4) != 0)
      throw ModuleReader.refuse("it uses 64-bit memory (memory64), which Cairn does not run");
    if (flags > 3)
      throw ModuleReader.refuse("it uses memory pages of another size, which Cairn does not run");
    long minimum = in.u32();
    if ((flags & 1) != 0) in.u32();
    return minimum;
  }

  private void globals(ModuleReader in) {
    for (int left = in.count("globals", MAX_GLOBALS); left > 0; left--) {
      CodeScan.valueType(in.u8());
      in.u8();
      code.expression(in);
    }
  }

  private void elements(ModuleReader in) {
    int total = 0;
    for (int left = in.count("element segments", MAX_SEGMENTS); left > 0; left--) {
      long flags = in.u32();
      if (flags > 7) throw ModuleReader.refuse("it has a segment of an unknown kind");
      boolean active = (flags & 1) == 0;
      if (active && (flags & 2) != 0) in.u32();
      if (active) code.expression(in);
      boolean hasType = (flags & 3) != 0;
      boolean ofExpressions = (flags & 4) != 0;
      if (hasType && ofExpressions) CodeScan.valueType(in.u8());
      else if (hasType) in.u8();
      int count = in.count("elements", MAX_ELEMENTS);
      total += count;
      if (total > MAX_ELEMENTS) throw ModuleReader.refuse("it has more than 1000000 elements");
      for (; count > 0; count--) {
        if (ofExpressions) code.expression(in);
        else in.u32();
      }
    }
  }

  private void code(ModuleReader in) {
    for (int left = in.count("functions", MAX_FUNCTIONS); left > 0; left--) {
      long size = in.u32();
      if (size > MAX_BODY) throw ModuleReader.refuse("it has a function of more than 2 MiB");
      var body = in.part(size);
      largestBody = Math.max(largestBody, (int) size);
      long here = 0;
      for (int groups = body.count("locals in one function", MAX_LOCALS); groups > 0; groups--) {
        here += body.u32();
        CodeScan.valueType(body.u8());
        if (here > MAX_LOCALS)
          throw ModuleReader.refuse("it has more than 50000 locals in one function");
      }
      mostLocals = Math.max(mostLocals, (int) here);
      locals += here;
      if (locals > MAX_LOCALS_IN_ALL) throw ModuleReader.refuse("it has more than 2000000 locals");
      code.body(body);
    }
  }

  private void data(ModuleReader in) {
    for (int left = in.count("data segments", MAX_SEGMENTS); left > 0; left--) {
      long flags = in.u32();
      if (flags > 2) throw ModuleReader.refuse("it has a segment of an unknown kind");
      if (flags == 2) in.u32();
      if (flags != 1) code.expression(in);
      in.skip(in.u32());
    }
  }
}
