package cairn.kernel.ipc;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from ids to things, without boxes: open addressing, linear probing, deletion by moving
 * back. Ids are handed out in sequence, so their low bits spread well. Not safe for threads; key 0
 * is not allowed.
 */
final class LongMap<V> {
  private static final int SMALLEST = 8;

  private long[] keys = new long[SMALLEST];
  private @Nullable Object[] values = new @Nullable Object[SMALLEST];
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable V get(long key) {
    // Key 0 ends at a free place, whose value is absent.
    return value(find(key));
  }

  boolean has(long key) {
    return get(key) != null;
  }

  void put(long key, V value) {
    if (key == 0) throw new IllegalArgumentException("0 is no id");
    int at = find(key);
    values[at] = value;
    if (keys[at] == key) return;
    keys[at] = key;
    if (++size * 2 > keys.length) resize(keys.length * 2);
  }

  @Nullable V remove(long key) {
    int at = find(key);
    V removed = value(at);
    if (removed == null) return null;
    close(at);
    size--;
    if (keys.length > SMALLEST && size * 8 < keys.length) resize(keys.length / 2);
    return removed;
  }

  /** The action must not change the map. */
  void forEach(Consumer<V> action) {
    for (int at = 0; at < keys.length; at++) {
      V value = value(at);
      if (value != null) action.accept(value);
    }
  }

  void clear() {
    keys = new long[SMALLEST];
    values = new @Nullable Object[SMALLEST];
    size = 0;
  }

  /** Where the key is, or the free place where it would be. The table is never full. */
  private int find(long key) {
    int mask = keys.length - 1;
    int at = place(key, mask);
    while (keys[at] != 0 && keys[at] != key) at = (at + 1) & mask;
    return at;
  }

  private static int place(long key, int mask) {
    return (int) (key ^ key >>> 32) & mask;
  }

  /** Empties a place and moves back those behind it that would not be found otherwise. */
  private void close(int hole) {
    int mask = keys.length - 1;
    int at = hole;
    while (true) {
      keys[hole] = 0;
      values[hole] = null;
      while (true) {
        at = (at + 1) & mask;
        if (keys[at] == 0) return;
        int home = place(keys[at], mask);
        boolean staysReachable = hole <= at ? hole < home && home <= at : hole < home || home <= at;
        if (!staysReachable) break;
      }
      keys[hole] = keys[at];
      values[hole] = values[at];
      hole = at;
    }
  }

  private void resize(int capacity) {
    long[] oldKeys = keys;
    @Nullable Object[] oldValues = values;
    keys = new long[capacity];
    values = new @Nullable Object[capacity];
    for (int i = 0; i < oldKeys.length; i++)
      if (oldKeys[i] != 0) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        values[at] = oldValues[i];
      }
  }

  @SuppressWarnings("unchecked") // only put() writes here
  private @Nullable V value(int at) {
    return (V) values[at];
  }
}
