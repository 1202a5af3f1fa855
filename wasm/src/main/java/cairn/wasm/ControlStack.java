package cairn.wasm;

import java.util.Arrays;

/**
 * The blocks that are open at an instruction, the function itself outermost. Parallel arrays
 * instead of objects, as a body may open millions. One thread.
 */
final class ControlStack {
  private Opcode[] kinds = new Opcode[16];
  private int[][] parameters = new int[16][];
  private int[][] results = new int[16][];
  private int[] floors = new int[16];
  private int[] initialised = new int[16];
  private boolean[] unreachable = new boolean[16];
  private int depth;

  /** The number of open blocks. */
  int depth() {
    return depth;
  }

  void push(
      Opcode kind, int[] blockParameters, int[] blockResults, int floor, int initialisedLocals) {
    if (depth == kinds.length) {
      int size = depth * 2;
      kinds = Arrays.copyOf(kinds, size);
      parameters = Arrays.copyOf(parameters, size);
      results = Arrays.copyOf(results, size);
      floors = Arrays.copyOf(floors, size);
      initialised = Arrays.copyOf(initialised, size);
      unreachable = Arrays.copyOf(unreachable, size);
    }
    kinds[depth] = kind;
    parameters[depth] = blockParameters;
    results[depth] = blockResults;
    floors[depth] = floor;
    initialised[depth] = initialisedLocals;
    unreachable[depth] = false;
    depth++;
  }

  void pop() {
    depth--;
  }

  /**
   * The instruction that opened the part of a block we are in; {@link Opcode#CALL} for the
   * function.
   */
  Opcode kind(int label) {
    return kinds[depth - 1 - label];
  }

  int[] parameters() {
    return parameters[depth - 1];
  }

  int[] results() {
    return results[depth - 1];
  }

  /** The results of the function. */
  int[] functionResults() {
    return results[0];
  }

  /** What a branch to a label passes. */
  int[] labelTypes(int label) {
    int at = depth - 1 - label;
    return kinds[at] == Opcode.LOOP ? parameters[at] : results[at];
  }

  /** The height of the operand stack below the innermost block's own values. */
  int floor() {
    return floors[depth - 1];
  }

  /** How many locals had been initialised when the innermost block began. */
  int initialised() {
    return initialised[depth - 1];
  }

  boolean isUnreachable() {
    return unreachable[depth - 1];
  }

  void becomeUnreachable() {
    unreachable[depth - 1] = true;
  }

  /** Begins another part of the innermost block: else, catch or catch_all. */
  void next(Opcode kind) {
    kinds[depth - 1] = kind;
    unreachable[depth - 1] = false;
  }
}
