package cairn.compiler.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.wasm.MemoryType;
import cairn.wasm.Opcode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AtomicsTest {
  private static final int PAGE = 1 << 16;
  private static final Pattern NAME =
      Pattern.compile("i(32|64)_atomic_(load|store|rmw)(8|16|32|)(?:_([a-z]+?))??(?:_u)?");

  private final Random random = new Random(31);

  @Test
  void everyInstructionHasItsMethod() {
    List<String> names =
        Stream.of(Opcode.values())
            .filter(Opcode::isAtomic)
            .map(opcode -> opcode.mnemonic().replace('.', '_'))
            .toList();

    assertThat(instructions())
        .extracting(Method::getName)
        .containsOnly(names.toArray(new String[0]));
    assertThat(instructions()).hasSize(2 * (names.size() - 1) + 1); // but atomic.fence in one form
  }

  @Test
  void everyAccessDoesWhatTheModelDoes() throws Exception {
    Memory memory = memory(true, WaitingThreads.none());
    List<Method> accesses = accesses();
    assertThat(accesses).hasSize(2 * (7 + 7 + 7 * 7)); // loads, stores, changes of seven kinds

    for (Method method : accesses) {
      int bytes = bytes(method.getName());
      for (int i = 0; i < 60; i++) {
        int at = i == 0 ? PAGE - bytes : random.nextInt(PAGE / bytes) * bytes;
        int offset = random.nextInt(at + 1);
        compare(method, memory, at, offset);
      }
    }
  }

  private void compare(Method method, Memory memory, int at, int offset) throws Exception {
    Matcher name = NAME.matcher(method.getName());
    if (!name.matches()) throw new AssertionError(method.getName());
    int bytes = bytes(method.getName());
    long mask = bytes == 8 ? -1 : (1L << (8 * bytes)) - 1;
    long around = random.nextLong();
    int word = at & -8;
    memory.putI64(word, around);
    int shift = 8 * (at - word);
    long old = (around >>> shift) & mask;
    long first = random.nextBoolean() ? old | (random.nextLong() & ~mask) : random.nextLong();
    long second = random.nextLong();

    Object result = call(method, memory, at - offset, offset, first, second);

    String operation = name.group(2).equals("rmw") ? name.group(4) : name.group(2);
    long expected =
        switch (operation) {
          case "load" -> old;
          case "store", "xchg" -> first;
          case "add" -> old + first;
          case "sub" -> old - first;
          case "and" -> old & first;
          case "or" -> old | first;
          case "xor" -> old ^ first;
          case "cmpxchg" -> (first & mask) == old ? second : old;
          default -> throw new AssertionError(operation);
        };
    long now = (around & ~(mask << shift)) | ((expected & mask) << shift);
    assertThat(memory.i64(word)).as(method.toString()).isEqualTo(now);
    if (operation.equals("store")) {
      assertThat(result).isEqualTo("nothing");
    } else {
      boolean wide = name.group(1).equals("64");
      assertThat(result).as(method.toString()).isEqualTo(wide ? (Object) old : (Object) (int) old);
    }
  }

  @Test
  void anAddressHasToBeAMultipleOfTheWidth() throws Exception {
    Memory memory = memory(true, WaitingThreads.none());
    for (Method method : accessesAndWaits()) {
      int bytes = bytes(method.getName());
      for (int off = 1; off < bytes; off++) {
        assertThat(call(method, memory, 64 + off, 0, 0, 0)).isEqualTo("unaligned atomic");
        assertThat(call(method, memory, 64, off, 0, 0)).isEqualTo("unaligned atomic");
        assertThat(call(method, memory, 64 + off, 2L * bytes - off, 0, 0))
            .as(method.toString())
            .isNotEqualTo("unaligned atomic");
      }
    }
  }

  @Test
  void whatIsOutOfBoundsTraps() throws Exception {
    Memory memory = memory(true, WaitingThreads.none());
    for (Method method : accessesAndWaits()) {
      int bytes = bytes(method.getName());
      for (long[] at : new long[][] {{PAGE, 0}, {0, PAGE}, {-bytes, bytes}, {-8, -8}, {8, -8}}) {
        assertThat(call(method, memory, at[0], at[1], 0, 0))
            .as("%s at %d + %d", method, at[0], at[1])
            .isEqualTo("out of bounds memory access");
      }
    }
  }

  @Test
  void noChangeIsLostWhenThreadsShareAWord() throws Exception {
    Memory memory = memory(true, WaitingThreads.none());
    List<Callable<Integer>> adders = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      int own = thread;
      adders.add(
          () -> {
            for (int i = 0; i < 50_001; i++) {
              Atomics.i32_atomic_rmw8_add_u(own, 1, 0, memory); // neighbours in one word
              Atomics.i32_atomic_rmw16_sub_u(8 + 2 * (own & 1), 1, 0, memory);
              Atomics.i64_atomic_rmw_add(16, 1L, 0, memory);
              addByComparing(memory, 24);
            }
            return 0;
          });
    }

    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> done : threads.invokeAll(adders)) done.get();
    }

    int sum = 50_001;
    for (int i = 0; i < 4; i++) assertThat(memory.u8(i)).isEqualTo(sum & 0xff);
    assertThat(memory.u16(8)).isEqualTo((-2 * sum) & 0xffff);
    assertThat(memory.u16(10)).isEqualTo((-2 * sum) & 0xffff);
    assertThat(memory.i64(16)).isEqualTo(4L * sum);
    assertThat(memory.u16(24)).isEqualTo((4 * sum) & 0xffff);
  }

  private static void addByComparing(Memory memory, int address) {
    while (true) {
      int now = Atomics.i32_atomic_load16_u(address, 0, memory);
      if (Atomics.i32_atomic_rmw16_cmpxchg_u(address, now, now + 1, 0, memory) == now) return;
    }
  }

  // ---- waiting

  /** Notes what it is asked for. */
  private static final class Noting implements WaitingThreads {
    private final List<String> notes = new ArrayList<>();

    @Override
    public int await(Memory memory, long address, BooleanSupplier unchanged, long nanoseconds) {
      notes.add("await %d %b %d".formatted(address, unchanged.getAsBoolean(), nanoseconds));
      return WOKEN;
    }

    @Override
    public int wake(Memory memory, long address, int most) {
      notes.add("wake %d %d".formatted(address, most));
      return 7;
    }
  }

  @Test
  void theEmbedderParksAndWakesThreads() {
    var threads = new Noting();
    Memory memory = memory(true, threads);
    memory.putI64(16, 0x1_0000_0005L);

    assertThat(Atomics.memory_atomic_wait32(12, 5, -1L, 4, memory)).isZero();
    assertThat(Atomics.memory_atomic_wait64(12, 5L, 100L, 4, memory)).isZero();
    assertThat(Atomics.memory_atomic_wait64(16L, 0x1_0000_0005L, 0L, 0L, memory)).isZero();
    assertThat(Atomics.memory_atomic_notify(12, -1, 4, memory)).isEqualTo(7);

    assertThat(threads.notes)
        .containsExactly("await 16 true -1", "await 16 false 100", "await 16 true 0", "wake 16 -1");
  }

  @Test
  void aMemoryThatIsNotSharedHasNobodyWaiting() {
    var threads = new Noting();
    Memory memory = memory(false, threads);

    assertThatThrownBy(() -> Atomics.memory_atomic_wait32(0, 0, 0L, 0, memory))
        .isInstanceOf(Trap.class)
        .hasMessage("expected shared memory");
    assertThat(Atomics.memory_atomic_notify(0, 1, 0, memory)).isZero();

    assertThat(threads.notes).isEmpty();
  }

  @Test
  void aThreadAloneWaitsForNothing() {
    Memory memory = memory(true, WaitingThreads.none());

    assertThat(Atomics.memory_atomic_wait32(0, 1, -1L, 0, memory))
        .isEqualTo(WaitingThreads.NOT_EQUAL);
    assertThat(Atomics.memory_atomic_wait32(0, 0, 10L, 0, memory))
        .isEqualTo(WaitingThreads.TIMED_OUT);
    assertThat(Atomics.memory_atomic_notify(0, 1, 0, memory)).isZero();
    assertThatThrownBy(() -> Atomics.memory_atomic_wait32(0, 0, -1L, 0, memory))
        .isInstanceOf(Trap.class)
        .hasMessage("it waits for another thread and has none");
  }

  // ---- how they are called

  private static Memory memory(boolean shared, WaitingThreads threads) {
    return Memory.create(
        new MemoryType(1, OptionalLong.of(1), false, shared, 16),
        new MemorySettings(1 << 20, MemoryLimiter.unlimited(), (bytes, reason) -> {}, threads));
  }

  private static List<Method> instructions() {
    return Stream.of(Atomics.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .sorted(Comparator.comparing(Method::toString))
        .toList();
  }

  private static List<Method> accesses() {
    return instructions().stream().filter(method -> method.getName().startsWith("i")).toList();
  }

  private static List<Method> accessesAndWaits() {
    return instructions().stream().filter(method -> !method.getName().endsWith("fence")).toList();
  }

  /** How many bytes an instruction is about. */
  private static int bytes(String name) {
    if (name.endsWith("notify")) return 4;
    if (name.contains("wait")) return name.endsWith("32") ? 4 : 8;
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) throw new AssertionError(name);
    String bits = matcher.group(3).isEmpty() ? matcher.group(1) : matcher.group(3);
    return Integer.parseInt(bits) / 8;
  }

  /** The result, "nothing", or the message of a trap; waits end at once. */
  private static Object call(
      Method method, Memory memory, long address, long offset, long first, long second)
      throws Exception {
    Class<?>[] types = method.getParameterTypes();
    long[] values = {address, first, second};
    List<Object> arguments = new ArrayList<>();
    for (int i = 0; i < types.length - 2; i++) arguments.add(as(types[i], values[i]));
    arguments.add(as(types[0], offset));
    arguments.add(memory);
    try {
      return Objects.requireNonNullElse(method.invoke(null, arguments.toArray()), "nothing");
    } catch (InvocationTargetException e) {
      return String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
    }
  }

  private static Object as(Class<?> type, long bits) {
    return type == int.class ? (Object) (int) bits : (Object) bits;
  }
}
