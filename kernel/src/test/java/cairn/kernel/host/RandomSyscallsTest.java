package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answer;
import cairn.kernel.Exit;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.CairnPersonality;
import cairn.kernel.abi.Personality;
import cairn.kernel.abi.Syscalls;
import cairn.kernel.abi.WasiPersonality;
import cairn.kernel.engine.HostFunction;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests that call every import of {@code cairn} and WASI with any arguments, over a memory of any
 * content, through the compiler, the kernel and its handlers. Whatever they do, a call answers or
 * ends its own process; nothing else is thrown, nobody hangs, and nothing stays charged. So many
 * calls as the property {@code cairn.syscalls} says.
 */
class RandomSyscallsTest {
  private static final int CALLS = Integer.getInteger("cairn.syscalls", 1_000);
  private static final long SEED = Long.getLong("cairn.seed", 20261130);
  private static final int CALLS_EACH = 80;
  private static final int AT_ONCE = 8;
  private static final int MEMORY = 2 << 16;

  /** The part of the memory that is not zero, and where most pointers point. */
  private static final int USED = 1 << 12;

  private static final int CALL = 0x10;
  private static final int DROP = 0x1a;
  private static final int END = 0x0b;

  private static final List<String> NAMES = List.of("a", "dir", "dir/b", "../a", "/", ".", "new");

  @TempDir Path top;

  private final AtomicInteger begun = new AtomicInteger();
  private final Random random = new Random(SEED);

