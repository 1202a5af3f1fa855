package cairn.kernel.engine;

import java.util.LinkedHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The programs in use, and those used last, read and perhaps compiled. What one takes of the heap
 * is charged, once, as long as anybody uses it; of those that nobody uses as many are kept as fit
 * into a number and a weight. Safe for any thread; its monitor is taken alone.
 */
final class Programs<K, P extends Programs.Weighed> {
  /** What takes a part of the heap. */
  interface Weighed {
    /** Bytes. */
    long heap();
  }

  static final int MAX = 64;

  private final long maxHeap;

  /** Guarded by this, as is all below; in the order of use. */
  private final LinkedHashMap<K, Entry<P>> known = new LinkedHashMap<>(16, 0.75f, true);

  private int unused;
  private long unusedHeap;

  /** {@code maxHeap}: bytes of heap that unused programs may take. */
  Programs(long maxHeap) {
    this.maxHeap = maxHeap;
  }

  /** A program and how many use it. Guarded by the programs. */
  private static final class Entry<P> {
    final P program;
    int users;

    /** Where it is charged while there are users. */
    Budget ledger;

    Entry(P program, Budget ledger) {
      this.program = program;
      this.ledger = ledger;
    }
  }

  /** One use of a program, until it is closed, which any thread may do, and more than once. */
  static final class Use<P> implements AutoCloseable {
    private final P program;
    private final AtomicReference<@Nullable Runnable> end;

    private Use(P program, Runnable end) {
      this.program = program;
      this.end = new AtomicReference<>(end);
    }

    P program() {
      return program;
    }

    @Override
    public void close() {
      var once = end.getAndSet(null);
      if (once != null) once.run();
    }
  }

  /** What came of looking for a program. */
  sealed interface Found<P> {
    record Known<P>(Use<P> use) implements Found<P> {}

    record Unknown<P>() implements Found<P> {}

    /** It is there, and there are not the bytes of heap left that it takes. */
    record NoMemory<P>(long heap) implements Found<P> {}
  }

  /** Uses a program that is known, charged to this ledger if it is to nobody. */
  synchronized Found<P> find(K id, Budget ledger) {
    var entry = known.get(id);
    if (entry == null) return new Found.Unknown<>();
    if (entry.users == 0) {
      if (!ledger.take(entry.program.heap())) return new Found.NoMemory<>(entry.program.heap());
      entry.ledger = ledger;
      unused--;
      unusedHeap -= entry.program.heap();
    }
    return new Found.Known<>(use(id, entry));
  }

  /**
   * Adds it, unless it is known already, and uses the one that is known from now on. It has been
   * charged to this ledger, which gets that back if it is not needed.
   */
  synchronized Use<P> add(K id, P program, Budget ledger) {
    var before = known.get(id);
    if (before == null) {
      var entry = new Entry<>(program, ledger);
      known.put(id, entry);
      return use(id, entry);
    }
    if (before.users == 0) {
      before.ledger = ledger;
      unused--;
      unusedHeap -= before.program.heap();
    } else ledger.giveBack(program.heap());
    return use(id, before);
  }

  /** Under the monitor. */
  private Use<P> use(K id, Entry<P> entry) {
    entry.users++;
    return new Use<>(entry.program, () -> unuse(id, entry));
  }

  private synchronized void unuse(K id, Entry<P> entry) {
    if (--entry.users > 0) return;
    long heap = entry.program.heap();
    entry.ledger.giveBack(heap);
    if (known.get(id) != entry) return; // all were cleared
    unused++;
    unusedHeap += heap;
    var oldest = known.values().iterator();
    while ((unused > MAX || unusedHeap > maxHeap) && oldest.hasNext()) {
      var candidate = oldest.next();
      if (candidate.users > 0) continue;
      unused--;
      unusedHeap -= candidate.program.heap();
      oldest.remove();
    }
  }

  /** How many are kept, used or not. */
  synchronized int size() {
    return known.size();
  }

  /** Forgets all. What is in use lives on. */
  synchronized void clear() {
    known.clear();
    unused = 0;
    unusedHeap = 0;
  }
}
