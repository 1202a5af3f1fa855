package cairn.compiler.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.wasm.MemoryType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares every load and store with a model that shares nothing with it: an array of bytes, sums
 * of BigIntegers, and what an instruction does read off its name.
 */
class MemoryAccessTest {
  private static final int PAGE = 1 << 16;
  private static final int RANDOM_CASES = 100;

  /** Where checks go wrong: the ends of ranges and of numbers, as unsigned 64 bits. */
  private static List<Long> edges(long limit) {
    var edges = new ArrayList<Long>();
    for (long near :
        new long[] {0, PAGE, limit, 1L << 31, 1L << 32, Long.MIN_VALUE, Long.MIN_VALUE + limit}) {
      for (long delta : new long[] {-9, -8, -7, -5, -4, -3, -2, -1, 0, 1, 2, 8}) {
        edges.add(near + delta);
      }
    }
    return edges;
  }

  @Test
  void everyAccessDoesWhatTheModelDoes() throws Exception {
    int methods = compareWithModel(MemoryAccess.class);

    assertThat(methods).isEqualTo(4 * (14 + 9)); // loads and stores, each in four forms
  }

  @Test
  void theComparisonFindsACheckThatLetsOneByteTooManyPass() {
    assertThatThrownBy(() -> compareWithModel(OffByOne.class)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theComparisonFindsAnOffsetThatWrapsAroundIn32Bits() {
    assertThatThrownBy(() -> compareWithModel(Wrapping32.class)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theComparisonFindsAnOffsetThatWrapsAroundIn64Bits() {
    assertThatThrownBy(() -> compareWithModel(Wrapping64.class)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theComparisonFindsALoadThatForgetsTheSign() {
    assertThatThrownBy(() -> compareWithModel(Unsigned.class)).isInstanceOf(AssertionError.class);
  }

  /** Calls the accessors of a class; how many there are. */
  private static int compareWithModel(Class<?> accessors) throws Exception {
    List<Method> methods =
        Stream.of(accessors.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()))
            .sorted(Comparator.comparing(Method::toString))
            .toList();
    var random = new Random(20261130);
    var type = new MemoryType(1, OptionalLong.of(8), false, false, 16);
    Memory memory = Memory.create(type, MemorySettings.upTo(1 << 20));
    var model = new byte[PAGE];
    random.nextBytes(model);
    memory.write(0, model, 0, model.length);

    compareAll(methods, memory, model, random);
    memory.grow(2);
    byte[] grown = new byte[3 * PAGE];
    System.arraycopy(model, 0, grown, 0, model.length);
    compareAll(methods, memory, grown, random);
    return methods.size();
  }

  private static void compareAll(List<Method> methods, Memory memory, byte[] model, Random random)
      throws Exception {
    List<Long> edges = edges(model.length);
    for (Method method : methods) {
      for (long edge : edges) {
        compare(method, memory, model, edge, 0, random.nextLong());
        compare(method, memory, model, 0, edge, random.nextLong());
        long other = edges.get(random.nextInt(edges.size()));
        compare(method, memory, model, edge, other, random.nextLong());
        compare(method, memory, model, edge - other, other, random.nextLong());
      }
      for (int i = 0; i < RANDOM_CASES; i++) {
        int address = random.nextInt(model.length);
        int offset = random.nextInt(model.length - address + 4);
        compare(method, memory, model, address, offset, random.nextLong());
      }
    }
    assertThat(memory.read(0, model.length)).isEqualTo(model);
  }

  private static void compare(
      Method method, Memory memory, byte[] model, long address, long offset, long value)
      throws Exception {
    boolean wide = method.getParameterTypes()[0] == long.class;
    BigInteger at = unsigned(address, wide).add(unsigned(offset, wide));
    String name = method.getName();
    int bits = bits(name);
    boolean inside = at.add(BigInteger.valueOf(bits / 8)).compareTo(big(model.length)) <= 0;

    Object result = call(method, memory, address, offset, value);

    Object expected = "out of bounds memory access";
    if (inside && name.contains("store")) {
      expected = "nothing";
      for (int i = 0; i < bits / 8; i++) model[at.intValueExact() + i] = (byte) (value >> (8 * i));
    } else if (inside) {
      BigInteger loaded = BigInteger.ZERO;
      for (int i = 0; i < bits / 8; i++) {
        loaded = loaded.or(big(model[at.intValueExact() + i] & 255).shiftLeft(8 * i));
      }
      if (name.endsWith("_s") && loaded.testBit(bits - 1)) {
        loaded = loaded.subtract(BigInteger.ONE.shiftLeft(bits));
      }
      boolean narrow = method.getReturnType() == int.class || method.getReturnType() == float.class;
      expected = narrow ? (long) loaded.intValue() : loaded.longValue();
    }
    if (!result.equals(expected)) { // an assertion each would take most of the time
      assertThat(result)
          .as("%s(%#x, %#x) at a limit of %#x", method, address, offset, model.length)
          .isEqualTo(expected);
    }
  }

  /** The bits of the result, "nothing", or the message of a trap. */
  private static Object call(Method method, Memory memory, long address, long offset, long value)
      throws Exception {
    var arguments = new ArrayList<Object>();
    Class<?>[] types = method.getParameterTypes();
    arguments.add(as(types[0], address));
    if (method.getName().contains("store")) arguments.add(as(types[1], value));
    arguments.add(as(types[0], offset));
    if (types[types.length - 1] == Memory.class) {
      arguments.add(memory);
    } else {
      arguments.add(memory.base());
      arguments.add(memory.limit());
    }
    try {
      return bitsOf(method.invoke(null, arguments.toArray()));
    } catch (InvocationTargetException e) {
      return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
    }
  }

  private static Object as(Class<?> type, long bits) {
    return switch (type.getName()) {
      case "int" -> (int) bits;
      case "float" -> Float.intBitsToFloat((int) bits);
      case "double" -> Double.longBitsToDouble(bits);
      default -> bits;
    };
  }

  /** The bits of a number, of an int or a float with the sign above them. */
  private static Object bitsOf(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Integer i -> (long) i;
      case Long l -> l;
      case Float f -> (long) Float.floatToRawIntBits(f);
      case Double d -> Double.doubleToRawLongBits(d);
      default -> throw new AssertionError(value);
    };
  }

  /** How many bits an instruction reads or writes. */
  private static int bits(String name) {
    for (int width : new int[] {8, 16, 32}) {
      if (name.matches("..._(load|store)" + width + "(_[su])?")) return width;
    }
    return Integer.parseInt(name.substring(1, 3));
  }

  private static BigInteger unsigned(long value, boolean wide) {
    return new BigInteger(wide ? Long.toUnsignedString(value) : Long.toString(value & 0xffffffffL));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  // ---- accessors that are wrong on purpose; none touches what is not reserved

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  @SuppressWarnings({"MemberName", "unused"}) // named and called as MemoryAccess is
  static final class OffByOne {
    private OffByOne() {}

    public static int i32_load(int address, int offset, long base, long limit) {
      long at = (address & 0xffff_ffffL) + (offset & 0xffff_ffffL);
      if (at + 4 > limit + 1) throw Trap.outOfBoundsMemoryAccess();
      return UNSAFE.getInt(base + at);
    }
  }

  @SuppressWarnings({"MemberName", "unused"}) // named and called as MemoryAccess is
  static final class Wrapping32 {
    private Wrapping32() {}

    public static void i32_store8(int address, int value, int offset, long base, long limit) {
      long at = (address + offset) & 0xffff_ffffL;
      if (at + 1 > limit) throw Trap.outOfBoundsMemoryAccess();
      UNSAFE.putByte(base + at, (byte) value);
    }
  }

  @SuppressWarnings({"MemberName", "unused"}) // named and called as MemoryAccess is
  static final class Wrapping64 {
    private Wrapping64() {}

    public static long i64_load(long address, long offset, long base, long limit) {
      long at = address + offset;
      if (at + 8 > limit) throw Trap.outOfBoundsMemoryAccess();
      return UNSAFE.getLong(base + Math.max(at, 0));
    }
  }

  @SuppressWarnings({"MemberName", "unused"}) // named and called as MemoryAccess is
  static final class Unsigned {
    private Unsigned() {}

    public static int i32_load8_s(int address, int offset, Memory memory) {
      return MemoryAccess.i32_load8_u(address, offset, memory);
    }
  }
}
