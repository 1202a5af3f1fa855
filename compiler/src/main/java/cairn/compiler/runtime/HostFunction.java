package cairn.compiler.runtime;

/**
 * A function of the embedder with numbers for parameters and at most one number as its result.
 *
 * <p>Called on the guest's thread in the middle of guest code, with no lock held and no native
 * frame on the stack: it may park a continuation. What it throws ends the guest's computation and
 * reaches the caller of {@link Instance#invoke}.
 */
@FunctionalInterface
public interface HostFunction {
  /**
   * Runs.
   *
   * @param caller the instance that imports the function
   * @param arguments as raw bits: i32 with its sign extended, floats as their bits; the callee's
   *     own
   * @return the result as raw bits; ignored if the function has none
   */
  long call(Instance caller, long[] arguments);
}
