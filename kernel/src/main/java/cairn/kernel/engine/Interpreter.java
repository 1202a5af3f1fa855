package cairn.kernel.engine;

import cairn.kernel.schedule.GuestThread;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.MStack;
import com.dylibso.chicory.runtime.StackFrame;
import com.dylibso.chicory.runtime.WasmRuntimeException;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The engine's interpreter, which besides remembers the functions that it is in and those that a
 * failure passes through, polls where that forgets to, and charges what frames keep on the heap to
 * the process: a module can make them very large.
 */
final class Interpreter extends InterpreterMachine {
  private static final long STEP = 64 << 10;
  private static final int LARGE = 4 << 10;
  private static final long KEPT = 1 << 20;

  private final Traps.Unwound unwound;
  private final Frames frames;
  private final Charge charge;

  /** What all frames take now. Confined to the guest's thread, as the next. */
  private long used;

  /** What of it the process is charged, in steps: a call is not to cost a look at the ledger. */
  private long charged;

  Interpreter(Instance instance, Traps.Unwound unwound, Frames frames, Charge charge) {
    super(instance);
    this.unwound = unwound;
    this.frames = frames;
    this.charge = charge;
  }

  /**
   * Polls where the engine's own interpreter forgets to: at {@code br_if}, {@code br_table} and
   * tail calls, so that no loop can go on without a poll. Called before each interpreted
   * instruction.
   */
  static void pollAtBranches(Instruction next, MStack stack) {
    // The answer is never yes: the question itself is the scheduler's hook.
    if (mayGoBackUnpolled(next.opcode()) && Thread.currentThread().isInterrupted())
      throw new WasmRuntimeException("interrupted");
  }

  private static boolean mayGoBackUnpolled(OpCode opcode) {
    return opcode == OpCode.BR_IF
        || opcode == OpCode.BR_TABLE
        || opcode == OpCode.RETURN_CALL
        || opcode == OpCode.RETURN_CALL_INDIRECT;
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
    int bytes = frames.bytes(funcId);
    used += bytes;
    unwound.entered(funcId);
    try {
      if (used > charged) chargeMore();
      // A frame is made anew at each call, and a large one takes long to make.
      if (bytes > LARGE) GuestThread.work(bytes >> 8);
      var results = super.call(stack, instance, callStack, funcId, args, callType, popResults);
      unwound.returned();
      return results;
    } catch (RuntimeException | Error e) {
      unwound.left(funcId);
      throw e;
    } finally {
      used -= bytes;
      if (charged - used > KEPT) giveBack();
    }
  }

  private void chargeMore() {
    long more = used - charged + STEP;
    if (!charge.takeHeap(more)) throw new WasmRuntimeException("call stack exhausted");
    charged += more;
  }

  private void giveBack() {
    long most = used + STEP;
    charge.giveHeapBack(charged - most);
    charged = most;
  }
}
