package cairn.wasm;

import static cairn.wasm.Binary.END;
import static cairn.wasm.Binary.FUNCREF;
import static cairn.wasm.Binary.I32;
import static cairn.wasm.Binary.I64;
import static cairn.wasm.Binary.NOTHING;
import static cairn.wasm.Binary.NO_TYPE;
import static cairn.wasm.Binary.body;
import static cairn.wasm.Binary.bodyWith;
import static cairn.wasm.Binary.bytes;
import static cairn.wasm.Binary.code;
import static cairn.wasm.Binary.functionType;
import static cairn.wasm.Binary.functions;
import static cairn.wasm.Binary.leb;
import static cairn.wasm.Binary.module;
import static cairn.wasm.Binary.repeat;
import static cairn.wasm.Binary.section;
import static cairn.wasm.Binary.types;
import static cairn.wasm.Binary.validate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules made to cost more than they are: what they take is bounded by what they hold. */
final class HostileModulesTest {
  private static final int MEGABYTE = 1 << 20;
  private static final byte[] THOUSAND = functionType(repeat(1000, I64), repeat(1000, I64));

  /** Bytes that this thread allocates while it reads and validates a module. */
  private static long allocated(byte[] module) throws InvalidModuleException {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    try {
      validate(module);
    } finally {
      before = thread.getCurrentThreadAllocatedBytes() - before;
    }
    return before;
  }

  /**
   * How often a module asks whether it is cancelled: a measure of its steps, the same every time.
   */
  private static long steps(byte[] bytes) throws InvalidModuleException {
    var asked = new Counter();
    WasmModule module = WasmModule.read(bytes, asked);
    for (int function = module.importedFunctions(); function < module.functions(); function++) {
      FunctionValidator.validate(module, function, asked);
    }
    return asked.count;
  }

  private static final class Counter implements BooleanSupplier {
    private long count;

    @Override
    public boolean getAsBoolean() {
      count++;
      return false;
    }
  }

