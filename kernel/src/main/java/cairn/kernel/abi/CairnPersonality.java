package cairn.kernel.abi;

import static cairn.kernel.engine.HostFunction.WasmType.I32;
import static cairn.kernel.engine.HostFunction.WasmType.I64;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.engine.GuestMemory;
import cairn.kernel.engine.HostFunction;
import cairn.kernel.schedule.GuestThread;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** The imports of {@code cairn} (docs/ABI.md): four functions, and no other way to anything. */
public final class CairnPersonality implements Personality {
  /** The name of the import module. */
  public static final String MODULE = "cairn";

  private static final int MAX_BUFS = 1024;
  private static final int MAX_IDS = 512;
  private static final int MAX_BODY = 16 << 20;

  /** Bytes of a body from which on it is asked whether anybody wants it before it is copied. */
  private static final int LARGE = 64 << 10;

  /** Bytes that are copied in one go: some tens of microseconds. */
  private static final int PIECE = 64 << 10;

  private static final long NEEDS_ANSWER = 1;
  private static final long MAY_WAIT = 2;
  private static final long IS_ERROR = 1;
  private static final long BLOCK = 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** It has no state: one serves all processes. */
  public CairnPersonality() {}

  @Override
  public List<HostFunction> functions(Syscalls syscalls) {
    return List.of(
        new HostFunction(
            MODULE,
            "emit_message",
            List.of(I32, I32, I32, I64, I32),
            List.of(I32),
            (memory, in) ->
                emit(syscalls, memory, u32(in[0]), u32(in[1]), u32(in[2]), in[3], u32(in[4]))),
        new HostFunction(
            MODULE,
            "emit_answer",
            List.of(I64, I32, I32, I64),
            List.of(I32),
            (memory, in) -> answer(syscalls, memory, in[0], u32(in[1]), u32(in[2]), in[3])),
        new HostFunction(
            MODULE,
            "next_message",
            List.of(I32, I32, I32, I32, I64),
            List.of(I32),
            (memory, in) ->
                next(syscalls, memory, u32(in[0]), u32(in[1]), u32(in[2]), u32(in[3]), in[4])),
        new HostFunction(
            MODULE,
            "cancel_message",
            List.of(I64),
            List.of(I32),
            (memory, in) ->
                syscalls.cancel(new Syscall.CancelMessage(new MessageId(in[0]))) ? 0 : 1));
  }

  private static long u32(long raw) {
    return raw & 0xffff_ffffL;
  }

  private static long emit(
      Syscalls syscalls,
      GuestMemory memory,
      long to,
      long bufs,
      long bufsLength,
      long flags,
      long idOut) {
    knowFlags("emit_message", flags, NEEDS_ANSWER | MAY_WAIT);
    var id = InterfaceId.read(memory.read(to, Sha256.LENGTH), 0);
    boolean needsAnswer = (flags & NEEDS_ANSWER) != 0;
    boolean mayWait = (flags & MAY_WAIT) != 0;
    var buffers = Buffers.read("emit_message", memory, bufs, bufsLength);
    // Out of bounds is found here, before there is anything to take back.
    if (needsAnswer) memory.putI64(idOut, 0);
    if (buffers.length() >= LARGE) {
      int refused =
          syscalls.refusal(id, buffers.length(), buffers.first(memory), needsAnswer, mayWait);
      if (refused != Syscalls.ACCEPTED) return refused;
    }
    int status =
        syscalls.emit(
            new Syscall.EmitMessage(id, buffers.copy(memory), needsAnswer, mayWait),
            given -> memory.putI64(idOut, given));
    if (needsAnswer && status != Syscalls.ACCEPTED) memory.putI64(idOut, 0);
    return status;
  }

  private static long answer(
      Syscalls syscalls, GuestMemory memory, long id, long bufs, long bufsLength, long flags) {
    knowFlags("emit_answer", flags, IS_ERROR);
    Answer answer =
        (flags & IS_ERROR) != 0
            ? new Answer.Failure()
            : new Answer.Success(body("emit_answer", memory, bufs, bufsLength));
    return syscalls.answer(new Syscall.EmitAnswer(new MessageId(id), answer)) ? 0 : 1;
  }

  private static long next(
      Syscalls syscalls,
      GuestMemory memory,
      long ids,
      long idsLength,
      long out,
      long outLength,
      long flags) {
    knowFlags("next_message", flags, BLOCK);
    List<Long> wanted = slots("next_message", memory, ids, idsLength);
    int room = (int) Math.min(outLength, Integer.MAX_VALUE);
    var wish = new Syscall.NextMessage(wanted, (flags & BLOCK) != 0, room);
    return switch (syscalls.next(wish)) {
      case Next.Nothing _ -> 0;
      case Next.TooLarge(int size) -> size;
      case Next.Taken(int slot, var what) -> {
        int size = write(memory, out, slot, what);
        memory.putI64(ids + 8L * slot, 0);
        yield size;
      }
    };
  }

