package cairn.compiler;

import cairn.compiler.runtime.Instance;

/**
 * Compiles large functions, which takes long: up to seconds for the largest. Called on a guest's
 * thread at the first call of such a function, in the middle of guest code, with no lock held and
 * no native frame on the stack: it may have the work done by another thread and park the guest.
 */
@FunctionalInterface
public interface CompilationQueue {
  /** Returns when the work is done, which any thread may do. Guests may wait for the same work. */
  void compile(Instance caller, Runnable work);

  /** Does the work at once. */
  static CompilationQueue direct() {
    return (caller, work) -> work.run();
  }
}
