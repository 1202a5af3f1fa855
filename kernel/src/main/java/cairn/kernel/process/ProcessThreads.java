package cairn.kernel.process;

import cairn.kernel.engine.Engine;
import cairn.kernel.schedule.GuestThread;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The guest threads of one process: the first, which runs {@code _start}, has the number 0. Guarded
 * by the process's monitor; under it only guest threads are told to pause or go on.
 */
final class ProcessThreads {
  /** What wasi-threads allows as the number of a thread. */
  private static final int MOST = (1 << 29) - 1;

  /** One of them. */
  record Member(int number, GuestThread thread, Engine.Guest guest) {}

  private final TreeMap<Integer, Member> living = new TreeMap<>();

  /** Numbers that were given away and are not among the living yet. */
  private int promised;

  private int last;

  /** The instance that the memory is charged to; outlives its thread. */
  private Engine.@Nullable Guest first;

  /** What threads that are over have used, and what making threads took. */
  private long cpuNanos;

  /** The first one. */
  void begin(Member member) {
    first = member.guest();
    living.put(member.number(), member);
  }

  /** A number for a further thread; empty: there are {@code limit} threads. */
  OptionalInt promise(int limit) {
    if (first == null || living.size() + promised >= limit) return OptionalInt.empty();
    promised++;
    do last = last == MOST ? 1 : last + 1;
    while (living.containsKey(last));
    return OptionalInt.of(last);
  }

  /** Making one took so long; counts as if it had run. */
  void spent(long nanos) {
    cpuNanos += nanos;
  }

  /** It could not be made. */
  void breakPromise() {
    promised--;
  }

  /** The thread of a number that was promised. */
  void add(Member member) {
    promised--;
    living.put(member.number(), member);
  }

  /** It is over. */
  void remove(Member member) {
    living.remove(member.number());
    cpuNanos += member.thread().cpuNanos();
  }

  /** What the memory is charged to, if the last has gone; once. */
  Engine.@Nullable Guest takeMemory() {
    if (!living.isEmpty()) return null;
    var memory = first;
    first = null;
    return memory;
  }

  /** The instance that others are made from; null before the first and after the last thread. */
  Engine.@Nullable Guest first() {
    return first;
  }

  List<Member> members() {
    return new ArrayList<>(living.values());
  }

  void pause() {
    for (Member member : living.values()) member.thread().pause();
  }

  void resume() {
    for (Member member : living.values()) member.thread().resume();
  }

  /** Whether there are any. */
  boolean isEmpty() {
    return living.isEmpty();
  }

  int size() {
    return living.size();
  }

  /** Time that all of them have run, and have taken to be made. */
  long cpuNanos() {
    long sum = cpuNanos;
    for (Member member : living.values()) sum += member.thread().cpuNanos();
    return sum;
  }
}
