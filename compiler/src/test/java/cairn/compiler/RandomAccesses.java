package cairn.compiler;

import static cairn.compiler.Binary.I32;
import static cairn.compiler.Binary.I64;
import static cairn.compiler.Binary.bodyWith;
import static cairn.compiler.Binary.bytes;
import static cairn.compiler.Binary.functionType;
import static cairn.compiler.Binary.leb;
import static cairn.compiler.Binary.module;
import static cairn.compiler.Binary.section;
import static cairn.compiler.Binary.sleb;
import static cairn.compiler.Binary.types;

import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.Trap;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.WasmModule;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Accesses to memories by compiled functions, compared with a model that shares nothing with them:
 * arrays of bytes, and sums of addresses that cannot overflow because they are halves. Addresses
 * and offsets lie where checks go wrong: around the ends of memories and of numbers.
 *
 * <p>Each instruction is in functions with a constant offset each: one accesses once, another in a
 * loop, so that the JIT compiler has checks to move. They are called from their first call on,
 * before and after the memory grows.
 */
final class RandomAccesses {
  private static final int PAGE = 1 << 16;
  private static final String OUTSIDE = "out of bounds memory access";
  private static final String UNALIGNED = "unaligned atomic";
  private static final int OFFSETS = 5;
  private static final int LONGEST_LOOP = 64;

  /** What a value is before it is a folded long: i32, i64, f32, f64 or a vector. */
  @SuppressWarnings("ArrayRecordComponent") // never changed nor compared
  private record Access(String name, int[] code, int width, char type, boolean store) {
    boolean isAtomic() {
      return code[0] == 0xfe;
    }

    boolean isSigned() {
      return name.endsWith("_s");
    }
  }

  private static final List<Access> ACCESSES =
      List.of(
          load("i32.load", 4, 'i', 0x28),
          load("i64.load", 8, 'l', 0x29),
          load("f32.load", 4, 'f', 0x2a),
          load("f64.load", 8, 'd', 0x2b),
          load("i32.load8_s", 1, 'i', 0x2c),
          load("i32.load8_u", 1, 'i', 0x2d),
          load("i32.load16_s", 2, 'i', 0x2e),
          load("i32.load16_u", 2, 'i', 0x2f),
          load("i64.load8_s", 1, 'l', 0x30),
          load("i64.load8_u", 1, 'l', 0x31),
          load("i64.load16_s", 2, 'l', 0x32),
          load("i64.load16_u", 2, 'l', 0x33),
          load("i64.load32_s", 4, 'l', 0x34),
          load("i64.load32_u", 4, 'l', 0x35),
          store("i32.store", 4, 'i', 0x36),
          store("i64.store", 8, 'l', 0x37),
          store("f32.store", 4, 'f', 0x38),
          store("f64.store", 8, 'd', 0x39),
          store("i32.store8", 1, 'i', 0x3a),
          store("i32.store16", 2, 'i', 0x3b),
          store("i64.store8", 1, 'l', 0x3c),
          store("i64.store16", 2, 'l', 0x3d),
          store("i64.store32", 4, 'l', 0x3e),
          load("v128.load", 16, 'v', 0xfd, 0),
          store("v128.store", 16, 'v', 0xfd, 11),
          load("i32.atomic.load", 4, 'i', 0xfe, 0x10),
          load("i64.atomic.load", 8, 'l', 0xfe, 0x11),
          load("i32.atomic.load8_u", 1, 'i', 0xfe, 0x12),
          load("i32.atomic.load16_u", 2, 'i', 0xfe, 0x13),
          store("i32.atomic.store", 4, 'i', 0xfe, 0x17),
          store("i64.atomic.store", 8, 'l', 0xfe, 0x18),
          store("i32.atomic.store8", 1, 'i', 0xfe, 0x19),
          store("i32.atomic.store16", 2, 'i', 0xfe, 0x1a));

  private static Access load(String name, int width, char type, int... code) {
    return new Access(name, code, width, type, false);
  }

  private static Access store(String name, int width, char type, int... code) {
    return new Access(name, code, width, type, true);
  }

  /**
   * A memory to access.
   *
   * @param sizes in pages, as it grows
   */
  @SuppressWarnings("ArrayRecordComponent") // never changed nor compared
  private record Shape(boolean wide, boolean shared, int index, int pageLog2, long... sizes) {
    long maximum() {
      return sizes[sizes.length - 1];
    }

