package cairn.kernel.abi;

import cairn.kernel.abi.WasiDescriptor.What;
import cairn.kernel.schedule.GuestThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A process's descriptors under their numbers: at first its console, and, once a function that
 * could mean one is called, what it is given beforehand, from {@value #FIRST} on. So a program that
 * knows no files has no folder made for it.
 *
 * <p>Any guest thread; guarded by this. Giving sends messages, so it is done without the lock, by
 * the first who needs it; others who need it meanwhile wait for that one.
 */
final class WasiTable {
  /** Where what is opened is put; 0 to 2 are the console. */
  static final long FIRST = 3;

  private final Map<Long, WasiDescriptor> open = new HashMap<>();
  private final WasiMessages messages;
  private final WasiPreopens preopens;
  private Giving giving = Giving.NOT_YET;

  /** The threads that wait until everything is given. */
  private final List<GuestThread> late = new ArrayList<>();

  private enum Giving {
    NOT_YET,
    NOW,
    DONE
  }

  WasiTable(WasiMessages messages, WasiPreopens preopens) {
    this.messages = messages;
    this.preopens = preopens;
    var input = new WasiInput(messages, messages.input());
    open.put(0L, new WasiDescriptor(new What.In(input), WasiRights.INPUT, 0, 0));
    open.put(1L, new WasiDescriptor(new What.Out(false), WasiRights.OUTPUT, 0, 0));
    open.put(2L, new WasiDescriptor(new What.Out(true), WasiRights.OUTPUT, 0, 0));
  }

  /** What is open under a number. */
  Optional<WasiDescriptor> get(long number) {
    return find(number).filter(d -> d.isOpen(messages));
  }

  /** The same, perhaps a stream that the host has closed: for what asks the console itself. */
  private Optional<WasiDescriptor> find(long number) {
    if (number >= FIRST) giveOnce();
    return lookUp(number);
  }

  private synchronized Optional<WasiDescriptor> lookUp(long number) {
    return Optional.ofNullable(open.get(number));
  }

  /** The same for functions of sockets, which mean no folder. */
  Optional<WasiDescriptor> getSocket(long number) {
    if (number >= FIRST && preopens.haveSockets()) giveOnce();
    return lookUp(number).filter(d -> d.isOpen(messages));
  }

  private void giveOnce() {
    boolean mine;
    synchronized (this) {
      if (giving == Giving.DONE) return;
      mine = giving == Giving.NOT_YET;
      if (mine) giving = Giving.NOW;
      else late.add(GuestThread.current());
    }
    if (mine) giveAll();
    else while (!isGiven()) GuestThread.current().park();
  }

  private void giveAll() {
    try {
      preopens.give(this);
    } finally {
      List<GuestThread> waiting;
      synchronized (this) {
        giving = Giving.DONE;
        waiting = List.copyOf(late);
        late.clear();
      }
      waiting.forEach(GuestThread::unpark);
    }
  }

  private synchronized boolean isGiven() {
    return giving == Giving.DONE;
  }

  /** What is done with an open descriptor; EBADF if there is none. */
  WasiErrno with(long number, Function<WasiDescriptor, WasiErrno> use) {
    return get(number).map(use).orElse(WasiErrno.BADF);
  }

  /** The same for what asks the console itself, and is told there that a stream is not open. */
  WasiErrno withAsking(long number, Function<WasiDescriptor, WasiErrno> use) {
    return find(number).map(use).orElse(WasiErrno.BADF);
  }

  /** Opens under the lowest number that is free, and says which. */
  synchronized long add(WasiDescriptor descriptor) {
    long number = FIRST;
    while (open.containsKey(number)) number++;
    open.put(number, descriptor);
    return number;
  }

  /** Closes a number; what was open there. */
  Optional<WasiDescriptor> remove(long number) {
    if (get(number).isEmpty()) return Optional.empty();
    synchronized (this) {
      return Optional.ofNullable(open.remove(number));
    }
  }

  /** What became of a renumbering. */
  sealed interface Renumbered {
    /** One of the two is not open. */
    record NotOpen() implements Renumbered {}

    /** The other is closed; empty: they were the same. */
    record Done(Optional<WasiDescriptor> closed) implements Renumbered {}
  }

  Renumbered renumber(long from, long to) {
    if (get(from).isEmpty() || get(to).isEmpty()) return new Renumbered.NotOpen();
    synchronized (this) {
      WasiDescriptor moved = open.get(from);
      if (moved == null || !open.containsKey(to)) return new Renumbered.NotOpen();
      if (from == to) return new Renumbered.Done(Optional.empty());
      open.remove(from);
      return new Renumbered.Done(Optional.ofNullable(open.put(to, moved)));
    }
  }
}
