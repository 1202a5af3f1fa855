package cairn.kernel.engine;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The engine's interpreter, which besides remembers the functions that a failure passes through.
 */
final class Interpreter extends InterpreterMachine {
  private final Traps.Unwound unwound;

  Interpreter(Instance instance, Traps.Unwound unwound) {
    super(instance);
    this.unwound = unwound;
  }

  @Override
  @SuppressWarnings("NullAway") // the engine is not annotated: it passes and returns null at will
  protected long @Nullable [] call(
      MStack stack,
      Instance instance,
      Deque<StackFrame> callStack,
      int funcId,
      long[] args,
      @Nullable FunctionType callType,
      boolean popResults) {
    try {
      return super.call(stack, instance, callStack, funcId, args, callType, popResults);
    } catch (RuntimeException | Error e) {
      unwound.left(funcId);
      throw e;
    }
  }
}
