package cairn.kernel.host;

import cairn.kernel.NativeCall;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.Interfaces;
import cairn.registry.Value;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Answers {@code time}. A process has at most {@code limits().timers()} alarms at once; a wait over
 * that is answered with an error.
 */
public final class TimeHandler implements NativeHandler {
  /** The wall clock may be set: waits for it look at it at least this often. */
  private static final long WALL_STEP = 10_000_000_000L;

  private final Definition definition;
  private final Clocks clocks;
  private final Map<Pid, Set<Alarm>> alarms = new ConcurrentHashMap<>();

  /** With these clocks, which the caller closes. */
  public TimeHandler(Interfaces interfaces, Clocks clocks) {
    this.definition = interfaces.shipped("time").definition();
    this.clocks = clocks;
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public void handle(NativeCall call) {
    switch (call.message().name()) {
      case "monotonic" -> call.answer(Value.unsigned(clocks.monotonic()));
      case "wall" -> call.answer(Value.unsigned(clocks.wall()));
      case "resolution" -> call.answer(Value.unsigned(clocks.resolution()));
      case "wait-until" -> wait(call);
      default -> call.fail();
    }
  }

  private void wait(NativeCall call) {
    boolean wall = ((Value.Case) call.arguments().get(0)).name().equals("wall");
    long moment = ((Value.Unsigned) call.arguments().get(1)).value();
    Set<Alarm> own = alarms.computeIfAbsent(call.emitter(), pid -> ConcurrentHashMap.newKeySet());
    Alarm alarm = new Alarm(call, wall, moment, own);
    if (alarm.left() == 0) {
      call.answer(Value.UNIT);
    } else if (own.size() >= call.limits().timers()) {
      call.fail();
    } else {
      own.add(alarm);
      call.onCancel(alarm::end);
      alarm.arm();
    }
  }

  @Override
  public void ended(Pid pid) {
    Set<Alarm> own = alarms.remove(pid);
    if (own != null) own.forEach(Alarm::end);
  }

  @Override
  public void close() {
    alarms.values().forEach(own -> own.forEach(Alarm::end));
    alarms.clear();
  }

  /** One wait. Any thread. */
  private final class Alarm {
    private final NativeCall call;
    private final boolean wall;
    private final long moment;
    private final Set<Alarm> own;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable stop = () -> {};

    Alarm(NativeCall call, boolean wall, long moment, Set<Alarm> own) {
      this.call = call;
      this.wall = wall;
      this.moment = moment;
      this.own = own;
    }

    /** Nanoseconds until the moment, which is unsigned; 0 when it is past. */
    long left() {
      long now = wall ? clocks.wall() : clocks.monotonic();
      if (Long.compareUnsigned(moment, now) <= 0) return 0;
      long left = moment - now;
      return left < 0 ? Long.MAX_VALUE : left;
    }

    void arm() {
      if (over.get()) return;
      long left = left();
      if (left == 0) {
        if (end()) call.answer(Value.UNIT);
        return;
      }
      stop = clocks.after(wall ? Math.min(left, WALL_STEP) : left, this::arm);
      // It may have been ended before stop was set.
      if (over.get()) stop.run();
    }

    /** True for the first. */
    boolean end() {
      if (!over.compareAndSet(false, true)) return false;
      own.remove(this);
      stop.run();
      return true;
    }
  }
}
