package cairn.kernel.abi;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.schedule.GuestThread;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * {@code poll_oneoff}: waits until one of several things is so.
 *
 * <p>The subscriptions are gone through once to see what there is to wait for, and once more to say
 * what has happened, in pieces, so that any number of them takes little memory here. Of the clocks
 * only the earliest moment of each is waited for, so a poll has at most two alarms and, for each
 * thing that is read, one question open; the alarms are cancelled when it returns. Files are always
 * ready. Any guest thread.
 */
final class WasiPoll {
  /** How many subscriptions are copied at a time. */
  private static final int PIECE = 1024;

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

  /** What a subscription comes to. */
  private sealed interface Wish {
    /** It is so already; for how many bytes. */
    record Ready(LongSupplier bytes) implements Wish {}

    /** It never will be. */
    record Failed(WasiErrno error) implements Wish {}

    /** The time of a clock. */
    record Alarm(boolean wall, long moment) implements Wish {}

    /** Something to read. */
    record Read(WasiArrivals from) implements Wish {}
  }

  /** What is waited for. */
  private static final class Waits {
    private final Set<WasiArrivals> readers = new LinkedHashSet<>();
    private OptionalLong wall = OptionalLong.empty();
    private OptionalLong monotonic = OptionalLong.empty();

    /** What durations are counted from; asked for once. */
    private OptionalLong now = OptionalLong.empty();

    /** Whether there is something to tell without waiting. */
    private boolean ready;

    void add(Wish.Alarm alarm) {
      OptionalLong first = first(alarm.wall());
      if (first.isPresent() && Long.compareUnsigned(first.getAsLong(), alarm.moment()) <= 0) return;
      if (alarm.wall()) wall = OptionalLong.of(alarm.moment());
      else monotonic = OptionalLong.of(alarm.moment());
    }

    OptionalLong first(boolean ofWall) {
      return ofWall ? wall : monotonic;
    }
  }

  /** A call cannot be answered but with this. */
  private static final class PollFault extends Exception {
    private static final long serialVersionUID = 1;

    private final WasiErrno error;

    PollFault(WasiErrno error) {
      super(error.name(), null, false, false);
      this.error = error;
    }
  }

  WasiErrno poll(GuestMemory memory, long in, long out, long count, long countOut) {
    if (count == 0) return WasiErrno.INVAL;
    // Found out of bounds before anything is waited for.
    if (in + count * SUBSCRIPTION > memory.size() || out + count * EVENT > memory.size())
      throw new GuestFault("It gave subscriptions or room for events beyond its memory.");
    memory.putI32(countOut, 0);
    Waits waits = new Waits();
    try {
      each(memory, in, count, one -> add(waits, wish(waits, one)));
      for (WasiArrivals reader : waits.readers) {
        if (reader.look(false) != WasiArrivals.State.QUIET) waits.ready = true;
      }
      Optional<Rung> rung = waits.ready ? Optional.empty() : await(waits);
      long[] told = new long[1];
      each(
          memory,
          in,
          count,
          one -> {
            Optional<byte[]> event = event(one, wish(waits, one), rung);
            if (event.isEmpty()) return;
            // Never further than what was read: a guest may use one place for both.
            memory.write(out + EVENT * told[0], event.get(), 0, EVENT);
            told[0]++;
          });
      memory.putI32(countOut, (int) told[0]);
      return told[0] == 0 ? WasiErrno.AGAIN : WasiErrno.SUCCESS;
    } catch (PollFault fault) {
      return fault.error;
    }
  }

  /** What is done with each subscription. */
  @FunctionalInterface
  private interface Use {
    void of(Subscription one) throws PollFault;
  }

  private static void each(GuestMemory memory, long in, long count, Use use) throws PollFault {
    for (long from = 0; from < count; from += PIECE) {
      long some = Math.min(PIECE, count - from);
      byte[] bytes = memory.read(in + from * SUBSCRIPTION, some * SUBSCRIPTION);
      for (int at = 0; at < bytes.length; at += SUBSCRIPTION) use.of(Subscription.of(bytes, at));
      // The guest says how long this takes.
      GuestThread.pollInHost();
    }
  }

  /** A subscription (witx), taken from a copy of the guest's bytes. */
  private record Subscription(
      long userData, int type, int idOrDescriptor, long timeout, int flags) {
    static Subscription of(byte[] bytes, int at) {
      var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      return new Subscription(
          buffer.getLong(at),
          buffer.get(at + 8) & 0xff,
          buffer.getInt(at + 16),
          buffer.getLong(at + 24),
          buffer.getShort(at + 40));
    }
  }

  private static void add(Waits waits, Wish wish) {
    switch (wish) {
      case Wish.Ready _, Wish.Failed _ -> waits.ready = true;
      case Wish.Alarm alarm -> waits.add(alarm);
      case Wish.Read(WasiArrivals from) -> waits.readers.add(from);
    }
  }

  private Wish wish(Waits waits, Subscription one) throws PollFault {
    return switch (one.type()) {
      case CLOCK -> clock(waits, one);
      case FD_READ -> descriptor(one, WasiRights.FD_READ);
      case FD_WRITE -> descriptor(one, WasiRights.FD_WRITE);
      default -> throw new PollFault(WasiErrno.INVAL);
    };
  }

