package cairn.compiler;

import cairn.compiler.runtime.FunctionReference;
import cairn.compiler.runtime.Global;
import cairn.compiler.runtime.Instance;
import cairn.compiler.runtime.Memory;
import cairn.compiler.runtime.MemorySettings;
import cairn.compiler.runtime.Table;
import cairn.compiler.runtime.Trap;
import cairn.compiler.runtime.V128;
import cairn.compiler.runtime.WasmException;
import cairn.wasm.Export;
import cairn.wasm.FunctionType;
import cairn.wasm.InvalidModuleException;
import cairn.wasm.ValueType;
import cairn.wasm.WasmModule;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does with a module what another engine did, and compares. Used by one thread, whose stack should
 * be large: what exhausts it ends the comparison of its module.
 */
final class ModuleReplay {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The functions that a module may import: host.f0 and so on, by their types. */
  private static final List<FunctionType> HOST =
      List.of(
          type(List.of(), List.of()),
          type(List.of(ValueType.I32), List.of(ValueType.I32)),
          type(List.of(ValueType.I64, ValueType.F32, ValueType.F64), List.of(ValueType.I64)),
          type(List.of(ValueType.I32, ValueType.I64), List.of(ValueType.F64)),
          type(List.of(ValueType.F32, ValueType.V128), List.of(ValueType.V128, ValueType.I32)),
          type(
              List.of(ValueType.I32, ValueType.I32, ValueType.I64, ValueType.I64, ValueType.F64),
              List.of(ValueType.I64, ValueType.F32, ValueType.I32)));

  private final RecordedModule recorded;
  private final LazyModule module;
  private final boolean polls;
  private @Nullable Instance instance;

  /** Calls of functions, and how often the stack ended. */
  int calls;

  int exhausted;

  /**
   * Reads and prepares the module.
   *
   * @throws InvalidModuleException if it is refused, or a function is
   */
  ModuleReplay(RecordedModule recorded, CompilerOptions options, boolean polls)
      throws InvalidModuleException {
    this.recorded = recorded;
    this.polls = polls;
    WasmModule read = WasmModule.read(recorded.bytes(), () -> false);
    module = LazyModule.of(read, options.withEagerValidation(true));
  }

  /**
   * The first difference: the line, and what happened here. Can be run again and again.
   *
   * @throws UnsupportedFeatureException if an instance needs what is refused
   */
  Optional<String> difference() {
    instance = null;
    for (String line : recorded.lines()) {
      String[] words = line.split(" ", -1);
      String seen =
          switch (words[0]) {
            case "new" -> "new -> " + create();
            case "call" -> {
              calls++;
              yield "call %s %s -> %s".formatted(words[1], words[2], call(words[1], words[2]));
            }
            case "memory" -> line(words, memory(words[1]));
            case "global" -> line(words, global(words[1]));
            case "table" -> line(words, table(words[1]));
            default -> line;
          };
      if (seen.endsWith("exhausted")) {
        exhausted++;
        return Optional.empty();
      }
      if (!seen.equals(line)) return Optional.of(line + " | here: " + seen);
    }
    return Optional.empty();
  }

  private static String line(String[] words, String value) {
    return words[0] + " " + words[1] + " " + value;
  }

  // ---- actions

  private String create() {
    var options =
        new InstanceOptions(MemorySettings.upTo(1L << 32), polls ? Instance::raisePoll : _ -> {});
    try {
      Instance made =
          module.instantiate(
              wanted ->
                  wanted.module().equals("host")
                      ? Optional.of(host(wanted.name()))
                      : Optional.empty(),
              options);
      if (polls) made.raisePoll();
      instance = made;
      return "ok";
    } catch (LinkException e) {
      return e.toString();
    } catch (UnsupportedFeatureException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return kind(e);
    }
  }

  private String call(String index, String arguments) {
    Instance callee = running();
    if (!(export(index) instanceof External.Function(FunctionReference function))) return "?";
    FunctionType type = typeOf(function);
    String[] words = arguments.split(",", -1);
    for (int i = 0; i < type.parameterCount(); i++) {
      switch (argument(type.parameter(i), words[i])) {
        case Long number -> callee.numbers()[i] = number;
        case null -> callee.references()[i] = null;
        case Object value -> callee.references()[i] = value;
      }
    }
    try {
      callee.call(function);
    } catch (RuntimeException | Error e) {
      return kind(e);
    }
    var results = new ArrayList<String>();
    for (int i = 0; i < type.resultCount(); i++) {
      results.add(words(type.result(i), callee.resultBits(i), callee.resultReference(i)));
    }
    return String.join(",", results);
  }

  private FunctionType typeOf(FunctionReference function) {
    WasmModule read = module.module();
    for (int i = 0; i < read.importedFunctions(); i++) {
      if (running().function(i).equals(function)) {
        return read.functionType(read.functionTypeIndex(i));
      }
    }
    return read.functionType(read.functionTypeIndex(function.index()));
  }

  private Instance running() {
    if (instance == null) throw new AssertionError("there is no instance");
    return instance;
  }

  private External export(String index) {
    Export export = module.module().exports().get(Integer.parseInt(index));
    return module.export(running(), export.name()).orElseThrow();
  }