    /** A page is reserved that is never used, so that a wrong check is found before it crashes. */
    long declaredMaximum() {
      return wide || pageLog2 < 16 ? maximum() + 1 : Math.min(maximum() + 1, 65536);
    }

    @Override
    public String toString() {
      return "%d-bit memory %d%s of %s pages of 2^%d bytes"
          .formatted(
              wide ? 64 : 32, index, shared ? ", shared," : "", Arrays.toString(sizes), pageLog2);
    }
  }

  /** Ends of memories at the ends of numbers, and in every form that code has for an access. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(false, false, 0, 16, 1, 3, 10),
          new Shape(false, false, 1, 16, 0, 1, 2),
          new Shape(false, true, 0, 16, 1, 2),
          new Shape(false, false, 0, 16, 32767, 32768, 32769),
          new Shape(false, false, 0, 16, 65535, 65536),
          new Shape(false, false, 0, 0, 0, 1, 7, 8, 9, 100, 65537),
          new Shape(true, false, 0, 16, 1, 3),
          new Shape(true, true, 1, 16, 1, 2),
          new Shape(true, false, 1, 16, 32767, 32768),
          new Shape(true, false, 0, 16, 65535, 65536, 65537));

  private final Random random;
  private final long perWidth;
  private final Map<Integer, Long> done = new TreeMap<>();

  private RandomAccesses(long seed, long perWidth) {
    this.random = new Random(seed);
    this.perWidth = perWidth;
  }

  /**
   * Makes so many accesses for each width.
   *
   * @return how many were made, by their width in bytes; bulk instructions have width 0
   * @throws AssertionError at the first difference
   */
  static Map<Integer, Long> run(long seed, long perWidth) throws Exception {
    var accesses = new RandomAccesses(seed, perWidth);
    for (Shape shape : SHAPES) accesses.new Subject(shape).run();
    return accesses.done;
  }

  /** For other class loaders, which have no class in common with the caller. */
  static void runFor(long perWidth) throws Exception {
    run(1, perWidth);
  }

  // ---- the model

  /** Bytes of a memory; those that were never written are zero. */
  private static final class Model {
    private final Map<Long, byte[]> pages = new HashMap<>();
    long limit;
    private long lastPage = -1;
    private byte[] last = {};

    /** Whether bytes are inside; neither number is negative. */
    boolean contains(long address, long length) {
      return length <= limit && address <= limit - length;
    }

    private byte[] page(long address) {
      long page = address / PAGE;
      if (page != lastPage) {
        last = pages.computeIfAbsent(page, _ -> new byte[PAGE]);
        lastPage = page;
      }
      return last;
    }

    int get(long address) {
      if (address / PAGE != lastPage && !pages.containsKey(address / PAGE)) return 0;
      return page(address)[(int) (address % PAGE)] & 0xff;
    }

    void set(long address, int value) {
      page(address)[(int) (address % PAGE)] = (byte) value;
    }
  }

  /** The sum of unsigned numbers; one that is past every limit where it does not fit. */
  private static long sum(long address, long offset) {
    long sum = address + offset;
    return address < 0 || offset < 0 || sum < 0 ? Long.MAX_VALUE : sum;
  }

  // ---- one memory

  private final class Subject {
    private final Shape shape;
    private final Instance instance;
    private final Memory memory;
    private final Model model = new Model();

    /** The offset of the functions of each access, and of all further ones. */
    private final long[] offsets = new long[OFFSETS];

    private final int bulk;

    Subject(Shape shape) throws InvalidModuleException, LinkException {
      this.shape = shape;
      model.limit = shape.maximum() << shape.pageLog2();
      for (int i = 0; i < OFFSETS; i++) offsets[i] = i == 0 ? 0 : place();
      model.limit = shape.sizes()[0] << shape.pageLog2();
      LazyModule lazy =
          LazyModule.of(WasmModule.read(code(), () -> false), CompilerOptions.standard());
      instance =
          lazy.instantiate(
              Imports.none(), new InstanceOptions(MemorySettings.upTo(1L << 33), _ -> {}));
      memory = instance.memory(shape.index());
      bulk = ACCESSES.size() * OFFSETS * 2;
    }

