package cairn.kernel.abi;

import cairn.kernel.engine.GuestMemory;
import cairn.registry.Payload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A process's descriptors: the three streams of its console, under the numbers it gave them.
 * Confined to its guest thread.
 */
final class WasiDescriptors {
  /** What a descriptor stands for. */
  enum Stream {
    IN,
    OUT,
    ERR
  }

  /** The most bytes of one message to the console. */
  private static final int PIECE = 1 << 20;

  private static final int UNKNOWN = 0;
  private static final int CHARACTER_DEVICE = 2;

  // witx: fdflags.
  private static final int APPEND = 1;
  private static final int NONBLOCK = 1 << 2;

  // witx: rights. Without seek and tell a character device is what isatty() takes for a terminal.
  private static final long MAY_READ = 1 << 1;
  private static final long MAY_SET_FLAGS = 1 << 3;
  private static final long MAY_WRITE = 1 << 6;
  private static final long MAY_STAT = 1 << 21;
  private static final long MAY_POLL = 1 << 27;

  private final WasiMessages messages;
  private final WasiInput input;
  private final Map<Long, Stream> open = new HashMap<>();
  private final Map<Stream, Integer> flags = new HashMap<>();

  WasiDescriptors(WasiMessages messages, WasiInput input) {
    this.messages = messages;
    this.input = input;
    open.put(0L, Stream.IN);
    open.put(1L, Stream.OUT);
    open.put(2L, Stream.ERR);
  }

  /** What a descriptor stands for; empty: it is not open. */
  Optional<Stream> stream(long descriptor) {
    return Optional.ofNullable(open.get(descriptor));
  }

  /** The answer for an open descriptor; EBADF for any other. */
  WasiErrno ifOpen(long descriptor, WasiErrno answer) {
    return open.containsKey(descriptor) ? answer : WasiErrno.BADF;
  }

  WasiErrno write(GuestMemory memory, long descriptor, long table, long count, long written) {
    Stream stream = open.get(descriptor);
    if (stream == null || stream == Stream.IN) return WasiErrno.BADF;
    if (count > WasiBuffers.MOST) return WasiErrno.INVAL;
    WasiBuffers buffers = WasiBuffers.read(memory, table, count);
    if (buffers.total() > Integer.MAX_VALUE) return WasiErrno.INVAL;
    // Found out of bounds here, before anything is printed.
    memory.putI32(written, 0);
    long done = 0;
    while (done < buffers.total()) {
      int part = (int) Math.min(PIECE, buffers.total() - done);
      Payload bytes = Payload.owning(buffers.copy(memory, done, part));
      if (!messages.print(stream == Stream.ERR, bytes)) break;
      done += part;
    }
    memory.putI32(written, (int) done);
    return done == 0 && buffers.total() > 0 ? WasiErrno.IO : WasiErrno.SUCCESS;
  }

  WasiErrno read(GuestMemory memory, long descriptor, long table, long count, long taken) {
    Stream stream = open.get(descriptor);
    if (stream != Stream.IN) return WasiErrno.BADF;
    if (count > WasiBuffers.MOST) return WasiErrno.INVAL;
    WasiBuffers buffers = WasiBuffers.read(memory, table, count);
    memory.putI32(taken, 0);
    if (buffers.total() == 0) return WasiErrno.SUCCESS;
    boolean wait = (flags.getOrDefault(stream, 0) & NONBLOCK) == 0;
    return switch (input.read(buffers.total(), wait)) {
      case WasiInput.Got.Nothing() -> WasiErrno.AGAIN;
      case WasiInput.Got.Failed() -> WasiErrno.IO;
      case WasiInput.Got.Bytes(Payload bytes) -> {
        buffers.fill(memory, bytes.toByteArray());
        memory.putI32(taken, bytes.length());
        yield WasiErrno.SUCCESS;
      }
    };
  }

  WasiErrno close(long descriptor) {
    return open.remove(descriptor) == null ? WasiErrno.BADF : WasiErrno.SUCCESS;
  }

  WasiErrno renumber(long from, long to) {
    Stream stream = open.get(from);
    if (stream == null || !open.containsKey(to)) return WasiErrno.BADF;
    open.remove(from);
    open.put(to, stream);
    return WasiErrno.SUCCESS;
  }

  WasiErrno setFlags(long descriptor, long wanted) {
    Stream stream = open.get(descriptor);
    if (stream == null) return WasiErrno.BADF;
    if ((wanted & ~(APPEND | NONBLOCK)) != 0) return WasiErrno.NOTSUP;
    flags.put(stream, (int) wanted);
    return WasiErrno.SUCCESS;
  }

  /** Writes an fdstat: 24 bytes. */
  WasiErrno status(GuestMemory memory, long descriptor, long out) {
    Stream stream = open.get(descriptor);
    if (stream == null) return WasiErrno.BADF;
    long direction = stream == Stream.IN ? MAY_READ : MAY_WRITE;
    memory.write(out, new byte[24], 0, 24);
    memory.putU8(out, fileType());
    memory.putI16(out + 2, flags.getOrDefault(stream, 0));
    memory.putI64(out + 8, direction | MAY_SET_FLAGS | MAY_STAT | MAY_POLL);
    return WasiErrno.SUCCESS;
  }

  /** Writes a filestat: 64 bytes, all 0 but the type and one link. */
  WasiErrno fileStatus(GuestMemory memory, long descriptor, long out) {
    if (!open.containsKey(descriptor)) return WasiErrno.BADF;
    memory.write(out, new byte[64], 0, 64);
    memory.putU8(out + 16, fileType());
    memory.putI64(out + 24, 1);
    return WasiErrno.SUCCESS;
  }

  private int fileType() {
    return messages.isTerminal() ? CHARACTER_DEVICE : UNKNOWN;
  }
}
