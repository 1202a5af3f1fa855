package cairn.compiler.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.wasm.MemoryType;
import cairn.wasm.Opcode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares every vector instruction with {@link VectorModel}. */
class VectorsTest {
  private static final int CASES = 150;

  /** Numbers at the ends of integers, and floats whose arithmetic is special. */
  private static final long[] SPECIAL = {
    0,
    -1,
    1,
    0x7f7f7f7f7f7f7f7fL,
    0x8080808080808080L,
    0x8000800080008000L,
    0x7fff7fff7fff7fffL,
    0x8000000080000000L,
    0x7fffffff7fffffffL,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    0x0101010101010101L,
    0x3f8000003f800000L,
    0xbf800000c0200000L,
    0x7fc000007fa00001L,
    0xffc000007f800000L,
    0xff8000004b000001L,
    0x4f000000cf000001L,
    0x4f800000bf7fffffL,
    0x0000000180000001L,
    0x3ff0000000000000L,
    0xc004000000000000L,
    0x7ff8000000000000L,
    0x7ff4000000000001L,
    0xfff0000000000000L,
    0x41dfffffffc00000L,
    0x41e0000000000000L,
    0x41efffffffe00000L,
    0xc1e0000000200000L,
    0x4330000000000001L,
    0x3fdfffffffffffffL,
    0x47efffffe0000000L
  };

  private final Random random = new Random(128);

  @Test
  void everyInstructionHasItsMethod() {
    Set<String> names =
        Stream.of(Opcode.values())
            .filter(opcode -> opcode.code() >> 16 == 0xfd)
            .map(opcode -> opcode.mnemonic().replace('.', '_'))
            .collect(Collectors.toCollection(TreeSet::new));
    names.add("f32x4_canonical");
    names.add("f64x2_canonical");

    assertThat(instructions())
        .extracting(Method::getName)
        .containsOnly(names.toArray(new String[0]));
    assertThat(names).hasSize(236 + 20 + 2); // SIMD, relaxed SIMD
  }