    void run() {
      for (int phase = 0; phase < shape.sizes().length; phase++) {
        if (phase > 0) grow(shape.sizes()[phase] - shape.sizes()[phase - 1]);
        var ofWidth = new TreeMap<Integer, Integer>();
        for (Access access : ACCESSES) ofWidth.merge(access.width(), 1, Integer::sum);
        for (int i = 0; i < ACCESSES.size(); i++) {
          int alike = ofWidth.getOrDefault(ACCESSES.get(i).width(), 1);
          long share = perWidth / alike / SHAPES.size() / shape.sizes().length + 1;
          while (share > 0) share -= access(i);
        }
        for (long i = 0; i < perWidth / 20 / SHAPES.size() / shape.sizes().length; i++) bulk();
        compareAll();
      }
    }

    private void grow(long pages) {
      long before = instance.invoke(bulk + 3, pages);
      model.limit += pages << shape.pageLog2();
      check(before << shape.pageLog2(), model.limit - (pages << shape.pageLog2()), "grow");
    }

    private void compareAll() {
      check(memory.limit(), model.limit, "limit");
      model.pages.forEach(
          (page, bytes) -> {
            int length = (int) Math.min(PAGE, model.limit - page * PAGE);
            if (length > 0
                && !Arrays.equals(memory.read(page * PAGE, length), 0, length, bytes, 0, length)) {
              throw new AssertionError(shape + ": page " + page + " is another");
            }
          });
    }

    /** A random call of a function of an access; how many accesses that were. */
    private long access(int number) {
      Access access = ACCESSES.get(number);
      int slot = random.nextInt(OFFSETS);
      long offset = offsets[slot];
      long target = place();
      long address = random.nextInt(4) == 0 ? place() : number(target - offset);
      if (access.isAtomic() && random.nextInt(8) != 0) {
        address = number((address + offset & -access.width()) - offset);
      }
      long value = random.nextLong();
      int function = (number * OFFSETS + slot) * 2;
      boolean once = random.nextInt(3) == 0;
      int count = once ? 1 : 1 + random.nextInt(LONGEST_LOOP);
      int stride = once ? 0 : random.nextInt(40) - 20;
      Object expected =
          access.store()
              ? expectedStores(access, address, offset, stride, count, value)
              : expectedLoads(access, address, offset, stride, count);
      Object seen;
      try {
        if (once) seen = instance.invoke(function, address, value);
        else seen = instance.invoke(function + 1, address, stride, count, value);
      } catch (Trap e) {
        seen = String.valueOf(e.getMessage());
      }
      // Of two traps either may come first; a store gives nothing.
      boolean same =
          expected.equals(seen)
              || (access.store() && expected instanceof Long && seen instanceof Long)
              || (expected.equals("either") && seen instanceof String);
      if (!same) {
        throw new AssertionError(
            "%s: %s at %#x + %#x, stride %d, %d times, at a limit of %#x: expected %s, was %s"
                .formatted(
                    shape, access, address, offset, stride, count, model.limit, expected, seen));
      }
      done.merge(access.width(), (long) count, Long::sum);
      return count;
    }

    /** Why an access traps; empty if it does not. */
    private String trap(Access access, long at) {
      boolean outside = !model.contains(at, access.width());
      boolean unaligned = access.isAtomic() && at % access.width() != 0;
      if (outside && access.isAtomic())
        return at == Long.MAX_VALUE || unaligned ? "either" : OUTSIDE;
      if (outside) return OUTSIDE;
      return unaligned ? UNALIGNED : "";
    }

    private Object expectedLoads(Access access, long address, long offset, int stride, int count) {
      long result = 0;
      for (int i = 0; i < count; i++) {
        long at = sum(number(address + (long) i * stride), offset);
        String trap = trap(access, at);
        if (!trap.isEmpty()) return trap;
        result = Long.rotateLeft(result, 1) ^ folded(access, at);
      }
      return result;
    }

    /** What the function makes of what is loaded: vectors are folded into 64 bits. */
    private long folded(Access access, long at) {
      long low = 0;
      long high = 0;
      for (int i = 0; i < access.width(); i++) {
        long octet = model.get(at + i);
        if (i < 8) low |= octet << (8 * i);
        else high |= octet << (8 * i - 64);
      }
      int bits = access.width() * 8;
      if (access.isSigned()) low = low << (64 - bits) >> (64 - bits);
      if (access.type() == 'i') low &= 0xffffffffL;
      return low ^ Long.rotateLeft(high, 1);
    }

