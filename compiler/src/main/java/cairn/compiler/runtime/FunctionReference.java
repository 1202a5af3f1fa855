package cairn.compiler.runtime;

/**
 * A function of an instance as a value: what tables hold and {@code ref.func} gives. Generated
 * subclasses have a class per type of functions, whose {@code apply} takes the typed operands, and
 * below it a class per function, so that a cast is the check of {@code call_indirect} and the
 * receiver's class says which code runs.
 *
 * <p>Used on the threads of the instances that call it. One object per function and instance.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#function-instances">
 *     Function instances</a>
 */
public abstract class FunctionReference {
  /** Set once, before anybody else sees this; see {@link #bind}. */
  private Instance instance = Instance.NONE;

  private int index;

  /** For generated subclasses. */
  protected FunctionReference() {}

  /** Says whose function this is. Called once, by whoever made it. */
  public final void bind(Instance owner, int function) {
    instance = owner;
    index = function;
  }

  /** The instance whose state it works on; of a host function the one that imports it. */
  public final Instance instance() {
    return instance;
  }

  /** Its index in its instance's module. */
  public final int index() {
    return index;
  }

  /**
   * Takes the operands from the caller's {@link Instance#numbers} and {@link Instance#references},
   * runs, and leaves the results there. If the caller's {@link Instance#takeTailCallee} then gives
   * a function, the results are still to come from that one.
   *
   * @param stackLeft the bytes of the call stack that the calls inside may take
   */
  public abstract void resume(int stackLeft, Instance caller);

  /** Calls it to the end, tail calls included, with operands and results as {@link #resume}. */
  public final void run(int stackLeft, Instance caller) {
    resume(stackLeft, caller);
    for (FunctionReference next = caller.takeTailCallee();
        next != null;
        next = caller.takeTailCallee()) {
      next.resume(stackLeft, caller);
    }
  }
}
