package cairn.kernel.engine;

import cairn.compiler.LazyModule;
import cairn.compiler.runtime.InvalidFunctionException;
import cairn.compiler.runtime.Trap;
import cairn.compiler.runtime.WasmException;
import cairn.kernel.Fallbacks;
import cairn.kernel.TrapKind;
import cairn.kernel.schedule.NotPutDown;
import cairn.registry.PlainText;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Says in words how a run of compiled code failed, and in which functions. */
final class LazyTraps {
  /** Characters: some reasons are the module's, and nothing in them may steer a screen. */
  private static final int MAX_REASON = 500;

  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private static final String THREAD_STACK_EXHAUSTED = "call stack exhausted, that of its thread";

  private LazyTraps() {}

  /** The outcome of a run that ended with this. */
  static Engine.Outcome.Trapped trapped(
      Throwable failure, FunctionLabels labels, Fallbacks fallbacks) {
    TrapKind kind = kind(failure);
    // The thread's stack ended before the call stack, which is counted.
    if (kind == TrapKind.THREAD_STACK_EXHAUSTED)
      fallbacks.count(Fallbacks.Kind.THREAD_STACK_EXHAUSTED, "in a program");
    var frames =
        Arrays.stream(origin(failure).getStackTrace())
            .map(frame -> LazyModule.functionOf(frame.getClassName(), frame.getMethodName()));
    return new Engine.Outcome.Trapped(
        kind, PlainText.line(reason(failure), MAX_REASON), labels.of(numbers(frames)));
  }

  private static TrapKind kind(Throwable failure) {
    return switch (failure) {
      case StackOverflowError e -> TrapKind.THREAD_STACK_EXHAUSTED;
      case OutOfMemoryError e -> TrapKind.NO_MEMORY_LEFT;
      case NotPutDown e -> kind(e.why());
      case HostCalls.Fault e -> e.kind();
      case GuestFault e -> e.kind();
      case Trap e when e.getCause() instanceof StackOverflowError ->
          TrapKind.THREAD_STACK_EXHAUSTED;
      default -> TrapKind.PROGRAM;
    };
  }

  /** The innermost of the failures of one kind: the trap of an exhausted stack has its overflow. */
  private static Throwable origin(Throwable failure) {
    if (failure instanceof NotPutDown e) return e.why();
    return failure.getCause() instanceof StackOverflowError overflow ? overflow : failure;
  }

  /** The numbers of the functions of frames, given as {@code Class.method}, in their order. */
  static List<Integer> functions(Stream<String> frames) {
    return numbers(frames.map(LazyTraps::functionOf));
  }

  private static OptionalInt functionOf(String frame) {
    int dot = frame.lastIndexOf('.');
    return LazyModule.functionOf(frame.substring(0, dot), frame.substring(dot + 1));
  }

  private static List<Integer> numbers(Stream<OptionalInt> functions) {
    return functions.flatMapToInt(OptionalInt::stream).boxed().toList();
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case StackOverflowError e -> THREAD_STACK_EXHAUSTED;
      case OutOfMemoryError e -> "this computer has no memory left for it";
      case NotPutDown e -> reason(e.why());
      case HostCalls.Fault e -> e.sentence();
      case GuestFault e -> message(e);
      case Trap e when e.getCause() instanceof StackOverflowError -> THREAD_STACK_EXHAUSTED;
      case Trap e -> ofTrap(message(e));
      case WasmException e -> "uncaught exception";
      case InvalidFunctionException e -> message(e);
      default -> {
        LOG.log(System.Logger.Level.WARNING, "the engine failed in a guest", failure);
        yield "the engine failed: " + failure.getClass().getSimpleName();
      }
    };
  }

  private static String ofTrap(String message) {
    return message.startsWith("uninitialized element") ? "uninitialized element" : message;
  }

  private static String message(Throwable failure) {
    var message = failure.getMessage();
    return message == null ? "it trapped" : message;
  }
}
