package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.engine.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code poll_oneoff}: waits until one of several things is so.
 *
 * <p>Of the clocks only the earliest moment of each is waited for, so a poll has at most two alarms
 * and, for each thing that is read, one question open, whatever the number of subscriptions; the
 * alarms are cancelled when it returns. Files are always ready. Any guest thread.
 */
final class WasiPoll {
  /** The most subscriptions of one call. */
  static final int MOST = 4096;

  private static final int SUBSCRIPTION = 48;
  private static final int EVENT = 32;

  // witx: eventtype.
  private static final int CLOCK = 0;
  private static final int FD_READ = 1;
  private static final int FD_WRITE = 2;

  private static final int ABSOLUTE = 1;
  private static final int HANGUP = 1;

  /** What a write to the console takes at once. */
  private static final long WRITE_ROOM = 64 << 10;

  private final WasiMessages messages;
  private final WasiTable table;
  private final WasiFiles files;

  WasiPoll(WasiMessages messages, WasiTable table, WasiFiles files) {
    this.messages = messages;
    this.table = table;
    this.files = files;
  }

  /** Something that has happened. */
  private record Event(long userData, WasiErrno error, int type, long bytes, boolean hangup) {}

  /** A moment that is waited for. */
  private record Alarm(long userData, boolean wall, long moment) {}

  /** What the subscriptions come to. */
  private static final class Wishes {
    private final List<Event> events = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();

    /** What is waited for, with the subscriptions to it. */
    private final Map<WasiArrivals, List<Long>> readers = new LinkedHashMap<>();
  }

  WasiErrno poll(GuestMemory memory, long in, long out, long count, long countOut) {
    if (count == 0 || count > MOST) return WasiErrno.INVAL;
    // Found out of bounds before anything is waited for.
    memory.write(out, new byte[(int) count * EVENT], 0, (int) count * EVENT);
    memory.putI32(countOut, 0);
    Wishes wishes = new Wishes();
    for (Subscription one : Subscription.readAll(memory.read(in, count * SUBSCRIPTION))) {
      Optional<WasiErrno> failure = add(wishes, one);
      if (failure.isPresent()) return failure.get();
    }
    for (WasiArrivals reader : wishes.readers.keySet()) {
      reader.look(false);
      readable(wishes, reader);
    }
    if (wishes.events.isEmpty() && !await(wishes)) return WasiErrno.AGAIN;
    write(memory, out, wishes.events);
    memory.putI32(countOut, wishes.events.size());
    return WasiErrno.SUCCESS;
  }

  /** A subscription (witx), taken from a copy of the guest's bytes. */
  private record Subscription(
      long userData, int type, int idOrDescriptor, long timeout, int flags) {
    static List<Subscription> readAll(byte[] bytes) {
      var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      List<Subscription> all = new ArrayList<>();
      for (int at = 0; at < bytes.length; at += SUBSCRIPTION) {
        all.add(
            new Subscription(
                buffer.getLong(at),
                buffer.get(at + 8) & 0xff,
                buffer.getInt(at + 16),
                buffer.getLong(at + 24),
                buffer.getShort(at + 40)));
      }
      return all;
    }
  }

  /** Adds what a subscription comes to; an error number when the whole call fails. */
  private Optional<WasiErrno> add(Wishes wishes, Subscription one) {
    if (one.type() == CLOCK) return addClock(wishes, one);
    if (one.type() != FD_READ && one.type() != FD_WRITE) return Optional.of(WasiErrno.INVAL);
    addDescriptor(wishes, one);
    return Optional.empty();
  }

  private Optional<WasiErrno> addClock(Wishes wishes, Subscription one) {
    int id = one.idOrDescriptor();
    if (id != 0 && id != 1) {
      WasiErrno error = id == 2 || id == 3 ? WasiErrno.NOTSUP : WasiErrno.INVAL;
      wishes.events.add(new Event(one.userData(), error, CLOCK, 0, false));
      return Optional.empty();
    }
    if ((one.flags() & ABSOLUTE) != 0) {
      wishes.alarms.add(new Alarm(one.userData(), id == 0, one.timeout()));
      return Optional.empty();
    }
    if (one.timeout() == 0) {
      wishes.events.add(new Event(one.userData(), WasiErrno.SUCCESS, CLOCK, 0, false));
      return Optional.empty();
    }
    // A duration is the same by any clock, but for one that is set meanwhile.
    Optional<Long> now = messages.now(false);
    if (now.isEmpty()) return Optional.of(WasiErrno.IO);
    long moment = now.get() + one.timeout();
    boolean overflows = Long.compareUnsigned(moment, now.get()) < 0;
    wishes.alarms.add(new Alarm(one.userData(), false, overflows ? -1 : moment));
    return Optional.empty();
  }

