package cairn.compiler;

import java.util.Arrays;
import java.util.List;

/** Variables in the slots of the one method that a function is. */
final class MethodVariables implements Variables {
  private final List<JvmType> locals;
  private final int[] localSlots;
  private final Slots slots;
  private int[][] homes = new int[JvmType.COUNT][0];
  private int[] exceptions = {};

  /** With the slots of the local variables, parameters first. */
  MethodVariables(List<JvmType> locals, int[] localSlots, Slots slots) {
    this.locals = locals;
    this.localSlots = localSlots;
    this.slots = slots;
  }

  @Override
  public void getLocal(Emitter out, int local) {
    out.load(locals.get(local), localSlots[local]);
  }

  @Override
  public void setLocal(Emitter out, int local) {
    out.store(locals.get(local), localSlots[local]);
  }

  @Override
  public void loadHome(Emitter out, int place, JvmType type) {
    out.load(type, home(place, type));
  }

  @Override
  public void storeHome(Emitter out, int place, JvmType type) {
    out.store(type, home(place, type));
  }

  private int home(int place, JvmType type) {
    int[] known = homes[type.index];
    if (place >= known.length) {
      int before = known.length;
      known = Arrays.copyOf(known, Math.max(place + 1, before * 2));
      Arrays.fill(known, before, known.length, -1);
      homes[type.index] = known;
    }
    if (known[place] < 0) known[place] = slots.take(type);
    return known[place];
  }

  @Override
  public void loadException(Emitter out, int nesting) {
    out.load(JvmType.REFERENCE, exception(nesting));
    out.cast(Names.EXCEPTION);
  }

  @Override
  public void storeException(Emitter out, int nesting) {
    out.store(JvmType.REFERENCE, exception(nesting));
  }

  private int exception(int nesting) {
    int before = exceptions.length;
    if (nesting >= before) {
      exceptions = Arrays.copyOf(exceptions, Math.max(nesting + 1, before * 2));
      Arrays.fill(exceptions, before, exceptions.length, -1);
    }
    if (exceptions[nesting] < 0) exceptions[nesting] = slots.take(JvmType.REFERENCE);
    return exceptions[nesting];
  }
}
