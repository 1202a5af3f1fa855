package cairn.wasm;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Remembers which long lists of types were found to be subtypes of which, as an instruction of two
 * bytes can ask for the comparison of a thousand types. Lists are those of function types, told
 * apart by identity. One thread.
 */
final class SubtypeCache {
  /** Shorter lists are compared anew. */
  private static final int LONG = 16;

  /** So many pairs are kept, then all are forgotten. */
  private static final int PAIRS = 10_000;

  private final TypeTable types;
  private final Steps steps;
  private final IdentityHashMap<int[], Set<int[]>> found = new IdentityHashMap<>();
  private int pairs;

  SubtypeCache(TypeTable types, Steps steps) {
    this.types = types;
    this.steps = steps;
  }

  /** Whether lists are as long and each type is a subtype. */
  boolean areSubtypes(int[] list, int[] others) {
    return list.length == others.length && startsWithSubtypes(list, others);
  }

  /** Whether each type of a list is a subtype of the one at its place in a list not shorter. */
  boolean startsWithSubtypes(int[] list, int[] others) {
    int count = list.length;
    if (others.length < count) return false;
    int differs = Arrays.mismatch(list, 0, count, others, 0, count);
    if (differs < 0 || isKnown(list, others)) return true;
    steps.take(count);
    for (int at = differs; at < count; at++) {
      if (!types.isSubtype(list[at], others[at])) return false;
    }
    if (count >= LONG) {
      if (++pairs > PAIRS) {
        found.clear();
        pairs = 1;
      }
      found
          .computeIfAbsent(list, unseen -> Collections.newSetFromMap(new IdentityHashMap<>(4)))
          .add(others);
    }
    return true;
  }

  private boolean isKnown(int[] list, int[] others) {
    if (list.length < LONG) return false;
    Set<int[]> supertypes = found.get(list);
    return supertypes != null && supertypes.contains(others);
  }
}