    private Object expectedStores(
        Access access, long address, long offset, int stride, int count, long value) {
      for (int i = 0; i < count; i++) {
        long at = sum(number(address + (long) i * stride), offset);
        String trap = trap(access, at);
        if (!trap.isEmpty()) return trap;
        long low = value + i;
        for (int octet = 0; octet < access.width(); octet++) {
          long half = octet < 8 ? low : low + 1;
          model.set(at + octet, (int) (half >> (octet * 8 % 64)));
        }
      }
      return 0L;
    }

    private void bulk() {
      long length =
          random.nextInt(5) == 0 ? edge(model.limit - random.nextInt(3)) : random.nextInt(3000);
      if (length >= 0 && length > 3000 && length < model.limit - PAGE) length = 3000;
      long to = place();
      long from = place();
      int kind = random.nextInt(3);
      if (random.nextInt(3) == 0) to = number(model.limit - length + random.nextInt(5) - 2);
      if (random.nextInt(3) == 0) from = number(model.limit - length + random.nextInt(5) - 2);
      int value = random.nextInt();
      long reach = kind == 2 ? 200 : model.limit;
      if (kind == 2) {
        from = random.nextInt(250);
        length = random.nextInt(120);
      }
      boolean reads = from >= 0 && length >= 0 && length <= reach && from <= reach - length;
      boolean inside = to >= 0 && length >= 0 && model.contains(to, length) && (kind == 0 || reads);
      if (inside && length > 1 << 20) return; // it would fill the machine's memory
      Object seen = "done";
      try {
        switch (kind) {
          case 0 -> instance.invoke(bulk, to, value, length);
          case 1 -> instance.invoke(bulk + 1, to, from, length);
          default -> instance.invoke(bulk + 2, to, from, length);
        }
      } catch (Trap e) {
        seen = String.valueOf(e.getMessage());
      }
      if (inside) {
        var bytes = new byte[(int) length];
        for (int i = 0; i < length; i++) {
          bytes[i] =
              (byte)
                  switch (kind) {
                    case 0 -> value;
                    case 1 -> model.get(from + i);
                    default -> (int) (from + i);
                  };
        }
        for (int i = 0; i < length; i++) model.set(to + i, bytes[i]);
      }
      String expected = inside ? "done" : OUTSIDE;
      if (!expected.equals(seen)) {
        throw new AssertionError(
            "%s: bulk instruction %d of %#x bytes to %#x from %#x: expected %s, was %s"
                .formatted(shape, kind, length, to, from, expected, seen));
      }
      done.merge(0, 1L, Long::sum);
    }

    // ---- numbers where checks go wrong

    /** An address or an offset. */
    private long place() {
      return switch (random.nextInt(8)) {
        case 0 -> number(random.nextInt(256));
        case 1 -> number(model.limit - random.nextInt(20));
        case 2 -> number(Math.min(model.limit, 4L * PAGE) - random.nextInt(2 * PAGE));
        case 3 -> number(random.nextInt(2 * PAGE));
        default -> edge(random.nextInt(41) - 20);
      };
    }

    private long edge(long delta) {
      long[] near = {
        0, PAGE, model.limit, 1L << 31, 1L << 32, Long.MIN_VALUE, Long.MIN_VALUE + model.limit
      };
      return number(near[random.nextInt(near.length)] + delta);
    }

    /** As many bits as an address has. */
    private long number(long bits) {
      return shape.wide() ? bits : bits & 0xffffffffL;
    }

    private void check(long seen, long expected, String what) {
      if (seen != expected) {
        throw new AssertionError(shape + ": " + what + ": expected " + expected + ", was " + seen);
      }
    }

    // ---- the module

