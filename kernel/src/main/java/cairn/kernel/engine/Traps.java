package cairn.kernel.engine;

import cairn.kernel.schedule.NotPutDown;
import cairn.registry.PlainText;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/** Says in words how a run failed, and where, with the names the module has for its functions. */
final class Traps {
  /** Of a longer stack the innermost frames are kept. */
  static final int MAX_FRAMES = FunctionLabels.MAX_FRAMES;

  /** Characters: some reasons are the module's, and nothing in them may steer a screen. */
  private static final int MAX_REASON = 500;

  private static final String COMPILED = "com.dylibso.chicory.$gen.";
  private static final String FUNCTION = "func_";
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private final FunctionLabels labels;

  Traps(WasmModule module, FunctionNames named) {
    var exported = new HashMap<Integer, String>();
    var exports = module.exportSection();
    for (int i = 0; i < exports.exportCount(); i++) {
      var export = exports.getExport(i);
      if (export.exportType() == ExternalType.FUNCTION)
        exported.putIfAbsent(export.index(), export.name());
    }
    labels =
        new FunctionLabels(module.importSection().count(ExternalType.FUNCTION), named, exported);
  }

  /**
   * The outcome of a run that ended with this.
   *
   * @param interpreted the functions that were left on the way out, if the interpreter ran them
   */
  Engine.Outcome.Trapped trapped(Throwable failure, List<Integer> interpreted) {
    var functions = interpreted.isEmpty() ? compiledFrames(failure) : interpreted;
    return new Engine.Outcome.Trapped(
        PlainText.line(reason(failure), MAX_REASON), labels.of(functions));
  }

  /** What went wrong, in the words of the WebAssembly specification where it has some. */
  static String reason(Throwable failure) {
    return switch (failure) {
      case StackOverflowError e -> Engine.THREAD_STACK_EXHAUSTED;
      case OutOfMemoryError e -> Engine.NO_MEMORY_LEFT;
      case NotPutDown e -> reason(e.why());
      case HostCalls.Fault e -> e.sentence();
      case GuestFault e -> message(e);
      case TrapException e when message(e).contains("unreachable") -> "unreachable";
      case ChicoryException e -> ofEngine(message(e));
      default -> {
        LOG.log(System.Logger.Level.WARNING, "the engine failed in a guest", failure);
        yield "the engine failed: " + failure.getClass().getSimpleName();
      }
    };
  }

  private static String ofEngine(String message) {
    if (message.startsWith("out of bounds memory access")) return "out of bounds memory access";
    if (message.startsWith("uninitialized element")) return "uninitialized element";
    // This engine does not count calls.
    if (message.equals(Engine.STACK_EXHAUSTED)) return Engine.THREAD_STACK_EXHAUSTED;
    return message.isEmpty() ? "it trapped" : message;
  }

  private static String message(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? "" : message;
  }

  private static List<Integer> compiledFrames(Throwable failure) {
    Throwable innermost = failure instanceof NotPutDown e ? e.why() : failure;
    while (innermost.getCause() instanceof StackOverflowError cause) innermost = cause;
    return Arrays.stream(innermost.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(COMPILED))
        .map(StackTraceElement::getMethodName)
        .filter(name -> name.startsWith(FUNCTION))
        .map(name -> Integer.valueOf(name.substring(FUNCTION.length())))
        .toList();
  }

  /** The functions of a put-down stack; {@code frames} as {@code Class.method}, innermost first. */
  List<String> functions(List<String> frames, Unwound interpreted) {
    var compiled =
        frames.stream()
            .filter(frame -> frame.startsWith(COMPILED))
            .map(frame -> frame.substring(frame.lastIndexOf('.') + 1))
            .filter(method -> method.startsWith(FUNCTION))
            .map(method -> Integer.valueOf(method.substring(FUNCTION.length())))
            .toList();
    return labels.of(compiled.isEmpty() ? interpreted.inside() : compiled);
  }

  /**
   * Which functions the interpreter is in, and collects their numbers, innermost first, while it
   * unwinds. Written by the guest's thread; others read it while that is put down, and what they
   * see is for people.
   */
  static final class Unwound {
    private final int[] functions = new int[MAX_FRAMES];
    private int count;

    /** The outermost ones; deeper ones are counted only. */
    private final int[] inside = new int[4 * MAX_FRAMES];

    private int depth;

    void entered(int function) {
      if (depth < inside.length) inside[depth] = function;
      depth++;
    }

    void returned() {
      depth--;
    }

    void left(int function) {
      depth--;
      if (count < MAX_FRAMES) functions[count++] = function;
    }

    /** Innermost first. */
    List<Integer> inside() {
      int deepest = Math.min(depth, inside.length);
      return IntStream.range(0, deepest).mapToObj(i -> inside[deepest - 1 - i]).toList();
    }

    List<Integer> functions() {
      return IntStream.of(functions).limit(count).boxed().toList();
    }
  }
}