  /** Numbers as raw bits, i32 with its sign extended. */
  private @Nullable Object argument(ValueType type, String word) {
    return switch (type.kind()) {
      case I32, F32 -> (long) Integer.parseUnsignedInt(word, 16);
      case I64, F64 -> Long.parseUnsignedLong(word, 16);
      case V128 -> {
        String[] halves = word.split(":");
        yield new V128(
            Long.parseUnsignedLong(halves[0], 16), Long.parseUnsignedLong(halves[1], 16));
      }
      case REF -> {
        if (word.equals("null")) yield null;
        if (word.startsWith("extern")) yield new SpecValue.Extern(word.substring(6));
        yield export(word.substring(4)) instanceof External.Function(var function)
            ? function
            : null;
      }
    };
  }

  private static String words(ValueType type, long bits, @Nullable Object reference) {
    return switch (type.kind()) {
      case I32, F32 -> Integer.toHexString((int) bits);
      case I64, F64 -> Long.toHexString(bits);
      case V128, REF ->
          switch (reference) {
            case null -> "null";
            case V128(long low, long high) -> Long.toHexString(low) + ":" + Long.toHexString(high);
            case SpecValue.Extern(String number) -> "extern" + number;
            default -> "ref";
          };
    };
  }

  /** The word for a trap; the whole story of what should not be thrown. */
  private static String kind(Throwable thrown) {
    if (thrown instanceof WasmException) return "thrown";
    String message = thrown instanceof Trap ? String.valueOf(thrown.getMessage()) : "";
    if (message.startsWith("uninitialized element")) return "uninitialized";
    if (message.startsWith("null ")) return "null";
    return switch (message) {
      case "out of bounds memory access" -> "memory";
      case "unaligned atomic" -> "unaligned";
      case "undefined element", "out of bounds table access" -> "table";
      case "indirect call type mismatch" -> "type";
      case "integer overflow" -> "overflow";
      case "integer divide by zero" -> "zero";
      case "invalid conversion to integer" -> "conversion";
      case "unreachable" -> "unreachable";
      case "expected shared memory" -> "shared";
      case "call stack exhausted" -> "exhausted";
      default -> {
        var story = new StringBuilder(String.valueOf(thrown));
        for (StackTraceElement frame : thrown.getStackTrace()) {
          if (story.length() < 2_000) story.append(" at ").append(frame);
        }
        yield story.toString();
      }
    };
  }

  // ---- state

  private String memory(String index) {
    if (!(export(index) instanceof External.Memory(Memory memory))) return "?";
    byte[] bytes = memory.read(0, (int) memory.limit());
    return Long.toHexString(memory.pages()) + " " + Long.toHexString(hash(bytes));
  }

  private String global(String index) {
    if (!(export(index) instanceof External.Global(Global global))) return "?";
    ValueType type = global.type().type();
    boolean number = !type.isReference() && type.kind() != ValueType.Kind.V128;
    return words(type, number ? global.bits() : 0, number ? null : global.reference());
  }

  private String table(String index) {
    if (!(export(index) instanceof External.Table(Table table))) return "?";
    long bits = 0;
    for (int i = 0; i < table.size(); i++) bits = mix(bits, table.get(i) == null ? 0 : 1);
    return Integer.toHexString(table.size()) + " " + Long.toHexString(bits);
  }

  private static long mix(long hash, long bits) {
    return Long.rotateLeft((hash ^ bits) * 0x9e3779b97f4a7c15L, 29);
  }

  private static long hash(byte[] bytes) {
    int words = bytes.length / 8;
    long hash = bytes.length;
    for (int i = words * 8; i < bytes.length; i++) hash = mix(hash, bytes[i] & 0xff);
    for (int i = 0; i < words; i++) hash = mix(hash, (long) WORDS.get(bytes, i * 8));
    return hash;
  }

  // ---- what a module may import

  private static FunctionType type(List<ValueType> parameters, List<ValueType> results) {
    return FunctionType.of(parameters, results);
  }

  private static External host(String name) {
    int number = Integer.parseInt(name.substring(1));
    FunctionType type = HOST.get(number);
    return new External.GeneralHost(type, (caller, arguments) -> answers(number, type, arguments));
  }

  /** Numbers made of the arguments, none a NaN. */
  private static @Nullable Object[] answers(
      int function, FunctionType type, @Nullable Object[] arguments) {
    long hash = function;
    for (Object argument : arguments) {
      hash =
          switch (argument) {
            case Integer i -> mix(hash, i & 0xffffffffL);
            case Long l -> mix(hash, l);
            case Float f -> mix(hash, Float.floatToRawIntBits(f) & 0xffffffffL);
            case Double d -> mix(hash, Double.doubleToRawLongBits(d));
            case V128(long low, long high) -> mix(mix(hash, low), high);
            case null, default -> throw new AssertionError(argument);
          };
    }
    var results = new @Nullable Object[type.resultCount()];
    for (int i = 0; i < results.length; i++) {
      hash = mix(hash, 1);
      results[i] =
          switch (type.result(i).kind()) {
            case I32 -> (int) hash;
            case I64 -> hash;
            case F32 -> (short) hash / 8.0f;
            case F64 -> (short) hash / 8.0;
            case V128 -> new V128(hash >>> 7, hash);
            case REF -> throw new AssertionError(type);
          };
    }
    return results;
  }
}
