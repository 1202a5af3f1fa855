package cairn.compiler;

import java.util.Arrays;

/**
 * The operand stack as it is at the instruction that is being translated. The operands from {@link
 * #low} up are on the JVM's stack, those below it at their homes ({@link Variables}): an exception
 * clears the JVM's stack, the JIT compiler wants it empty at the head of a loop, and it does not
 * reach from one part of a large function into the next.
 *
 * <p>INVARIANT: the home of an operand below low holds its value until it is popped.
 */
final class OperandStack {
  private JvmType[] types = new JvmType[64];
  private int size;
  private int low;

  /** The number of operands. */
  int size() {
    return size;
  }

  /** Operands below this are at their homes. */
  int low() {
    return low;
  }

  JvmType type(int place) {
    return types[place];
  }

  /** The types of the topmost operands. */
  JvmType[] top(int count) {
    return Arrays.copyOfRange(types, size - count, size);
  }

  /** An operand was pushed on the JVM's stack. */
  void push(JvmType type) {
    if (size == types.length) types = Arrays.copyOf(types, size * 2);
    types[size++] = type;
  }

  void push(Iterable<JvmType> pushed) {
    for (JvmType type : pushed) push(type);
  }

  /** The topmost operand, which is on the JVM's stack, was popped. */
  JvmType pop() {
    if (size <= low) throw new IllegalStateException("the operand is not on the JVM's stack");
    return types[--size];
  }

  void pop(int count) {
    if (size - count < low) throw new IllegalStateException("operands not on the JVM's stack");
    size -= count;
  }

  /**
   * Says that there are so many operands now, that those below low are at their homes and the
   * others on the JVM's stack. Types below the size stay.
   */
  void reset(int newSize, int newLow) {
    size = newSize;
    low = newLow;
  }

  // ---- moves between the JVM's stack and homes

  /** Brings the topmost operands to the JVM's stack. */
  void require(int count, Emitter out, Variables variables, Slots slots) {
    int wanted = size - count;
    if (wanted >= low) return;
    int[] moved = popToSlots(size - low, out, slots);
    for (int place = wanted; place < low; place++) {
      variables.loadHome(out, place, types[place]);
    }
    pushFromSlots(moved, out, slots);
    low = wanted;
  }

  /** Sends all operands but the topmost ones to their homes; those stay on the JVM's stack. */
  void spillBelow(int count, Emitter out, Variables variables, Slots slots) {
    int height = size - count;
    if (height <= low) return;
    int[] kept = popToSlots(count, out, slots);
    for (int place = height - 1; place >= low; place--) {
      variables.storeHome(out, place, types[place]);
    }
    pushFromSlots(kept, out, slots);
    low = height;
  }

  /** Stores the topmost operands, which are on the JVM's stack, in slots; they count as pushed. */
  int[] popToSlots(int count, Emitter out, Slots slots) {
    var taken = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      JvmType type = types[size - count + i];
      taken[i] = slots.take(type);
      out.store(type, taken[i]);
    }
    return taken;
  }

  /** Loads the topmost operands from their slots, which are free then. */
  void pushFromSlots(int[] taken, Emitter out, Slots slots) {
    int first = size - taken.length;
    for (int i = 0; i < taken.length; i++) out.load(types[first + i], taken[i]);
    for (int i = 0; i < taken.length; i++) slots.release(types[first + i], taken[i]);
  }

  /**
   * Whether a branch that keeps the topmost operands finds the JVM's stack as its target wants it.
   *
   * @param targetLow what is at home at the target
   * @param height the operands below the kept ones at the target
   */
  boolean isPlain(int targetLow, int height, int kept) {
    int below = size - kept;
    return below >= low
        && below == Math.max(height, low)
        && Math.min(low, height) == Math.min(targetLow, height);
  }

  /**
   * Emits what makes the JVM's stack as a branch target wants it: operands from targetLow to
   * height, then the topmost ones. Does not change what this says, as the branch leaves.
   */
  void arrange(int targetLow, int height, int kept, Emitter out, Variables variables, Slots slots) {
    if (isPlain(targetLow, height, kept)) return;
    int savedLow = low;
    require(kept, out, variables, slots);
    int below = size - kept;
    if (!isPlain(targetLow, height, kept)) {
      int[] moved = popToSlots(kept, out, slots);
      for (int place = below - 1; place >= Math.max(height, low); place--) out.pop(types[place]);
      for (int place = targetLow; place < Math.min(height, low); place++) {
        variables.loadHome(out, place, types[place]);
      }
      pushFromSlots(moved, out, slots);
    }
    low = savedLow;
  }
}