  private static byte[] one(byte[] body) {
    return module(types(NO_TYPE, THOUSAND), functions(0), code(body));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13})
  void whatIsClaimedButNotThereTakesNoHeap(int id) {
    for (long claim : List.of(4_294_967_295L, 2_147_483_647L, 99_999L)) {
      byte[] module = module(section(id, leb(claim)));
      var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = thread.getCurrentThreadAllocatedBytes();

      assertThatThrownBy(() -> validate(module)).isInstanceOf(InvalidModuleException.class);

      assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(MEGABYTE);
    }
  }

  @Test
  void aSectionOfFourGigabytesThatIsNotThereTakesNoHeap() {
    byte[] module = module(bytes(1, leb(4_294_967_295L)));

    assertThatThrownBy(() -> validate(module))
        .hasMessageContaining("4294967295 bytes, but 0 are left");
  }

  @Test
  void aMillionNestedBlocksAreValidatedWithoutRecursion() throws InvalidModuleException {
    int depth = 1_000_000;
    byte[] nested = bytes(repeat(depth, 0x02, 0x40), repeat(depth, END));

    assertThat(allocated(one(body(nested)))).isLessThan(100L * MEGABYTE);
  }

  @Test
  void aMillionNestedTriesAreValidatedWithoutRecursion() throws InvalidModuleException {
    int depth = 1_000_000;

    assertThat(allocated(one(body(repeat(depth, 0x06, 0x40), repeat(depth, END)))))
        .isLessThan(100L * MEGABYTE);
  }

  @Test
  void stepsGrowWithTheBodyAndNotFaster() throws InvalidModuleException {
    byte[] call = bytes(0x10, 0);
    byte[] once = caller(repeat(50_000, (Object) call));
    byte[] fourTimes = caller(repeat(200_000, (Object) call));

    assertThat(steps(fourTimes)).isBetween(steps(once) * 3, steps(once) * 5);
  }

  /** A module whose function 0 takes and gives a thousand values and whose function 1 calls it. */
  private static byte[] caller(byte[] calls) {
    return module(
        types(NO_TYPE, THOUSAND), functions(1, 0), code(body(0x00), body(0x00, calls, 0x00)));
  }

  @Test
  void aBranchTableToABlockOfAThousandValuesChecksThemOnce() throws InvalidModuleException {
    int labels = 1_000_000;
    byte[] table = bytes(0x41, 0, 0x0e, leb(labels), new byte[labels], 0);

    // A step for each label, and not a thousand.
    assertThat(steps(one(body(0x00, 0x02, 1, table, END, 0x00)))).isLessThan(labels / 1000);
  }

  @Test
  void aThousandSubtypesAreComparedOnce() throws InvalidModuleException {
    // Takes a thousand references to functions that may be null, gives a thousand that may not.
    byte[] type =
        bytes(0x60, leb(1000), repeat(1000, FUNCREF), leb(1000), repeat(1000, 0x64, FUNCREF));
    int calls = 100_000;
    byte[] module =
        module(
            types(type, NO_TYPE),
            functions(0, 1),
            code(body(0x00), body(0x00, repeat(calls, 0x10, 0), 0x00)));

    // An eighth of a step for each value pushed and popped; comparing each would take 24,000.
    assertThat(steps(module)).isLessThan(8_000);
  }

  @Test
  void manyLocalsTakeNoHeapUntilTheyAreUsed() throws InvalidModuleException {
    byte[] locals = bytes(1, leb(50_000), I64);
    int count = 1000;
    byte[][] bodies = new byte[count][];
    java.util.Arrays.fill(bodies, bodyWith(locals));
    byte[] module = module(types(NO_TYPE), section(3, leb(count), new byte[count]), code(bodies));

    assertThat(allocated(module)).isLessThan(8L * MEGABYTE);
  }

  @Test
  void equalTypesAreKeptOnce() throws InvalidModuleException {
    byte[][] types = new byte[2000][];
    java.util.Arrays.fill(types, THOUSAND);

    WasmModule module = validate(module(types(types)));

    assertThat(module.type(1999)).isSameAs(module.type(0));
  }

  @Test
  void aChainOfTypesEachOfWhichNamesTheOneBeforeIsIdentifiedWithoutRecursion()
      throws InvalidModuleException {
    int count = 100_000;
    byte[][] chain = new byte[count][];
    chain[0] = NO_TYPE;
    for (int type = 1; type < count; type++) {
      chain[type] = bytes(0x5f, 1, 0x63, signed(type - 1), 0);
    }

    WasmModule module = validate(module(types(chain)));

    assertThat(module.typeIdentity(count - 1)).isNotEqualTo(module.typeIdentity(count - 2));
  }

  /** A number that is not negative, signed. */
  private static byte[] signed(int value) {
    byte[] unsigned = leb(value);
    if ((unsigned[unsigned.length - 1] & 0x40) == 0) return unsigned;
    unsigned[unsigned.length - 1] |= (byte) 0x80;
    return bytes(unsigned, 0);
  }

  @Test
  void readingAndValidatingEndSoonAfterTheyAreCancelled() throws InvalidModuleException {
    byte[] sections = module(repeat(100_000, 0, 2, 1, 'x' + 0));
    assertThatThrownBy(() -> WasmModule.read(sections, () -> true))
        .isInstanceOf(CancellationException.class);
    WasmModule module = WasmModule.read(one(body(repeat(100_000, 0x01))), () -> false);

    assertThatThrownBy(() -> FunctionValidator.validate(module, 0, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void changedBytesYieldAModuleOrARefusalAndNothingElse() {
    List<byte[]> seeds = List.of(everything(), withAggregates(), withExceptions());
    var random = new Random(20261130);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = seeds.get(round % seeds.size()).clone();
      int changes = 1 + random.nextInt(4);
      for (int change = 0; change < changes; change++) {
        int at = 8 + random.nextInt(bytes.length - 8);
        bytes[at] =
            (byte)
                (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
      }
      if (random.nextInt(8) == 0)
        bytes = java.util.Arrays.copyOf(bytes, 8 + random.nextInt(bytes.length - 8));
      try {
        validate(bytes);
      } catch (InvalidModuleException e) {
        refused++;
        assertThat(e.offset()).isBetween(0, bytes.length);
      }
    }
    // Both happen, or the test shows nothing.
    assertThat(refused).isBetween(5_000, 19_900);
  }

  private static byte[] everything() {
    return module(
        types(NO_TYPE, functionType(bytes(I32, I64), bytes(I32))),
        section(2, 1, "env", "log", 0, 0),
        functions(1, 0),
        section(4, 1, FUNCREF, 1, 2, 8),
        section(5, 1, 1, 1, 2),
        section(6, 1, I64, 1, 0x42, 7, END),
        section(7, 2, "run", 0, 2, "memory", 2, 0),
        section(8, 2),
        section(9, 1, 0, 0x41, 0, END, 2, 0, 1),
        section(12, 1),
        code(
            bodyWith(
                bytes(2, 3, I32, 1, I64),
                bytes(
                    0x02, I32, 0x41, 1, 0x20, 0, 0x0d, 0, 0x1a, 0x03, 0x40, 0x20, 2, 0x0d, 0, END),
                bytes(0x20, 0, 0x28, 2, 8, END, 0x41, 0, 0x41, 0, 0x41, 1, 0xfc, 8, 0, 0)),
            body(
                0x02, 0x40, 0x41, 3, 0x0e, 2, 0, 1, 0, END, 0x41, 0, 0x11, 0, 0, 0x23, 0, 0x24, 0)),
        section(11, 1, 0, 0x41, 0, END, 3, 9, 8, 7),
        section(0, "name", 1, 2, 3));
  }

  private static byte[] withAggregates() {
    byte[] group = bytes(0x4e, 2, 0x50, 0, 0x5f, 2, 0x63, 1, 1, I32, 0, 0x5e, 0x78, 1);
    return module(
        section(1, 3, group, NO_TYPE, functionType(bytes(0x6e), NOTHING)),
        functions(2, 3),
        code(
            body(0x41, 5, 0xfb, 7, 1, 0x41, 3, 0xfb, 0, 0, 0xfb, 2, 0, 0, 0xfb, 15, 0x1a),
            body(0x02, 0x6e, 0x20, 0, 0xfb, 24, 1, 0, 0x6e, 0x6c, 0x1a, 0x0f, END, 0x1a)));
  }

  private static byte[] withExceptions() {
    return module(
        types(NO_TYPE, functionType(bytes(I32), NOTHING)),
        functions(0, 0),
        section(13, 1, 0, 1),
        code(
            body(0x02, I32, 0x1f, 0x40, 2, 0, 0, 0, 2, 1, 0x41, 1, 0x08, 0, END, 0x0f, END, 0x1a),
            body(0x06, 0x40, 0x06, 0x40, 0x18, 0, 0x07, 0, 0x1a, 0x19, 0x09, 0, END)));
  }
}
