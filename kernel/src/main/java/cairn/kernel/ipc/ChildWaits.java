package cairn.kernel.ipc;

import cairn.kernel.Exit;
import cairn.kernel.NativeCall;
import cairn.kernel.Pid;
import cairn.registry.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Questions for the ends of children. Each child's end is listened to once, however often it is
 * asked for, and a question that is cancelled leaves nothing. Any thread; no monitor is held while
 * a question is answered.
 */
final class ChildWaits {
  /** Open questions for the end of one child. */
  static final int MOST = 64;

  private static final Value REFUSED = Value.named("err");

  private final Families families;
  private final Function<Exit, Value> words;
  private final Map<Pid, Waiters> byChild = new ConcurrentHashMap<>();

  /** {@code words}: an end as the interface has it. */
  ChildWaits(Families families, Function<Exit, Value> words) {
    this.families = families;
    this.words = words;
  }

  /** Those who wait for one child; its monitor guards its fields and is taken alone. */
  private static final class Waiters {
    final Pid parent;
    private final Set<NativeCall> calls = new HashSet<>();
    private boolean listened;

    /** The end was told to all who waited, and nobody is told by these any more. */
    private boolean settled;

    Waiters(Pid parent) {
      this.parent = parent;
    }

    /** What became of a question. */
    enum Entered {
      /** It waits. */
      YES,
      /** It waits, and somebody has to listen for the end. */
      FIRST,
      /** There are enough. */
      FULL,
      /** The end has come, and was told to those who waited. */
      LATE
    }

    synchronized Entered enter(NativeCall call) {
      if (settled) return Entered.LATE;
      if (calls.size() >= MOST) return Entered.FULL;
      calls.add(call);
      if (listened) return Entered.YES;
      listened = true;
      return Entered.FIRST;
    }

    synchronized void leave(NativeCall call) {
      calls.remove(call);
    }

    synchronized void leaveAll() {
      calls.clear();
    }

    /** Those who wait now; when there are none it is settled. */
    synchronized List<NativeCall> taken() {
      List<NativeCall> all = List.copyOf(calls);
      calls.clear();
      settled = all.isEmpty();
      return all;
    }

    synchronized int size() {
      return calls.size();
    }
  }

  /** Answers when the child has ended. False: there are too many who wait, and it is answered. */
  boolean await(NativeCall call, Pid child) {
    while (true) {
      var end = families.whenEnded(call.emitter(), child);
      if (end.isEmpty()) {
        call.answer(REFUSED);
        return true;
      }
      Waiters waiters = byChild.computeIfAbsent(child, _ -> new Waiters(call.emitter()));
      switch (waiters.enter(call)) {
        case FULL -> {
          call.answer(REFUSED);
          return false;
        }
        case LATE -> {
          // Perhaps nobody took it: once more, among others.
          byChild.remove(child, waiters);
        }
        case YES -> {
          call.onCancel(() -> waiters.leave(call));
          return true;
        }
        case FIRST -> {
          call.onCancel(() -> waiters.leave(call));
          var _ = end.get().thenAccept(exit -> tell(child, waiters, exit));
          return true;
        }
      }
    }
  }

  private void tell(Pid child, Waiters waiters, Exit exit) {
    boolean taken = false;
    for (var calls = waiters.taken(); !calls.isEmpty(); calls = waiters.taken()) {
      // Who asks again when it has been told comes in a later round: then it is nobody's child.
      boolean late = taken;
      for (NativeCall call : calls)
        if (late) call.answer(REFUSED);
        else if (call.tryAnswer(Value.ok(words.apply(exit)))) taken = true;
      if (taken && !late) families.taken(waiters.parent, child);
    }
    byChild.remove(child, waiters);
  }

  /** Nobody tells an ended process anything. */
  void ended(Pid parent) {
    for (Waiters each : byChild.values()) if (each.parent.equals(parent)) each.leaveAll();
  }

  /** Questions that are open. */
  int open() {
    return byChild.values().stream().mapToInt(Waiters::size).sum();
  }
}
