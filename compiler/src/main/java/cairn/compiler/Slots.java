package cairn.compiler;

import java.util.Arrays;

/** Hands out local variables of a JVM method; a slot holds one type only. */
final class Slots {
  private int next;
  private final int[][] free = new int[JvmType.COUNT][4];
  private final int[] freeCount = new int[free.length];

  /** Slots below this are taken. */
  Slots(int first) {
    next = first;
  }

  /** One that is not in use. */
  int take(JvmType type) {
    int kind = type.index;
    if (freeCount[kind] > 0) return free[kind][--freeCount[kind]];
    int slot = next;
    next += type.slots();
    return slot;
  }

  /** Gives one back. */
  void release(JvmType type, int slot) {
    int kind = type.index;
    if (freeCount[kind] == free[kind].length) {
      free[kind] = Arrays.copyOf(free[kind], freeCount[kind] * 2);
    }
    free[kind][freeCount[kind]++] = slot;
  }
}
