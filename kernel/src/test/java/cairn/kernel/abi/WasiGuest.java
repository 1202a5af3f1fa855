package cairn.kernel.abi;

import cairn.kernel.ScriptMemory;
import cairn.kernel.engine.HostFunction;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A program's view of WASI, and the world behind it. */
final class WasiGuest {
  static final int SUCCESS = 0;
  static final int AGAIN = 6;
  static final int BADF = 8;
  static final int INVAL = 28;
  static final int IO = 29;

  final ScriptMemory memory;
  final FakeSyscalls world = new FakeSyscalls();
  final Map<String, HostFunction> functions = new LinkedHashMap<>();

  /** What was printed, "out:" or "err:" before each piece. */
  final StringBuilder printed = new StringBuilder();

  WasiGuest() {
    this(List.of());
  }

  /** With so many bytes of memory. */
  WasiGuest(int memory) {
    this(memory, List.of());
  }

  /** With sockets that listen at these. */
  WasiGuest(List<InetSocketAddress> listen) {
    this(1 << 17, listen);
  }

  private WasiGuest(int bytes, List<InetSocketAddress> listen) {
    memory = new ScriptMemory(bytes);
    for (HostFunction f : new WasiPersonality(Interfaces.shipped(), listen).functions(world)) {
      if (functions.put(f.name(), f) != null) throw new AssertionError("twice: " + f.name());
    }
    world.on(
        "console.write",
        in -> {
          printed.append(((Value.Case) in.get(0)).name()).append(':');
          printed.append(((Value.Bytes) in.get(1)).value().utf8());
          return Value.ok(Value.unsigned(((Value.Bytes) in.get(1)).value().length()));
        });
    world.on("console.streams", in -> kinds("terminal", "terminal", "terminal"));
    world.on("time.monotonic", in -> Value.unsigned(5_000));
    world.on("time.wall", in -> Value.unsigned(1_700_000_000_000_000_000L));
    world.on("time.resolution", in -> Value.unsigned(1));
  }

  /** Answer of {@code console.streams}. */
  static Value kinds(String input, String out, String err) {
    return Value.record(
        Value.field("input", Value.named(input)),
        Value.field("out", Value.named(out)),
        Value.field("err", Value.named(err)));
  }

  /** Answer of {@code console.read}. */
  static Value typed(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  /** Calls a function and gives its error number. */
  int call(String name, long... arguments) {
    HostFunction function = functions.get(name);
    if (function == null) throw new AssertionError("no " + name);
    if (function.parameters().size() != arguments.length) throw new AssertionError(name);
    // The engine hands an i32 over sign-extended.
    long[] raw = arguments.clone();
    for (int i = 0; i < raw.length; i++) {
      if (function.parameters().get(i) == HostFunction.WasmType.I32) raw[i] = (int) raw[i];
    }
    return (int) function.body().call(memory, raw);
  }

  /** Writes a table of buffers at 1,000 over texts at 2,000 and on. */
  void buffers(String... texts) {
    int at = 2000;
    for (int i = 0; i < texts.length; i++) {
      Payload text = Payload.utf8(texts[i]);
      memory.putI32(1000 + 8L * i, at);
      memory.putI32(1004 + 8L * i, text.length());
      memory.write(at, text);
      at += text.length();
    }
  }

  /** Writes a table of one buffer at 1,000. */
  void buffer(int at, int length) {
    memory.putI32(1000, at);
    memory.putI32(1004, length);
  }

  String text(long at, int length) {
    return new String(memory.read(at, length), StandardCharsets.UTF_8);
  }

  /** The text up to the zero. */
  String cString(long at) {
    int length = 0;
    while (memory.u8(at + length) != 0) length++;
    return text(at, length);
  }
}
