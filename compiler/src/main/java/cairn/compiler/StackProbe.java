package cairn.compiler;

/**
 * Makes sure that the thread has stack left for compiling. Guests exhaust the stack as they like,
 * and the compiler runs on what they leave: were it exhausted while a class of the JDK is
 * initialised, that class would be unusable for ever.
 */
final class StackProbe {
  /** About 200 KiB, by the smallest frames that the JVM makes of the method below. */
  private static final int DEPTH = 2_000;

  private StackProbe() {}

  /** Throws StackOverflowError now rather than in the middle of something. */
  static void require() {
    if (descend(DEPTH, 1, 2, 3, 4, 5) == 0) throw new IllegalStateException();
  }

  private static long descend(int depth, long a, long b, long c, long d, long e) {
    if (depth == 0) return a;
    // Operands that change keep the JIT compiler from making a loop of it.
    return descend(depth - 1, b + 1, c + a, d, e, a) | a | e;
  }
}