  /** The ids at an address, of which there may be 512. */
  static List<Long> slots(String call, GuestMemory memory, long ids, long idsLength) {
    if (idsLength > MAX_IDS)
      throw new GuestFault(call + " was given " + idsLength + " ids, more than 512.");
    byte[] slots = memory.read(ids, 8 * idsLength);
    var wanted = new Long[(int) idsLength];
    for (int i = 0; i < wanted.length; i++) wanted[i] = (long) LONG.get(slots, 8 * i);
    return Arrays.asList(wanted);
  }

  /** Writes what was taken as docs/ABI.md lays it out; answers its size. */
  static int write(GuestMemory memory, long out, int slot, Delivery what) {
    return switch (what) {
      case Delivery.Message(var on, long id, var emitter, var body) -> {
        var head = new byte[53];
        head[0] = 0;
        Sha256 hash = on.hash();
        byte[] bytes = hash.toByteArray();
        System.arraycopy(bytes, 0, head, 1, bytes.length);
        LONG.set(head, 33, id);
        LONG.set(head, 41, emitter.number());
        INT.set(head, 49, slot);
        yield write(memory, out, head, body);
      }
      case Delivery.AnswerTo(var id, var answer) -> {
        var head = new byte[14];
        head[0] = 1;
        LONG.set(head, 1, id.number());
        INT.set(head, 9, slot);
        yield switch (answer) {
          case Answer.Success(var body) -> write(memory, out, head, body);
          case Answer.Failure _ -> {
            head[13] = 1;
            yield write(memory, out, head, Payload.EMPTY);
          }
        };
      }
      case Delivery.ProcessEnded(var pid) -> {
        var head = new byte[13];
        head[0] = 2;
        LONG.set(head, 1, pid.number());
        INT.set(head, 9, slot);
        yield write(memory, out, head, Payload.EMPTY);
      }
    };
  }

  private static int write(GuestMemory memory, long out, byte[] head, Payload body) {
    memory.write(out, head, 0, head.length);
    long at = out + head.length;
    memory.require(at, body.length());
    for (int done = 0; done < body.length(); ) {
      int piece = Math.min(PIECE, body.length() - done);
      memory.write(at + done, body.slice(done, done + piece));
      done += piece;
      // No lock is held here: what is large lets others go on in between.
      if (piece == PIECE) GuestThread.pollInHost();
    }
    return head.length + body.length();
  }

  /** The bytes that a table of (pointer, length) pairs names, one after the other. */
  static Payload body(String call, GuestMemory memory, long bufs, long bufsLength) {
    return Buffers.read(call, memory, bufs, bufsLength).copy(memory);
  }

  /**
   * A table of (pointer, length) pairs: copied once, and found to be in the memory and no larger
   * than a body may be, before anything is allocated for it.
   */
  @SuppressWarnings("ArrayRecordComponent") // read here and dropped; never compared or kept
  private record Buffers(byte[] table, int length) {
    static Buffers read(String call, GuestMemory memory, long bufs, long bufsLength) {
      if (bufsLength > MAX_BUFS)
        throw new GuestFault(
            call + " was given " + bufsLength + " buffers, more than " + MAX_BUFS + ".");
      byte[] table = memory.read(bufs, 8 * bufsLength);
      long total = 0;
      for (int at = 0; at < table.length; at += 8) total += u32((int) INT.get(table, at + 4));
      boundBody(call, total);
      var buffers = new Buffers(table, (int) total);
      for (int at = 0; at < table.length; at += 8)
        memory.require(buffers.from(at), buffers.lengthOf(at));
      return buffers;
    }

    private long from(int at) {
      return u32((int) INT.get(table, at));
    }

    private int lengthOf(int at) {
      return (int) INT.get(table, at + 4);
    }

    /** The first byte; there is one. */
    int first(GuestMemory memory) {
      int at = 0;
      while (lengthOf(at) == 0) at += 8;
      return memory.u8(from(at));
    }

    /** All of them. Lets others go on in between, as no lock is held here. */
    Payload copy(GuestMemory memory) {
      if (length == 0) return Payload.EMPTY;
      var body = new byte[length];
      int filled = 0;
      for (int at = 0; at < table.length; at += 8)
        for (int done = 0, all = lengthOf(at); done < all; ) {
          int piece = Math.min(PIECE, all - done);
          memory.read(from(at) + done, body, filled, piece);
          done += piece;
          filled += piece;
          if (piece == PIECE) GuestThread.pollInHost();
        }
      return Payload.owning(body);
    }
  }

  /** The body that stands at an address. */
  static Payload bytes(String call, GuestMemory memory, long at, long length) {
    boundBody(call, length);
    return Payload.owning(memory.read(at, length));
  }

  private static void boundBody(String call, long length) {
    if (length > MAX_BODY)
      throw new GuestFault(call + " was given a body of " + length + " bytes, more than 16 MiB.");
  }

  static void knowFlags(String call, long flags, long known) {
    if ((flags & ~known) != 0)
      throw new GuestFault(
          call + " was given flags 0x" + Long.toHexString(flags) + ", which nobody knows.");
  }
}