  private void addDescriptor(Wishes wishes, Subscription one) {
    boolean reads = one.type() == FD_READ;
    Optional<WasiDescriptor> found = table.get(one.idOrDescriptor() & 0xffff_ffffL);
    if (found.isEmpty()) {
      failed(wishes, one, WasiErrno.BADF);
      return;
    }
    WasiDescriptor d = found.get();
    // witx: reading and writing imply that it may be waited for.
    long direction = reads ? WasiRights.FD_READ : WasiRights.FD_WRITE;
    if (!d.may(WasiRights.POLL_FD_READWRITE) && !d.may(direction)) {
      boolean folder = d.what() instanceof WasiDescriptor.What.Folder;
      failed(wishes, one, folder ? WasiErrno.BADF : WasiErrno.NOTCAPABLE);
      return;
    }
    switch (d.what()) {
      case WasiDescriptor.What.In(WasiInput input) -> {
        if (reads) read(wishes, input, one);
        else failed(wishes, one, WasiErrno.BADF);
      }
      case WasiDescriptor.What.Out _ -> {
        if (reads) failed(wishes, one, WasiErrno.BADF);
        else ready(wishes, one, WRITE_ROOM);
      }
      case WasiDescriptor.What.Connection(int _, WasiInput input) -> {
        if (reads) read(wishes, input, one);
        else ready(wishes, one, WRITE_ROOM);
      }
      case WasiDescriptor.What.Listener(WasiListener listener) -> {
        if (reads) read(wishes, listener, one);
        else failed(wishes, one, WasiErrno.BADF);
      }
      case WasiDescriptor.What.File(int file) -> {
        if (reads) ready(wishes, one, left(file, d.offset()));
        else ready(wishes, one, WRITE_ROOM);
      }
      case WasiDescriptor.What.Folder _ -> failed(wishes, one, WasiErrno.BADF);
    }
  }

  private static void read(Wishes wishes, WasiArrivals from, Subscription one) {
    wishes.readers.computeIfAbsent(from, key -> new ArrayList<>()).add(one.userData());
  }

  private static void ready(Wishes wishes, Subscription one, long bytes) {
    wishes.events.add(new Event(one.userData(), WasiErrno.SUCCESS, one.type(), bytes, false));
  }

  private static void failed(Wishes wishes, Subscription one, WasiErrno error) {
    wishes.events.add(new Event(one.userData(), error, one.type(), 0, false));
  }

  /** Bytes to the end of a file. */
  private long left(int file, long offset) {
    return files.status(file) instanceof WasiReply.Ok<WasiFileStatus>(WasiFileStatus status)
        ? Math.max(0, status.size() - offset)
        : 0;
  }

  /** Adds the events of what is read, if a read of it would not wait. */
  private static void readable(Wishes wishes, WasiArrivals reader) {
    WasiArrivals.State state = reader.state();
    if (state == WasiArrivals.State.QUIET) return;
    WasiErrno error = state == WasiArrivals.State.FAILED ? WasiErrno.IO : WasiErrno.SUCCESS;
    boolean hangup = state == WasiArrivals.State.ENDED;
    for (long userData : wishes.readers.getOrDefault(reader, List.of())) {
      wishes.events.add(new Event(userData, error, FD_READ, reader.available(), hangup));
    }
  }

  /** Waits for the first of what is wished for; false: it cannot be waited for. */
  private boolean await(Wishes wishes) {
    Map<MessageId, WasiArrivals> reads = new LinkedHashMap<>();
    List<Rung> alarms = new ArrayList<>();
    try {
      for (WasiArrivals reader : wishes.readers.keySet()) {
        Optional<MessageId> read = reader.claim();
        if (read.isPresent()) reads.put(read.get(), reader);
        else readable(wishes, reader);
      }
      if (!wishes.events.isEmpty()) return true;
      for (boolean wall : new boolean[] {false, true}) {
        Optional<Long> first = earliest(wishes, wall);
        if (first.isEmpty()) continue;
        Optional<MessageId> id = messages.startWait(wall, first.get());
        if (id.isEmpty()) return false;
        alarms.add(new Rung(id.get(), wall, first.get()));
      }
      List<MessageId> waiting = new ArrayList<>(reads.keySet());
      alarms.forEach(rung -> waiting.add(rung.id()));
      Optional<Syscalls.Delivery.AnswerTo> answer = messages.next(waiting, true);
      if (answer.isEmpty()) return false;
      WasiArrivals reader = reads.remove(answer.get().id());
      if (reader != null) {
        reader.take(answer.get().answer());
        readable(wishes, reader);
      }
      for (Rung rung : alarms) {
        if (!rung.id().equals(answer.get().id())) continue;
        alarms.remove(rung);
        // An error: the process has too many alarms.
        if (answer.get().answer() instanceof Answer.Success) due(wishes, rung);
        break;
      }
    } finally {
      // Also when the process is killed while it waits: nothing is lost with an alarm.
      for (Rung rung : alarms) messages.cancel(rung.id());
      reads.forEach((id, reader) -> reader.giveBack(id));
    }
    return !wishes.events.isEmpty();
  }

  /** An alarm that was set. */
  private record Rung(MessageId id, boolean wall, long moment) {}

  private static Optional<Long> earliest(Wishes wishes, boolean wall) {
    return wishes.alarms.stream()
        .filter(alarm -> alarm.wall() == wall)
        .map(Alarm::moment)
        .min(Comparator.comparingLong(moment -> moment + Long.MIN_VALUE));
  }

  private static void due(Wishes wishes, Rung rung) {
    for (Alarm alarm : wishes.alarms) {
      if (alarm.wall() == rung.wall() && alarm.moment() == rung.moment()) {
        wishes.events.add(new Event(alarm.userData(), WasiErrno.SUCCESS, CLOCK, 0, false));
      }
    }
  }

  private static void write(GuestMemory memory, long out, List<Event> events) {
    long at = out;
    for (Event event : events) {
      memory.putI64(at, event.userData());
      memory.putI16(at + 8, event.error().number());
      memory.putU8(at + 10, event.type());
      memory.putI64(at + 16, event.bytes());
      memory.putI16(at + 24, event.hangup() ? HANGUP : 0);
      at += EVENT;
    }
  }
}