  private Wish clock(Waits waits, Subscription one) throws PollFault {
    int id = one.idOrDescriptor();
    if (id != 0 && id != 1)
      return new Wish.Failed(id == 2 || id == 3 ? WasiErrno.NOTSUP : WasiErrno.INVAL);
    if ((one.flags() & ABSOLUTE) != 0) return new Wish.Alarm(id == 0, one.timeout());
    if (one.timeout() == 0) return new Wish.Ready(() -> 0);
    // A duration is the same by any clock, but for one that is set meanwhile.
    if (waits.now.isEmpty()) {
      long now = messages.now(false).orElseThrow(() -> new PollFault(WasiErrno.IO));
      waits.now = OptionalLong.of(now);
    }
    long now = waits.now.getAsLong();
    long moment = now + one.timeout();
    boolean overflows = Long.compareUnsigned(moment, now) < 0;
    return new Wish.Alarm(false, overflows ? -1 : moment);
  }

  private Wish descriptor(Subscription one, long direction) {
    Optional<WasiDescriptor> found = table.get(one.idOrDescriptor() & 0xffff_ffffL);
    if (found.isEmpty()) return new Wish.Failed(WasiErrno.BADF);
    WasiDescriptor d = found.get();
    // witx: reading and writing imply that it may be waited for.
    if (!d.may(WasiRights.POLL_FD_READWRITE) && !d.may(direction)) {
      boolean folder = d.what() instanceof WasiDescriptor.What.Folder;
      return new Wish.Failed(folder ? WasiErrno.BADF : WasiErrno.NOTCAPABLE);
    }
    boolean reads = direction == WasiRights.FD_READ;
    Wish no = new Wish.Failed(WasiErrno.BADF);
    Wish room = new Wish.Ready(() -> WRITE_ROOM);
    return switch (d.what()) {
      case WasiDescriptor.What.In(WasiInput input) -> reads ? new Wish.Read(input) : no;
      case WasiDescriptor.What.Out _ -> reads ? no : room;
      case WasiDescriptor.What.Connection(int _, WasiInput input) ->
          reads ? new Wish.Read(input) : room;
      case WasiDescriptor.What.Listener(WasiListener listener) ->
          reads ? new Wish.Read(listener) : no;
      case WasiDescriptor.What.File(int file) ->
          reads ? new Wish.Ready(() -> left(file, d.offset())) : room;
      case WasiDescriptor.What.Folder _ -> no;
    };
  }

  /** Bytes to the end of a file. */
  private long left(int file, long offset) {
    return files.status(file) instanceof WasiReply.Ok<WasiFileStatus>(WasiFileStatus status)
        ? Math.max(0, status.size() - offset)
        : 0;
  }

  /** Waits for the first of what is waited for; an alarm, if it was one. */
  private Optional<Rung> await(Waits waits) throws PollFault {
    Map<MessageId, WasiArrivals> reads = new LinkedHashMap<>();
    List<Rung> alarms = new ArrayList<>();
    try {
      for (WasiArrivals reader : waits.readers) {
        Optional<MessageId> read = reader.claim();
        // It cannot be asked, and is known so.
        if (read.isEmpty()) return Optional.empty();
        reads.put(read.get(), reader);
      }
      for (boolean wall : new boolean[] {false, true}) {
        OptionalLong first = waits.first(wall);
        if (first.isEmpty()) continue;
        MessageId id =
            messages
                .startWait(wall, first.getAsLong())
                .orElseThrow(() -> new PollFault(WasiErrno.AGAIN));
        alarms.add(new Rung(id, wall, first.getAsLong()));
      }
      List<MessageId> waiting = new ArrayList<>(reads.keySet());
      alarms.forEach(rung -> waiting.add(rung.id()));
      Syscalls.Delivery.AnswerTo answer =
          messages.next(waiting, true).orElseThrow(() -> new PollFault(WasiErrno.AGAIN));
      WasiArrivals reader = reads.remove(answer.id());
      if (reader != null) reader.take(answer.answer());
      for (Rung rung : alarms) {
        if (!rung.id().equals(answer.id())) continue;
        alarms.remove(rung);
        // An error: the process has too many alarms.
        return answer.answer() instanceof Answer.Success ? Optional.of(rung) : Optional.empty();
      }
      return Optional.empty();
    } finally {
      // Also when the process is killed while it waits: nothing is lost with an alarm.
      for (Rung rung : alarms) messages.cancel(rung.id());
      reads.forEach((id, reader) -> reader.giveBack(id));
    }
  }

  /** An alarm that was set. */
  private record Rung(MessageId id, boolean wall, long moment) {}

  /** The event (witx) of a subscription, if what it wishes for is so. */
  private static Optional<byte[]> event(Subscription one, Wish wish, Optional<Rung> rung) {
    return switch (wish) {
      case Wish.Ready(LongSupplier bytes) ->
          Optional.of(event(one, WasiErrno.SUCCESS, bytes.getAsLong(), false));
      case Wish.Failed(WasiErrno error) -> Optional.of(event(one, error, 0, false));
      case Wish.Alarm(boolean wall, long moment) ->
          rung.filter(due -> due.wall() == wall && due.moment() == moment)
              .map(due -> event(one, WasiErrno.SUCCESS, 0, false));
      case Wish.Read(WasiArrivals from) -> {
        WasiArrivals.State state = from.state();
        if (state == WasiArrivals.State.QUIET) yield Optional.empty();
        boolean hangup = state == WasiArrivals.State.ENDED;
        yield Optional.of(event(one, from.errno(), from.available(), hangup));
      }
    };
  }

  private static byte[] event(Subscription one, WasiErrno error, long bytes, boolean hangup) {
    return ByteBuffer.allocate(EVENT)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, one.userData())
        .putShort(8, (short) error.number())
        .put(10, (byte) one.type())
        .putLong(16, bytes)
        .putShort(24, (short) (hangup ? HANGUP : 0))
        .array();
  }
}
