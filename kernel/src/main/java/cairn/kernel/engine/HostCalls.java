package cairn.kernel.engine;

import cairn.kernel.TrapKind;
import cairn.kernel.schedule.GuestKilled;
import cairn.kernel.schedule.GuestThread;
import cairn.kernel.schedule.NotPutDown;

/** Calls the kernel's functions for guest code. */
final class HostCalls {
  private static final System.Logger LOG = System.getLogger("cairn.kernel.engine");

  private HostCalls() {}

  /** A fault of the guest, with the stack that the sentence alone does not have. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final TrapKind kind;
    private final String sentence;

    Fault(TrapKind kind, String sentence) {
      super(sentence);
      this.kind = kind;
      this.sentence = sentence;
    }

    TrapKind kind() {
      return kind;
    }

    String sentence() {
      return sentence;
    }
  }

  /**
   * Calls one, as host code. What it throws is a {@link Fault} of the guest, its end or an exit.
   *
   * @return the raw result, an i32 sign-extended; 0 if it has none
   */
  static long call(HostFunction function, GuestMemory memory, long[] arguments) {
    GuestThread.enterHost();
    try {
      long result = function.body().call(memory, arguments);
      if (function.results().isEmpty()) return 0;
      return function.results().getFirst() == HostFunction.WasmType.I32 ? (int) result : result;
    } catch (GuestFault e) {
      throw new Fault(e.kind(), String.valueOf(e.getMessage()));
    } catch (GuestExit | GuestKilled | NotPutDown e) {
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "import " + function.module() + "." + function.name() + " failed",
          e);
      throw new Fault(
          TrapKind.PROGRAM, "Cairn itself failed in " + function.module() + "." + function.name());
    } finally {
      GuestThread.leaveHost();
    }
  }
}
