package cairn.kernel.host.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import cairn.registry.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The calls of Linux that name a file relative to an open folder, which the JDK lacks for most of
 * what can be done to one. Thin: results as the system gives them, a failure as {@link FileFault}.
 * Any thread; each call may block on the disk and holds its thread.
 *
 * <p>Descriptors are plain numbers here; who opens one closes it. Sources: the man pages of section
 * 2, asm-generic/fcntl.h, linux/stat.h. Only 64-bit Linux: see {@link PosixSupport}.
 *
 * <p>Long because each call of the system is declared here.
 */
final class Posix {
  private static final boolean ARM = System.getProperty("os.arch", "").startsWith("aarch64");

  static final int WRITE_ONLY = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0x40;
  static final int EXCLUSIVE = 0x80;
  static final int NO_TERMINAL = 0x100;
  static final int TRUNCATE = 0x200;
  static final int APPEND = 0x400;
  static final int NO_WAIT = 0x800;
  static final int FOLDER = ARM ? 0x4000 : 0x10000;
  static final int NO_FOLLOW = ARM ? 0x8000 : 0x20000;
  static final int CLOSE_ON_EXEC = 0x80000;

  /** Only to walk on from. */
  static final int PATH = 0x200000;

  /** openat and others: relative to the working folder, so for absolute paths. */
  static final int HERE = -100;

  private static final int AT_NO_FOLLOW = 0x100;
  private static final int AT_REMOVE_FOLDER = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC = 0x7ff;
  private static final int F_SETFL = 4;

  /** timespec.tv_nsec: now; leave it. */
  private static final long NOW = 0x3fffffff;

  private static final long KEEP = 0x3ffffffe;

  private static final int STATX_BYTES = 256;
  private static final int LONGEST_LINK = 4096;

  /** NR_OPEN of Linux. */
  private static final int MOST_DESCRIPTORS = 1 << 20;