  @Test
  void everyInstructionDoesWhatTheModelDoes() throws Exception {
    List<Method> methods =
        instructions().stream().filter(method -> !touchesMemory(method)).toList();

    for (Method method : methods) {
      for (int i = 0; i < CASES; i++) {
        List<Object> operands = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes())
          operands.add(operand(method, type, operands));
        Object expected = VectorModel.result(method.getName(), operands);
        Object result = method.invoke(null, operands.toArray());
        if (!same(method.getName(), result, expected)) {
          assertThat(result).as("%s%s", method.getName(), operands).isEqualTo(expected);
        }
      }
    }
  }

  private static List<Method> instructions() {
    return Stream.of(Vectors.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static boolean touchesMemory(Method method) {
    return method.getName().matches("v128_(load|store).*");
  }

  private Object operand(Method method, Class<?> type, List<Object> before) {
    String name = method.getName();
    return switch (type.getSimpleName()) {
      case "V128" -> {
        boolean shuffle = name.equals("i8x16_shuffle") && before.size() == 2;
        long mask = shuffle ? 0x1f1f1f1f1f1f1f1fL : -1;
        boolean indices = name.endsWith("swizzle") && before.size() == 1 && random.nextBoolean();
        if (indices) mask = 0x1f1f1f1f1f1f1f1fL;
        yield new V128(half() & mask, half() & mask);
      }
      case "int" -> {
        boolean lane = name.contains("_lane") && before.size() == method.getParameterCount() - 1;
        String shape = name.substring(0, name.indexOf('_'));
        yield lane ? random.nextInt(128 / VectorModel.width(shape)) : (int) half();
      }
      case "long" -> half();
      case "float" -> Float.intBitsToFloat((int) half());
      case "double" -> Double.longBitsToDouble(half());
      default -> throw new AssertionError(type);
    };
  }

  private long half() {
    long special = SPECIAL[random.nextInt(SPECIAL.length)];
    return switch (random.nextInt(4)) {
      case 0 -> random.nextLong();
      case 1 -> special ^ (1L << random.nextInt(64));
      case 2 -> (special & 0xffffffffL) | (half() << 32);
      default -> special;
    };
  }

  /**
   * Whether results agree. Which NaN arithmetic gives is open, so all are the same there; where
   * bits are only moved, every bit counts.
   */
  private static boolean same(String name, Object result, Object expected) {
    if (result.equals(expected)) {
      return true;
    }
    boolean moves =
        name.matches("f.*_(abs|neg|pmin|pmax|splat|replace_lane|canonical|eq|ne|lt|gt|le|ge)");
    if (moves
        || !name.startsWith("f")
        || !(result instanceof V128 x && expected instanceof V128 y)) {
      return false;
    }
    return name.startsWith("f32x4")
        ? Vectors.f32x4_canonical(x).equals(Vectors.f32x4_canonical(y))
        : Vectors.f64x2_canonical(x).equals(Vectors.f64x2_canonical(y));
  }

  @Test
  void floatsAreMovedWithEveryBit() {
    float signalling = Float.intBitsToFloat(0x7fa00001);
    V128 x = Vectors.f32x4_splat(signalling);

    assertThat(x).isEqualTo(Vectors.i32x4_splat(0x7fa00001));
    assertThat(Float.floatToRawIntBits(Vectors.f32x4_extract_lane(x, 3))).isEqualTo(0x7fa00001);
  }

  // ---- memory

  @Test
  void everyAccessReadsAndWritesItsBytesAndNoOthers() throws Exception {
    var type = new MemoryType(1, OptionalLong.of(1), false, true, 16);
    Memory memory = Memory.create(type, MemorySettings.upTo(1 << 20));
    int limit = (int) memory.limit();
    List<Method> methods = instructions().stream().filter(VectorsTest::touchesMemory).toList();
    assertThat(methods).hasSize(4 * 22);

    for (Method method : methods) {
      int bytes = bytes(method.getName());
      for (int at : new int[] {0, 1, 4095, limit - bytes, random.nextInt(limit - 16)}) {
        check(method, memory, at, random.nextInt(at + 1));
      }
      for (int at = limit - bytes + 1; at <= limit; at++) {
        long past = at;
        assertThatThrownBy(() -> access(method, memory, past - 1, 1, V128.ZERO, 0))
            .as(method.toString())
            .cause()
            .hasMessage("out of bounds memory access");
      }
      assertThatThrownBy(() -> access(method, memory, -1, -1, V128.ZERO, 0))
          .as(method.toString())
          .cause()
          .hasMessage("out of bounds memory access");
    }
  }

  private void check(Method method, Memory memory, int at, int offset) throws Exception {
    String name = method.getName();
    int bytes = bytes(name);
    var contents = new byte[(int) memory.limit()];
    random.nextBytes(contents);
    memory.write(0, contents, 0, contents.length);
    V128 x = new V128(half(), half());
    int lane = random.nextInt(16 / bytes);

    Object result = access(method, memory, at - offset, offset, x, lane);

    BigInteger found = BigInteger.ZERO;
    for (int i = 0; i < bytes; i++) {
      found = found.or(BigInteger.valueOf(contents[at + i] & 255).shiftLeft(8 * i));
    }
    @Nullable Object expected = null;
    int width = 8 * bytes;
    if (name.contains("store")) {
      BigInteger stored = VectorModel.lanes(x, width, false).get(lane);
      for (int i = 0; i < bytes; i++) contents[at + i] = stored.shiftRight(8 * i).byteValue();
    } else if (name.endsWith("lane")) {
      List<BigInteger> lanes = VectorModel.lanes(x, width, false);
      lanes.set(lane, found);
      expected = VectorModel.of(lanes, width);
    } else if (name.endsWith("splat")) {
      expected = VectorModel.of(Collections.nCopies(16 / bytes, found), width);
    } else if (name.contains("x")) { // load8x8_s
      String narrow = name.replaceAll("v128_load(.*x.)_.", "i$1");
      int from = VectorModel.width(narrow);
      boolean signed = name.endsWith("s");
      V128 half = VectorModel.of(List.of(found), 128);
      expected =
          VectorModel.of(VectorModel.lanes(half, from, signed).subList(0, 64 / from), 2 * from);
    } else {
      expected = VectorModel.of(List.of(found), 128);
    }
    assertThat(result).as("%s at %d, lane %d", method, at, lane).isEqualTo(expected);
    assertThat(memory.read(0, contents.length)).isEqualTo(contents);
  }

  /** How many bytes an access touches. */
  private static int bytes(String name) {
    if (name.contains("x")) return 8;
    String width = name.replaceAll("\\D*128\\D+(\\d*)\\D*", "$1");
    return width.isEmpty() ? 16 : Integer.parseInt(width) / 8;
  }

  private static @Nullable Object access(
      Method method, Memory memory, long address, long offset, V128 x, int lane) throws Exception {
    List<Object> arguments = new ArrayList<>();
    Class<?>[] types = method.getParameterTypes();
    boolean wide = types[0] == long.class;
    arguments.add(wide ? (Object) address : (Object) (int) address);
    if (types[1] == V128.class) arguments.add(x);
    arguments.add(wide ? (Object) offset : (Object) (int) offset);
    if (types[arguments.size()] == Memory.class) {
      arguments.add(memory);
    } else {
      arguments.add(memory.base());
      arguments.add(memory.limit());
    }
    if (arguments.size() < types.length) arguments.add(lane);
    return method.invoke(null, arguments.toArray());
  }
}
