package cairn.kernel.trace;

import cairn.kernel.MessageTrace.Bodies;
import cairn.kernel.MessageTrace.Recording;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Payload;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of messages that somebody wants to see: of the newest, as many as have room. Any
 * thread; its monitor guards what was recorded and is the last one taken.
 */
public final class RecordedBodies {
  /** Of a longer body only so much is kept. */
  static final int MOST = 256 << 10;

  /** What an entry takes beside its bytes. */
  private static final int ENTRY = 160;

  private static final class Pair {
    @Nullable Payload message;
    @Nullable Payload answer;
    boolean cut;

    long bytes() {
      return ENTRY
          + (message == null ? 0L : message.length())
          + (answer == null ? 0L : answer.length());
    }
  }

  private final long limit;

  /** Oldest first. Guarded by this, as its sum. */
  private final Map<Long, Pair> kept = new LinkedHashMap<>();

  private long bytes;

  /** Replaced as a whole under the monitor, read by anybody. */
  private volatile Recording wanted = new Recording(Set.of(), Set.of());

  private volatile boolean any;

  RecordedBodies(long limit) {
    this.limit = limit;
  }

  synchronized void want(ProgramId program, boolean yes) {
    var programs = new HashSet<>(wanted.programs());
    if (yes) programs.add(program);
    else programs.remove(program);
    wanted(new Recording(programs, wanted.processes()));
  }

  synchronized void want(Pid process, boolean yes) {
    var processes = new HashSet<>(wanted.processes());
    if (yes) processes.add(process);
    else processes.remove(process);
    wanted(new Recording(wanted.programs(), processes));
  }

  private void wanted(Recording next) {
    wanted = next;
    any = !next.programs().isEmpty() || !next.processes().isEmpty();
  }

  Recording recording() {
    return wanted;
  }

  /** Whether anything at all is to be recorded: one look at a field. */
  public boolean any() {
    return any;
  }

  /** Whether what this process sends and gets is to be recorded. */
  public boolean wants(Pid process, Optional<ProgramId> program) {
    Recording now = wanted;
    return now.processes().contains(process)
        || (program.isPresent() && now.programs().contains(program.get()));
  }

  /** Keeps a message's body. */
  public synchronized void message(long number, Payload body) {
    if (number == 0) return;
    Pair pair = pair(number);
    if (pair.message != null) return;
    bytes -= pair.bytes();
    pair.cut |= body.length() > MOST;
    pair.message = copy(body);
    add(pair);
  }

  /** Keeps the answer to a message whose body was kept. */
  public synchronized void answer(long number, Payload body) {
    Pair pair = kept.get(number);
    if (pair == null || pair.answer != null) return;
    bytes -= pair.bytes();
    pair.cut |= body.length() > MOST;
    pair.answer = copy(body);
    add(pair);
  }

  /** A copy: a piece of a large body would keep all of it. */
  private static Payload copy(Payload body) {
    return Payload.copyOf(body.slice(0, Math.min(MOST, body.length())).toByteArray());
  }

  private Pair pair(long number) {
    Pair pair = kept.get(number);
    if (pair == null) {
      pair = new Pair();
      kept.put(number, pair);
      bytes += pair.bytes();
    }
    return pair;
  }

  private void add(Pair pair) {
    bytes += pair.bytes();
    var oldest = kept.values().iterator();
    while (bytes > limit && oldest.hasNext()) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
  }

  synchronized Optional<Bodies> of(long number) {
    Pair pair = kept.get(number);
    return pair == null
        ? Optional.empty()
        : Optional.of(
            new Bodies(
                Optional.ofNullable(pair.message), Optional.ofNullable(pair.answer), pair.cut));
  }
}