  private static final int FEWEST_DESCRIPTORS = 1024;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle OPENAT =
      variadic("openat", 3, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle PREAD =
      callLong("pread", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final boolean KNOWS_NOW = LIBRARY.find("preadv2").isPresent();

  /** preadv2(2), uio.h. */
  private static final int RWF_NOWAIT = 8;

  private static final MethodHandle PREADV2 =
      KNOWS_NOW ? callLong("preadv2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT) : PREAD;
  private static final MethodHandle PWRITE =
      callLong("pwrite", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle WRITE = callLong("write", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle LSEEK = callLong("lseek", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle FCNTL = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle STATX =
      call("statx", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle FTRUNCATE = call("ftruncate", JAVA_INT, JAVA_LONG);
  private static final MethodHandle FALLOCATE =
      call("fallocate", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle UTIMENSAT =
      call("utimensat", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle FUTIMENS = call("futimens", JAVA_INT, ADDRESS);
  private static final MethodHandle FSYNC = call("fsync", JAVA_INT);
  private static final MethodHandle FDATASYNC = call("fdatasync", JAVA_INT);
  private static final MethodHandle GETDENTS = callLong("getdents64", JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle MKDIRAT = call("mkdirat", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle UNLINKAT = call("unlinkat", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RENAMEAT =
      call("renameat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle LINKAT =
      call("linkat", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SYMLINKAT = call("symlinkat", ADDRESS, JAVA_INT, ADDRESS);
  private static final MethodHandle READLINKAT =
      callLong("readlinkat", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);

  private static final MethodHandle GETRLIMIT = call("getrlimit", JAVA_INT, ADDRESS);

  /** Descriptors (asm-generic/resource.h). */
  private static final int RLIMIT_NOFILE = 7;

  private Posix() {}

  /** Whether addresses have 64 bits, which the layouts here presume. */
  static boolean isWide() {
    return ADDRESS.byteSize() == 8;
  }

  private static MethodHandle call(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static MethodHandle callLong(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, parameters));
  }

  private static MethodHandle variadic(String name, int fixed, MemoryLayout... parameters) {
    return handle(
        name, FunctionDescriptor.of(JAVA_INT, parameters), Linker.Option.firstVariadicArg(fixed));
  }

  @SuppressWarnings("restricted") // The launcher allows it: --enable-native-access.
  private static MethodHandle handle(
      String name, FunctionDescriptor descriptor, Linker.Option... more) {
    var options = new Linker.Option[more.length + 1];
    options[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(more, 0, options, 1, more.length);
    return LINKER.downcallHandle(LIBRARY.findOrThrow(name), descriptor, options);
  }

  /** A call; gets a place for errno and an arena for what it hands over. */
  @FunctionalInterface
  private interface Native {
    long call(MemorySegment state, Arena arena) throws Throwable;
  }

  /** Repeats what a signal interrupted. */
  private static long run(Native call) throws FileFault {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = invoked(call, state, arena);
        if (result >= 0) return result;
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != FileError.INTERRUPTED) throw new FileFault(FileError.ofSystem(errno));
      }
    }
  }

  private static long invoked(Native call, MemorySegment state, Arena arena) {
    try {
      return call.call(state, arena);
    } catch (RuntimeException | Error bug) {
      throw bug;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MemorySegment text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }

  /** How many descriptors the system gives this JVM; the least it can be if it does not say. */
  static int mostDescriptors() {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment limits = memory.allocate(16, 8);
      run((state, _) -> (int) GETRLIMIT.invokeExact(state, RLIMIT_NOFILE, limits));
      long soft = limits.get(JAVA_LONG, 0);
      // Unlimited is the largest number without a sign.
      return soft < 0 ? MOST_DESCRIPTORS : (int) Math.min(soft, MOST_DESCRIPTORS);
    } catch (FileFault unknown) {
      return FEWEST_DESCRIPTORS;
    }
  }

  /** New files may be read and written as the user's umask says. */
  static int open(int at, String name, int flags) throws FileFault {
    int all = flags | CLOSE_ON_EXEC | NO_TERMINAL | NO_WAIT;
    return (int)
        run((state, arena) -> (int) OPENAT.invokeExact(state, at, text(arena, name), all, 0666));
  }

  /** The same with a name that need not be text. */
  static int open(int at, Payload name, int flags) throws FileFault {
    return (int)
        run(
            (state, arena) -> {
              byte[] ended = Arrays.copyOf(name.toByteArray(), name.length() + 1);
              MemorySegment bytes = copied(arena, ended);
              return (int) OPENAT.invokeExact(state, at, bytes, flags | CLOSE_ON_EXEC, 0);
            });
  }

  /** Never fails: after close a descriptor is gone, whatever it says. */
  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      // Not repeated: the number may be another's already.
      invoked(
          (state, _) -> (int) CLOSE.invokeExact(state, descriptor), arena.allocate(STATE), arena);
    }
  }

  static byte[] read(int file, long offset, int most) throws FileFault {
    byte[] bytes = new byte[most];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      long count =
          run((state, _) -> (long) PREAD.invokeExact(state, file, buffer, (long) most, offset));
      return filled(bytes, buffer, count);
    }
  }

  /**
   * The same without waiting for the disk; empty: all of it is not in memory, or its file system
   * cannot say.
   */
  static Optional<byte[]> readNow(int file, long offset, int most) {
    if (!KNOWS_NOW) return Optional.empty();
    byte[] bytes = new byte[most];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ADDRESS, 0, buffer);
      vector.set(JAVA_LONG, 8, (long) most);
      MemorySegment state = arena.allocate(STATE);
      long count =
          invoked(
              (errno, _) -> (long) PREADV2.invokeExact(errno, file, vector, 1, offset, RWF_NOWAIT),
              state,
              arena);
      // Less may be the end, or only what is in memory.
      boolean known = count == most || count == 0;
      return known ? Optional.of(filled(bytes, buffer, count)) : Optional.empty();
    }
  }

  static int write(int file, long offset, byte[] bytes) throws FileFault {
    return (int)
        run(
            (state, arena) ->
                (long)
                    PWRITE.invokeExact(
                        state, file, copied(arena, bytes), (long) bytes.length, offset));
  }

  /**
   * A copy outside the heap, of what the system reads or of zeros that it overwrites. Not made by
   * allocate, which clears memory word by word in Java: 0.5 ms for 8 KiB until that is compiled.
   */
  private static MemorySegment copied(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }

  /** What the system has put into the buffer; in {@code room} if it is as much. */
  private static byte[] filled(byte[] room, MemorySegment buffer, long count) {
    byte[] bytes = count == room.length ? room : new byte[(int) count];
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * Writes behind the end, wherever that is when the system does it; says where the end is then.
   */
  static long append(int file, byte[] bytes) throws FileFault {
    run((state, _) -> (int) FCNTL.invokeExact(state, file, F_SETFL, APPEND));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      for (long done = 0; done < bytes.length; ) {
        MemorySegment rest = buffer.asSlice(done);
        long left = bytes.length - done;
        done += run((state, _) -> (long) WRITE.invokeExact(state, file, rest, left));
      }
      return run((state, _) -> (long) LSEEK.invokeExact(state, file, 0L, 1));
    } finally {
      run((state, _) -> (int) FCNTL.invokeExact(state, file, F_SETFL, 0));
    }
  }

  static Status stat(int descriptor) throws FileFault {
    return stat(descriptor, "", AT_EMPTY_PATH);
  }

  /** Of a link itself. */
  static Status stat(int at, String name) throws FileFault {
    return stat(at, name, AT_NO_FOLLOW);
  }

  private static Status stat(int at, String name, int flags) throws FileFault {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment out = memory.allocate(STATX_BYTES, 8);
      run(
          (state, arena) ->
              (int) STATX.invokeExact(state, at, text(arena, name), flags, STATX_BASIC, out));
      return Status.ofStatx(out);
    }
  }

  static void setSize(int file, long size) throws FileFault {
    run((state, _) -> (int) FTRUNCATE.invokeExact(state, file, size));
  }

  static void allocate(int file, long offset, long length) throws FileFault {
    run((state, _) -> (int) FALLOCATE.invokeExact(state, file, 0, offset, length));
  }

  static void setTimes(int descriptor, When accessed, When modified) throws FileFault {
    run(
        (state, arena) ->
            (int) FUTIMENS.invokeExact(state, descriptor, times(arena, accessed, modified)));
  }

  /** Of a link itself. */
  static void setTimes(int at, String name, When accessed, When modified) throws FileFault {
    run(
        (state, arena) ->
            (int)
                UTIMENSAT.invokeExact(
                    state, at, text(arena, name), times(arena, accessed, modified), AT_NO_FOLLOW));
  }

  private static MemorySegment times(Arena arena, When accessed, When modified) {
    MemorySegment times = arena.allocate(32, 8);
    time(times, 0, accessed);
    time(times, 16, modified);
    return times;
  }

  private static void time(MemorySegment out, long at, When when) {
    switch (when) {
      case When.Keep() -> out.set(JAVA_LONG, at + 8, KEEP);
      case When.Now() -> out.set(JAVA_LONG, at + 8, NOW);
      case When.At(long nanos) -> {
        out.set(JAVA_LONG, at, Long.divideUnsigned(nanos, 1_000_000_000));
        out.set(JAVA_LONG, at + 8, Long.remainderUnsigned(nanos, 1_000_000_000));
      }
    }
  }

  static void sync(int descriptor, boolean onlyBytes) throws FileFault {
    MethodHandle how = onlyBytes ? FDATASYNC : FSYNC;
    run((state, _) -> (int) how.invokeExact(state, descriptor));
  }

  /** Some entries after a place (0: the beginning) as getdents64 writes them; nothing: the end. */
  static byte[] entries(int folder, long after, int room) throws FileFault {
    byte[] bytes = new byte[room];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      run((state, _) -> (long) LSEEK.invokeExact(state, folder, after, 0));
      long length =
          run((state, _) -> (long) GETDENTS.invokeExact(state, folder, buffer, (long) room));
      return filled(bytes, buffer, length);
    }
  }

  static void makeFolder(int at, String name) throws FileFault {
    run((state, arena) -> (int) MKDIRAT.invokeExact(state, at, text(arena, name), 0777));
  }

  static void remove(int at, String name, boolean folder) throws FileFault {
    int flags = folder ? AT_REMOVE_FOLDER : 0;
    run((state, arena) -> (int) UNLINKAT.invokeExact(state, at, text(arena, name), flags));
  }

  static void rename(int from, String name, int to, String newName) throws FileFault {
    run(
        (state, arena) ->
            (int) RENAMEAT.invokeExact(state, from, text(arena, name), to, text(arena, newName)));
  }

  /** Of a link itself, if it is one. */
  static void link(int from, String name, int to, String newName) throws FileFault {
    run(
        (state, arena) ->
            (int) LINKAT.invokeExact(state, from, text(arena, name), to, text(arena, newName), 0));
  }

  static void makeLink(String target, int at, String name) throws FileFault {
    run(
        (state, arena) ->
            (int) SYMLINKAT.invokeExact(state, text(arena, target), at, text(arena, name)));
  }

  /** Where an open file or folder is now; of a removed one not the truth. */
  static String pathOf(int descriptor) throws FileFault {
    return readLink(HERE, "/proc/self/fd/" + descriptor);
  }

  static String readLink(int at, String name) throws FileFault {
    byte[] room = new byte[LONGEST_LINK];
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment out = copied(memory, room);
      long length =
          run(
              (state, arena) ->
                  (long)
                      READLINKAT.invokeExact(
                          state, at, text(arena, name), out, (long) LONGEST_LINK));
      return new String(filled(room, out, length), StandardCharsets.UTF_8);
    }
  }
}
