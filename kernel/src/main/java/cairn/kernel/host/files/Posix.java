package cairn.kernel.host.files;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import cairn.kernel.system.SystemCall;
import cairn.registry.Payload;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

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

  /** struct statfs of 64-bit Linux; its first word is f_type. */
  private static final int STATFS_BYTES = 120;

  /** linux/magic.h: procfs and sysfs. */
  private static final Set<Long> OF_KERNEL = Set.of(0x9fa0L, 0x62656572L);

  /**
   * Those that answer without another machine or another process: ext2 to ext4, XFS, Btrfs, F2FS,
   * bcachefs, ZFS, tmpfs, ramfs, overlayfs, squashfs, ISO 9660, FAT, exFAT, NTFS.
   */
  private static final Set<Long> LOCAL =
      Set.of(
          0xef53L,
          0x58465342L,
          0x9123683eL,
          0xf2f52010L,
          0xca451a4eL,
          0x2fc12fc1L,
          0x01021994L,
          0x858458f6L,
          0x794c7630L,
          0x73717368L,
          0x9660L,
          0x4d44L,
          0x2011bab0L,
          0x7366746eL);

  private static final int LONGEST_LINK = 4096;

  /** NR_OPEN of Linux. */
  private static final int MOST_DESCRIPTORS = 1 << 20;

  private static final int FEWEST_DESCRIPTORS = 1024;

  private static final SystemCall OPENAT = SystemCall.ofInt("openat");
  private static final SystemCall CLOSE = SystemCall.ofInt("close");
  private static final SystemCall PREAD = SystemCall.ofWord("pread");
  private static final SystemCall PWRITE = SystemCall.ofWord("pwrite");
  private static final SystemCall WRITE = SystemCall.ofWord("write");
  private static final SystemCall LSEEK = SystemCall.ofWord("lseek");
  private static final SystemCall FCNTL = SystemCall.ofInt("fcntl");
  private static final SystemCall STATX = SystemCall.ofInt("statx");
  private static final SystemCall FSTATFS = SystemCall.ofInt("fstatfs");
  private static final SystemCall FTRUNCATE = SystemCall.ofInt("ftruncate");
  private static final SystemCall FALLOCATE = SystemCall.ofInt("fallocate");
  private static final SystemCall UTIMENSAT = SystemCall.ofInt("utimensat");
  private static final SystemCall FUTIMENS = SystemCall.ofInt("futimens");
  private static final SystemCall FSYNC = SystemCall.ofInt("fsync");
  private static final SystemCall FDATASYNC = SystemCall.ofInt("fdatasync");
  private static final SystemCall GETDENTS = SystemCall.ofWord("getdents64");
  private static final SystemCall MKDIRAT = SystemCall.ofInt("mkdirat");
  private static final SystemCall UNLINKAT = SystemCall.ofInt("unlinkat");
  private static final SystemCall RENAMEAT = SystemCall.ofInt("renameat");
  private static final SystemCall LINKAT = SystemCall.ofInt("linkat");
  private static final SystemCall SYMLINKAT = SystemCall.ofInt("symlinkat");
  private static final SystemCall READLINKAT = SystemCall.ofWord("readlinkat");
  private static final SystemCall GETRLIMIT = SystemCall.ofInt("getrlimit");

  /** Descriptors (asm-generic/resource.h). */
  private static final int RLIMIT_NOFILE = 7;

  private Posix() {}

  /** Whether addresses have 64 bits, which the layouts here presume. */
  static boolean isWide() {
    return ADDRESS.byteSize() == 8;
  }

  /** A call; gets a place for errno and an arena for what it hands over. */
  @FunctionalInterface
  private interface Native {
    long call(MemorySegment state, Arena arena);
  }

  /** Repeats what a signal interrupted. */
  private static long run(Native call) throws FileFault {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = SystemCall.newState(arena);
      while (true) {
        long result = call.call(state, arena);
        if (result >= 0) return result;
        int errno = SystemCall.errno(state);
        if (errno != FileError.INTERRUPTED) throw new FileFault(FileError.ofSystem(errno));
      }
    }
  }

  /** The address of a text with a zero behind it, as long as the arena is open. */
  private static long text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
  }

  /** How many descriptors the system gives this JVM; the least it can be if it does not say. */
  static int mostDescriptors() {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment limits = memory.allocate(16, 8);
      run((state, _) -> GETRLIMIT.call(state, RLIMIT_NOFILE, limits.address()));
      long soft = limits.get(JAVA_LONG, 0);
      // Unlimited is the largest number without a sign.
      return soft < 0 ? MOST_DESCRIPTORS : (int) Math.min(soft, MOST_DESCRIPTORS);
    } catch (FileFault unknown) {
      return FEWEST_DESCRIPTORS;
    }
  }

  /**
   * Opens it unless it is on a file system {@link #isOfKernel of the kernel}. New files may be read
   * and written as the user's umask says.
   */
  static int open(int at, String name, int flags) throws FileFault {
    int descriptor = openAny(at, name, flags);
    try {
      if (isOfKernel(descriptor)) throw new FileFault(FileError.PERMISSION_DENIED);
      return descriptor;
    } catch (FileFault fault) {
      close(descriptor);
      throw fault;
    }
  }

  /** The same of a path, which is closed again. */
  static boolean isOfKernel(String path) throws FileFault {
    int descriptor = openAny(HERE, path, PATH);
    try {
      return isOfKernel(descriptor);
    } finally {
      close(descriptor);
    }
  }

  /**
   * Whether an open file shows the kernel and what runs, as all in {@code /proc} and {@code /sys}:
   * by {@code /proc/self/mem} a program would write the memory of this JVM.
   */
  private static boolean isOfKernel(int descriptor) throws FileFault {
    return OF_KERNEL.contains(fileSystem(descriptor));
  }

  /**
   * Whether what is done to an open file waits for this machine's disks at most, and is known to.
   */
  static boolean isLocal(int descriptor) {
    try {
      return LOCAL.contains(fileSystem(descriptor));
    } catch (FileFault unknown) {
      return false;
    }
  }

  private static long fileSystem(int descriptor) throws FileFault {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment out = memory.allocate(STATFS_BYTES, 8);
      run((state, _) -> FSTATFS.call(state, descriptor, out.address()));
      return out.get(JAVA_LONG, 0);
    }
  }

  private static int openAny(int at, String name, int flags) throws FileFault {
    int all = flags | CLOSE_ON_EXEC | NO_TERMINAL | NO_WAIT;
    return (int) run((state, arena) -> OPENAT.call(state, at, text(arena, name), all, 0666));
  }

  /** The same with a name that need not be text. */
  static int open(int at, Payload name, int flags) throws FileFault {
    return (int)
        run(
            (state, arena) -> {
              byte[] ended = Arrays.copyOf(name.toByteArray(), name.length() + 1);
              MemorySegment bytes = copied(arena, ended);
              return OPENAT.call(state, at, bytes.address(), flags | CLOSE_ON_EXEC, 0);
            });
  }

  /** Never fails: after close a descriptor is gone, whatever it says. */
  static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      // Not repeated: the number may be another's already.
      CLOSE.call(SystemCall.newState(arena), descriptor);
    }
  }

  static byte[] read(int file, long offset, int most) throws FileFault {
    byte[] bytes = new byte[most];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      long count = run((state, _) -> PREAD.call(state, file, buffer.address(), most, offset));
      return filled(bytes, buffer, count);
    }
  }

  static int write(int file, long offset, Payload bytes) throws FileFault {
    int length = bytes.length();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      return (int) run((state, _) -> PWRITE.call(state, file, buffer.address(), length, offset));
    }
  }

  /**
   * A copy outside the heap, of what the system reads or of zeros that it overwrites. Not made by
   * allocate, which clears memory word by word in Java: 0.5 ms for 8 KiB until that is compiled.
   */
  private static MemorySegment copied(Arena arena, byte[] bytes) {
    return arena.allocateFrom(JAVA_BYTE, bytes);
  }

  private static MemorySegment copied(Arena arena, Payload bytes) {
    var copy = new MemorySegment[1];
    bytes.readBy(
        (array, from, length) ->
            copy[0] =
                arena.allocateFrom(
                    JAVA_BYTE, MemorySegment.ofArray(array), JAVA_BYTE, from, length));
    return copy[0];
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
  static long append(int file, Payload bytes) throws FileFault {
    run((state, _) -> FCNTL.call(state, file, F_SETFL, APPEND));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      for (long done = 0; done < bytes.length(); ) {
        MemorySegment rest = buffer.asSlice(done);
        long left = bytes.length() - done;
        done += run((state, _) -> WRITE.call(state, file, rest.address(), left));
      }
      return run((state, _) -> LSEEK.call(state, file, 0, 1));
    } finally {
      run((state, _) -> FCNTL.call(state, file, F_SETFL, 0));
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
              STATX.call(state, at, text(arena, name), flags, STATX_BASIC, out.address()));
      return Status.ofStatx(out);
    }
  }

  static void setSize(int file, long size) throws FileFault {
    run((state, _) -> FTRUNCATE.call(state, file, size));
  }

  static void allocate(int file, long offset, long length) throws FileFault {
    run((state, _) -> FALLOCATE.call(state, file, 0, offset, length));
  }

  static void setTimes(int descriptor, When accessed, When modified) throws FileFault {
    run((state, arena) -> FUTIMENS.call(state, descriptor, times(arena, accessed, modified)));
  }

  /** Of a link itself. */
  static void setTimes(int at, String name, When accessed, When modified) throws FileFault {
    run(
        (state, arena) ->
            UTIMENSAT.call(
                state, at, text(arena, name), times(arena, accessed, modified), AT_NO_FOLLOW));
  }

  private static long times(Arena arena, When accessed, When modified) {
    MemorySegment times = arena.allocate(32, 8);
    time(times, 0, accessed);
    time(times, 16, modified);
    return times.address();
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
    SystemCall how = onlyBytes ? FDATASYNC : FSYNC;
    run((state, _) -> how.call(state, descriptor));
  }

  /** Some entries after a place (0: the beginning) as getdents64 writes them; nothing: the end. */
  static byte[] entries(int folder, long after, int room) throws FileFault {
    byte[] bytes = new byte[room];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = copied(arena, bytes);
      run((state, _) -> LSEEK.call(state, folder, after, 0));
      long length = run((state, _) -> GETDENTS.call(state, folder, buffer.address(), room));
      return filled(bytes, buffer, length);
    }
  }

  static void makeFolder(int at, String name) throws FileFault {
    run((state, arena) -> MKDIRAT.call(state, at, text(arena, name), 0777));
  }

  static void remove(int at, String name, boolean folder) throws FileFault {
    int flags = folder ? AT_REMOVE_FOLDER : 0;
    run((state, arena) -> UNLINKAT.call(state, at, text(arena, name), flags));
  }

  static void rename(int from, String name, int to, String newName) throws FileFault {
    run((state, arena) -> RENAMEAT.call(state, from, text(arena, name), to, text(arena, newName)));
  }

  /** Of a link itself, if it is one. */
  static void link(int from, String name, int to, String newName) throws FileFault {
    run((state, arena) -> LINKAT.call(state, from, text(arena, name), to, text(arena, newName), 0));
  }

  static void makeLink(String target, int at, String name) throws FileFault {
    run((state, arena) -> SYMLINKAT.call(state, text(arena, target), at, text(arena, name)));
  }

  /** Where an open file or folder is now; of a removed one not the truth. */
  static String pathOf(int descriptor) throws FileFault {
    return new String(target(HERE, "/proc/self/fd/" + descriptor), StandardCharsets.UTF_8);
  }

  /** What a link says; not-supported if that is no text, with which it would say something else. */
  static String readLink(int at, String name) throws FileFault {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(target(at, name)))
          .toString();
    } catch (CharacterCodingException noText) {
      throw new FileFault(FileError.NOT_SUPPORTED);
    }
  }

  private static byte[] target(int at, String name) throws FileFault {
    byte[] room = new byte[LONGEST_LINK];
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment out = copied(memory, room);
      long length =
          run(
              (state, arena) ->
                  READLINKAT.call(state, at, text(arena, name), out.address(), LONGEST_LINK));
      return filled(room, out, length);
    }
  }
}