  @Test
  void everyCallAnswersOrEndsItsOwnProcess() throws Exception {
    System.out.println("random syscalls: seed " + SEED);
    try (var world = new HostileWorld(top, new Counting())) {
      int processes = 0;
      int killed = 0;
      while (begun.get() < CALLS) {
        List<Pid> pids = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) pids.add(world.open(program()));
        for (Pid pid : pids) {
          processes++;
          Exit exit = world.end(pid, Long.MAX_VALUE);
          assertThat(exit).isNotInstanceOf(Exit.Refused.class);
          if (exit instanceof Exit.Killed) killed++;
        }
      }
      System.out.printf(
          Locale.ROOT,
          "random syscalls: %d calls by %d processes, %d of which waited and were killed%n",
          begun.get(),
          processes,
          killed);

      world.assertUnharmed();
    }
  }

  // ---- the guests

  private static final List<HostFunction> IMPORTS = imports();

  private static List<HostFunction> imports() {
    var all = new ArrayList<HostFunction>();
    all.addAll(new CairnPersonality().functions(new Nobody()));
    all.addAll(new WasiPersonality(HostileWorld.INTERFACES).functions(new Nobody()));
    return List.copyOf(all);
  }

  /** A module: a type for each import, that of {@code count.call}, which is also _start's. */
  private byte[] program() {
    var types = new ByteArrayOutputStream();
    var imports = new ByteArrayOutputStream();
    for (int i = 0; i < IMPORTS.size(); i++) {
      HostFunction function = IMPORTS.get(i);
      types.write(0x60);
      vector(types, function.parameters());
      vector(types, function.results());
      imported(imports, function.module(), function.name(), i);
    }
    types.writeBytes(new byte[] {0x60, 0, 0});
    imported(imports, "count", "call", IMPORTS.size());
    int functions = IMPORTS.size() + 1;

    var body = new ByteArrayOutputStream();
    body.write(0);
    for (int call = 0; call < CALLS_EACH; call++) {
      int number = random.nextInt(IMPORTS.size());
      HostFunction function = IMPORTS.get(number);
      if (function.name().equals("proc_exit") && random.nextInt(10) > 0) continue;
      body.write(CALL);
      number(body, IMPORTS.size());
      for (var type : function.parameters()) {
        body.write(type == HostFunction.WasmType.I64 ? 0x42 : 0x41);
        boolean flags = function.module().equals("cairn") && type == HostFunction.WasmType.I64;
        signed(body, flags && random.nextInt(50) > 0 ? random.nextInt(2) : argument(type));
      }
      body.write(CALL);
      number(body, number);
      if (!function.results().isEmpty()) body.write(DROP);
    }
    body.write(END);

    var module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(module, 1, functions, types.toByteArray());
    section(module, 2, functions, imports.toByteArray());
    section(module, 3, 1, new byte[] {(byte) (functions - 1)});
    section(module, 5, 1, new byte[] {0, MEMORY >> 16});
    var exports = new ByteArrayOutputStream();
    name(exports, "_start");
    exports.writeBytes(new byte[] {0, (byte) functions});
    name(exports, "memory");
    exports.writeBytes(new byte[] {2, 0});
    section(module, 7, 2, exports.toByteArray());
    var code = new ByteArrayOutputStream();
    number(code, body.size());
    code.writeBytes(body.toByteArray());
    section(module, 10, 1, code.toByteArray());
    var data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {0, 0x41, 0, END});
    number(data, USED);
    data.writeBytes(content());
    section(module, 11, 1, data.toByteArray());
    return module.toByteArray();
  }

  private static void section(ByteArrayOutputStream out, int id, int count, byte[] entries) {
    var content = new ByteArrayOutputStream();
    number(content, count);
    content.writeBytes(entries);
    out.write(id);
    number(out, content.size());
    out.writeBytes(content.toByteArray());
  }

  private static void imported(ByteArrayOutputStream out, String module, String name, int type) {
    name(out, module);
    name(out, name);
    out.write(0);
    number(out, type);
  }

  private static void vector(ByteArrayOutputStream out, List<HostFunction.WasmType> types) {
    number(out, types.size());
    for (var type : types) out.write(type == HostFunction.WasmType.I64 ? 0x7e : 0x7f);
  }

  private static void name(ByteArrayOutputStream out, String name) {
    number(out, name.length());
    out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
  }

  private static void number(ByteArrayOutputStream out, int value) {
    int left = value;
    for (; left > 127; left >>>= 7) out.write((left & 127) | 128);
    out.write(left);
  }

  private static void signed(ByteArrayOutputStream out, long value) {
    long left = value;
    for (; left < -64 || left > 63; left >>= 7) out.write((int) (left & 127) | 128);
    out.write((int) (left & 127));
  }

  /** Mostly a descriptor, a pointer or a length that fits: else nothing but bounds were tried. */
  private long argument(HostFunction.WasmType type) {
    long number =
        switch (random.nextInt(40)) {
          case 0 -> random.nextLong();
          case 1 -> MEMORY - random.nextInt(32);
          case 2 -> random.nextInt(32) - 16L;
          case 3 -> 1L << random.nextInt(64);
          case 4, 5 -> random.nextInt(300);
          default -> random.nextBoolean() ? random.nextInt(8) : random.nextInt(USED) & -8;
        };
    return type == HostFunction.WasmType.I64 ? number : (int) number;
  }

  /** Names of files, identifiers of interfaces, tables of buffers, and what else chance gives. */
  private byte[] content() {
    var bytes = new byte[USED];
    for (int at = 0; at < USED; ) {
      byte[] piece =
          switch (random.nextInt(5)) {
            case 0 -> NAMES.get(random.nextInt(NAMES.size())).getBytes(StandardCharsets.US_ASCII);
            case 1 -> {
              var all = HostileWorld.INTERFACES.all();
              yield all.get(random.nextInt(all.size())).definition().id().hash().toByteArray();
            }
            case 2 -> {
              var some = new byte[random.nextInt(64)];
              random.nextBytes(some);
              yield some;
            }
            default -> {
              var numbers = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
              for (int i = 0; i < 8; i++) {
                numbers.putInt((int) argument(HostFunction.WasmType.I32));
              }
              yield numbers.array();
            }
          };
      System.arraycopy(piece, 0, bytes, at, Math.min(piece.length, USED - at));
      at += (piece.length + 7) & -8;
    }
    return bytes;
  }

  /** The import by which a guest says that it is about to call another. */
  private final class Counting implements Personality {
    @Override
    public List<HostFunction> functions(Syscalls syscalls) {
      return List.of(
          new HostFunction(
              "count", "call", List.of(), List.of(), (_, _) -> begun.incrementAndGet()));
    }
  }

  /** Syscalls of nobody, to learn the names of imports. */
  private static final class Nobody implements Syscalls {
    @Override
    public int emit(Syscall.EmitMessage message, LongConsumer id) {
      throw new AssertionError(message);
    }

    @Override
    public Next next(Syscall.NextMessage wish) {
      throw new AssertionError(wish);
    }

    @Override
    public boolean answer(Syscall.EmitAnswer answer) {
      throw new AssertionError(answer);
    }

    @Override
    public boolean cancel(Syscall.CancelMessage message) {
      throw new AssertionError(message);
    }

    @Override
    public Answer ask(InterfaceId to, Payload body) {
      throw new AssertionError(body);
    }
  }
}
