package cairn.kernel.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import cairn.registry.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
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

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle POLL =
      handle("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ISATTY =
      handle("isatty", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  // Of these only Linux has the second.
  private static final boolean KNOWS_NOW = LINKER.defaultLookup().find("preadv2").isPresent();
  private static final MethodHandle READ_NOW = now("preadv2");
  private static final MethodHandle WRITE_NOW = now("pwritev2");

  private final int descriptor;
  private final ConsoleDevice.Kind kind;

  /** Whether the system can be asked not to wait; not for terminals, where nothing is to be won. */
  private boolean triesNow;

  private final Arena arena = Arena.ofAuto();
  private final MemorySegment state = arena.allocate(STATE);

  /** Copied from zeros: allocate would clear it word by word in Java, which takes 4 ms at first. */
  private final MemorySegment buffer = arena.allocateFrom(JAVA_BYTE, new byte[PIECE]);

  /** struct iovec: where the buffer is, and how much of it. */
  private final MemorySegment vector = arena.allocate(16, 8);

  DescriptorStream(int descriptor) {
    this.descriptor = descriptor;
    long terminal = call(() -> (int) ISATTY.invokeExact(state, descriptor));
    kind = terminal == 1 ? ConsoleDevice.Kind.TERMINAL : ConsoleDevice.Kind.OTHER;
    triesNow = KNOWS_NOW && kind == ConsoleDevice.Kind.OTHER;
    vector.set(ADDRESS, 0, buffer);
  }

  /** Whether this system is one that it knows: a Linux or macOS of 64 bits. */
  static boolean isHere() {
    return (LINUX || system().startsWith("mac")) && ADDRESS.byteSize() == 8;
  }

  private static String system() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("restricted") // The launcher allows it: --enable-native-access.
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle now(String name) {
    if (!KNOWS_NOW) return READ; // Never called.
    return handle(
        name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));
  }

  /** A call of the system. */
  @FunctionalInterface
  private interface Native {
    long call() throws Throwable;
  }

  private static long call(Native what) {
    try {
      return what.call();
    } catch (RuntimeException | Error bug) {
      throw bug;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
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
      long length = call(() -> (long) READ.invokeExact(state, descriptor, buffer, wanted));
      if (length >= 0) return Payload.owning(buffer.asSlice(0, length).toArray(JAVA_BYTE));
      recover(POLLIN, 0);
    }
  }

  @Override
  public void write(Payload bytes) throws StreamFault {
    byte[] all = bytes.toByteArray();
    for (int done = 0; done < all.length; ) {
      int part = Math.min(PIECE, all.length - done);
      MemorySegment.copy(all, done, buffer, JAVA_BYTE, 0, part);
      for (int from = 0; from < part; ) {
        MemorySegment rest = buffer.asSlice(from, part - from);
        long length =
            call(() -> (long) WRITE.invokeExact(state, descriptor, rest, rest.byteSize()));
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
    long length =
        call(() -> (long) READ_NOW.invokeExact(state, descriptor, vector, 1, -1L, RWF_NOWAIT));
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
      byte[] some = bytes.slice(done, done + part).toByteArray();
      MemorySegment.copy(some, 0, buffer, JAVA_BYTE, 0, part);
      vector.set(JAVA_LONG, 8, (long) part);
      long length =
          call(() -> (long) WRITE_NOW.invokeExact(state, descriptor, vector, 1, -1L, RWF_NOWAIT));
      if (length < 0) waits(done);
      else done += (int) length;
      if (length < part) return done;
    }
    return done;
  }

  /** A call that must not wait failed: returns if it would have waited, or cannot be made. */
  private void waits(int written) throws StreamFault {
    int errno = (int) ERRNO.get(state, 0L);
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
    int errno = (int) ERRNO.get(state, 0L);
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
      var _ = call(() -> (int) POLL.invokeExact(state, one, 1L, -1));
    }
  }
}
