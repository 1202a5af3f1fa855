package cairn.kernel.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import cairn.kernel.system.SystemCall;
import cairn.registry.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Locale;
import java.util.Optional;

/**
 * A descriptor of this process, read and written by the system's own calls: the JDK's streams say
 * that something failed, not why, and know no descriptor that does not wait. One thread reads or
 * writes at a time. Sources: read(2), write(2), poll(2), isatty(3); errno.h of Linux and of macOS.
 */
final class DescriptorStream implements StandardStream {
  private static final System.Logger LOG = System.getLogger(DescriptorStream.class.getName());

  /** The most bytes of one call. */
  private static final int PIECE = 64 << 10;

  private static final boolean LINUX = system().equals("linux");

  // The same in Linux and macOS, if nothing else is said.
  private static final int EINTR = 4;
  private static final int EBADF = 9;
  private static final int EISDIR = 21;
  private static final int EINVAL = 22;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EPIPE = 32;
  private static final int EAGAIN = LINUX ? 11 : 35;
  private static final int EDQUOT = LINUX ? 122 : 69;

  // Of Linux only, as what they are compared for.
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  /** preadv2(2), uio.h: return rather than wait. Pipes know it since Linux 5.x. */
  private static final int RWF_NOWAIT = 8;

  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;

  private static final SystemCall READ = SystemCall.ofWord("read");
  private static final SystemCall WRITE = SystemCall.ofWord("write");
  private static final SystemCall POLL = SystemCall.ofInt("poll");
  private static final SystemCall ISATTY = SystemCall.ofInt("isatty");

  // Of these only Linux has the second.
  private static final boolean KNOWS_NOW = SystemCall.exists("preadv2");
  private static final SystemCall READ_NOW = now("preadv2");
  private static final SystemCall WRITE_NOW = now("pwritev2");

  private final int descriptor;
  private final ConsoleDevice.Kind kind;

  /** Whether the system can be asked not to wait; not for terminals, where nothing is to be won. */
  private boolean triesNow;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = SystemCall.newState(arena);

  /** Copied from zeros: allocate would clear it word by word in Java, which takes 4 ms at first. */
  private final MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, new byte[PIECE]);

  /** struct iovec: where the buffer is, and how much of it. */
  private final MemorySegment vector = arena.allocate(16, 8);

  DescriptorStream(int descriptor) {
    this.descriptor = descriptor;
    kind =
        ISATTY.call(state, descriptor) == 1
            ? ConsoleDevice.Kind.TERMINAL
            : ConsoleDevice.Kind.OTHER;
    triesNow = KNOWS_NOW && kind == ConsoleDevice.Kind.OTHER;
    vector.set(ADDRESS, 0, buffer);
  }

  private static String system() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  private static SystemCall now(String name) {
    return KNOWS_NOW ? SystemCall.ofWord(name) : READ; // Never called.
  }

  /** Keeps the buffer and all else that the system is given while it works on it. */
  private long call(SystemCall what, MemorySegment memory, long more) {
    try {
      return what.call(state, descriptor, memory.address(), more);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private long callNow(SystemCall what) {
    try {
      return what.call(state, descriptor, vector.address(), 1, -1, RWF_NOWAIT);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public ConsoleDevice.Kind kind() {
    return kind;
  }

  @Override
  public Payload read(int most) throws StreamFault {
    long wanted = Math.min(most, PIECE);
    while (true) {
      long length = call(READ, buffer, wanted);
      if (length >= 0) return Payload.owning(buffer.asSlice(0, length).toArray(JAVA_BYTE));
      recover(POLLIN, 0);
    }
  }

  @Override
  public void write(Payload bytes) throws StreamFault {
    for (int done = 0; done < bytes.length(); ) {
      int part = Math.min(PIECE, bytes.length() - done);
      fill(bytes.slice(done, done + part));
      for (int from = 0; from < part; ) {
        MemorySegment rest = buffer.asSlice(from, part - from);
        long length = call(WRITE, rest, rest.byteSize());
        if (length >= 0) from += (int) length;
        else recover(POLLOUT, done + from);
      }
      done += part;
    }
  }

  @Override
  public Optional<Payload> readNow(int most) throws StreamFault {
    if (!triesNow) return Optional.empty();
    vector.set(JAVA_LONG, 8, (long) Math.min(most, PIECE));
    long length = callNow(READ_NOW);
    if (length < 0) {
      waits(0);
      return Optional.empty();
    }
    return Optional.of(Payload.owning(buffer.asSlice(0, length).toArray(JAVA_BYTE)));
  }

  @Override
  public int writeNow(Payload bytes) throws StreamFault {
    int done = 0;
    while (triesNow && done < bytes.length()) {
      int part = Math.min(PIECE, bytes.length() - done);
      fill(bytes.slice(done, done + part));
      vector.set(JAVA_LONG, 8, (long) part);
      long length = callNow(WRITE_NOW);
      if (length < 0) waits(done);
      else done += (int) length;
      if (length < part) return done;
    }
    return done;
  }

  /** Puts at most {@link #PIECE} bytes into the buffer. */
  private void fill(Payload bytes) {
    bytes.readBy(
        (array, from, length) -> MemorySegment.copy(array, from, buffer, JAVA_BYTE, 0, length));
  }

  /** A call that must not wait failed: returns if it would have waited, or cannot be made. */
  private void waits(int written) throws StreamFault {
    int errno = SystemCall.errno(state);
    switch (errno) {
      case EINTR -> {}
      case EOPNOTSUPP, ENOSYS, EINVAL -> {
        triesNow = false;
        LOG.log(
            System.Logger.Level.DEBUG,
            "descriptor {0} is read and written by a thread that waits: errno {1}",
            descriptor,
            errno);
      }
      default -> {
        if (errno != EAGAIN) throw fault(errno, written);
      }
    }
  }

  /** Returns if the call is to be tried again: a signal, or a descriptor that does not wait. */
  private void recover(short wanted, int written) throws StreamFault {
    int errno = SystemCall.errno(state);
    if (errno == EINTR) return;
    if (errno == EAGAIN) {
      await(wanted);
      return;
    }
    throw fault(errno, written);
  }

  private static StreamFault fault(int errno, int written) {
    return new StreamFault(
        switch (errno) {
          case EBADF -> StreamError.NOT_OPEN;
          case EPIPE -> StreamError.BROKEN_PIPE;
          case EISDIR -> StreamError.IS_A_FOLDER;
          case ENOSPC -> StreamError.DISK_FULL;
          case EFBIG -> StreamError.TOO_LARGE;
          default -> errno == EDQUOT ? StreamError.QUOTA_REACHED : StreamError.FAILED;
        },
        written);
  }

  private void await(short wanted) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment one = memory.allocate(8, 4);
      one.set(JAVA_INT, 0, descriptor);
      one.set(JAVA_SHORT, 4, wanted);
      POLL.call(state, one.address(), 1, -1);
    }
  }
}
