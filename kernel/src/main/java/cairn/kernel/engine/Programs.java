package cairn.kernel.engine;

import cairn.kernel.ProgramId;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The programs used last, parsed and perhaps compiled. Bounded in number and in heap, about; a
 * program that falls out lives on while instances of it do. Safe for any thread.
 */
final class Programs {
  static final int MAX = 64;

  private final long maxHeap;

  /** Guarded by this, as is {@link #heap}; in the order of use. */
  private final LinkedHashMap<ProgramId, Program> known = new LinkedHashMap<>(16, 0.75f, true);

  private long heap;

  Programs(long maxHeap) {
    this.maxHeap = maxHeap;
  }

  synchronized @Nullable Program get(ProgramId id) {
    return known.get(id);
  }

  /** Adds it, unless it is known already; answers the one that is known from now on. */
  synchronized Program add(ProgramId id, Program program) {
    var before = known.get(id);
    if (before != null) return before;
    known.put(id, program);
    heap += program.findings().heap();
    var oldest = known.entrySet().iterator();
    while ((known.size() > MAX || heap > maxHeap) && known.size() > 1) {
      heap -= oldest.next().getValue().findings().heap();
      oldest.remove();
    }
    return program;
  }

  synchronized int size() {
    return known.size();
  }

  synchronized void clear() {
    known.clear();
    heap = 0;
  }
}