    private byte[] code() {
      int address = shape.wide() ? I64 : I32;
      byte[] once = functionType(bytes(address, I64), bytes(I64));
      byte[] loop = functionType(bytes(address, address, I32, I64), bytes(I64));
      byte[] fill = functionType(bytes(address, I32, address), bytes());
      byte[] copy = functionType(bytes(address, address, address), bytes());
      byte[] init = functionType(bytes(address, I32, I32), bytes());
      byte[] grow = functionType(bytes(address), bytes(address));
      var kinds = new ArrayList<Integer>();
      var bodies = new ByteArrayOutputStream();
      for (Access access : ACCESSES) {
        for (long offset : offsets) {
          kinds.add(0);
          bodies.writeBytes(once(access, offset));
          kinds.add(1);
          bodies.writeBytes(loop(access, offset));
        }
      }
      byte[] three = bytes(0x20, 0, 0x20, 1, 0x20, 2);
      int index = shape.index();
      kinds.addAll(List.of(2, 3, 4, 5));
      bodies.writeBytes(bodyWith(bytes(0), three, 0xfc, 11, index));
      bodies.writeBytes(bodyWith(bytes(0), three, 0xfc, 10, index, index));
      bodies.writeBytes(bodyWith(bytes(0), three, 0xfc, 8, 0, index));
      bodies.writeBytes(bodyWith(bytes(0), 0x20, 0, 0x40, index));
      var data = new byte[200];
      for (int i = 0; i < data.length; i++) data[i] = (byte) i;
      var functions = new ByteArrayOutputStream();
      kinds.forEach(functions::write);
      return module(
          types(once, loop, fill, copy, init, grow),
          section(3, leb(kinds.size()), functions.toByteArray()),
          section(5, leb(index + 1), Binary.repeat(index, 0, 1), memoryType()),
          section(12, leb(1)),
          section(10, leb(kinds.size()), bodies.toByteArray()),
          section(11, 1, 1, leb(data.length), data));
    }

    private byte[] memoryType() {
      int flags = 1 | (shape.shared() ? 2 : 0) | (shape.wide() ? 4 : 0);
      if (shape.pageLog2() != 16) flags |= 8;
      return bytes(
          flags,
          leb(shape.sizes()[0]),
          leb(shape.declaredMaximum()),
          shape.pageLog2() != 16 ? leb(shape.pageLog2()) : bytes());
    }

    private byte[] instruction(Access access, long offset) {
      var code = new ByteArrayOutputStream();
      for (int octet : access.code()) code.write(octet);
      int alignment = access.isAtomic() ? Integer.numberOfTrailingZeros(access.width()) : 0;
      code.writeBytes(
          shape.index() == 0 ? leb(alignment) : bytes(leb(alignment | 0x40), leb(shape.index())));
      code.writeBytes(leb(offset));
      return code.toByteArray();
    }

    /** The long on the stack as a value to store; or what was loaded as a long, by local 4. */
    private byte[] convert(Access access, byte[] value, int local) {
      if (access.store()) {
        return switch (access.type()) {
          case 'i' -> bytes(value, 0xa7);
          case 'f' -> bytes(value, 0xa7, 0xbe);
          case 'd' -> bytes(value, 0xbf);
          case 'v' -> bytes(value, 0xfd, 18, value, 0x42, 1, 0x7c, 0xfd, 30, 1);
          default -> value;
        };
      }
      return switch (access.type()) {
        case 'i' -> bytes(0xad);
        case 'f' -> bytes(0xbc, 0xad);
        case 'd' -> bytes(0xbd);
        case 'v' -> bytes(0x22, local, 0xfd, 29, 0, 0x20, local, 0xfd, 29, 1, 0x42, 1, 0x89, 0x85);
        default -> bytes();
      };
    }

    /** Of an address and a value. */
    private byte[] once(Access access, long offset) {
      byte[] locals = bytes(1, 1, Binary.V128);
      byte[] value = convert(access, bytes(0x20, 1), 2);
      return access.store()
          ? bodyWith(locals, 0x20, 0, value, instruction(access, offset), 0x42, 0)
          : bodyWith(locals, 0x20, 0, instruction(access, offset), value);
    }

    /** Of an address, a stride, a number of times, at least one, and a value. */
    private byte[] loop(Access access, long offset) {
      byte[] locals = bytes(2, 1, Binary.V128, 1, I64);
      int vector = 4;
      int result = 5;
      byte[] value = convert(access, bytes(0x20, 3), vector);
      byte[] work =
          access.store()
              ? bytes(0x20, 0, value, instruction(access, offset), 0x20, 3, 0x42, 1, 0x7c, 0x21, 3)
              : bytes(
                  0x20,
                  result,
                  0x42,
                  1,
                  0x89,
                  0x20,
                  0,
                  instruction(access, offset),
                  value,
                  0x85,
                  0x21,
                  result);
      byte[] step = bytes(0x20, 0, 0x20, 1, shape.wide() ? 0x7c : 0x6a, 0x21, 0);
      byte[] again = bytes(0x20, 2, 0x41, sleb(1), 0x6b, 0x22, 2, 0x0d, 0);
      return bodyWith(locals, 0x03, 0x40, work, step, again, 0x0b, 0x20, result);
    }
  }
}
