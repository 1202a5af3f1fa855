package cairn.kernel.engine;

import java.util.List;

/**
 * A function that a guest may import. The engine calls it on the guest's thread between {@link
 * cairn.kernel.schedule.GuestThread#enterHost} and leaveHost.
 *
 * @param parameters WASM types of its parameters
 * @param results at most one
 */
public record HostFunction(
    String module, String name, List<WasmType> parameters, List<WasmType> results, Body body) {
  public HostFunction {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /** A number type of WASM. */
  public enum WasmType {
    I32,
    I64,
    F32,
    F64
  }

  /**
   * What it does. Arguments are raw: an i32 is sign-extended, as the engine has it. The result is
   * ignored when there is none.
   */
  @FunctionalInterface
  public interface Body {
    /**
     * May throw {@link GuestFault}, {@link GuestExit}, GuestKilled or NotPutDown; anything else is
     * a bug and ends the process as trapped.
     */
    long call(GuestMemory memory, long[] arguments);
  }
}
