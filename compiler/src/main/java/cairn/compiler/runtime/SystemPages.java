package cairn.compiler.runtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The calls {@code mmap}, {@code munmap} and {@code madvise} of Linux, whose constants here are
 * those of x86-64, AArch64 and RISC-V. Safe for any thread.
 *
 * <p>All are called as functions of six words that return one and set errno, which the calling
 * conventions of those allow: the JVM makes one stub for them and for the kernel's calls.
 */
final class SystemPages {
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MADV_DONTNEED = 4;
  private static final long MAP_FAILED = -1;

  private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64");

  /** What {@link #map} answers where there is no such address space. */
  static final long NONE = 0;

  private final MethodHandle mmap;
  private final MethodHandle munmap;
  private final MethodHandle madvise;

  private SystemPages() {
    mmap = function("mmap");
    munmap = function("munmap");
    madvise = function("madvise");
  }

  @SuppressWarnings("restricted") // the flag --enable-native-access allows it; without it, Missing
  private static MethodHandle function(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.captureCallState("errno"));
  }

  /** Result of looking for the calls. */
  sealed interface Lookup {
    /** They are there. */
    record Found(SystemPages pages) implements Lookup {}

    /** They are not, for this reason. */
    record Missing(String reason) implements Lookup {}
  }

  /** Looks for the calls of this system. */
  static Lookup lookUp() {
    String system = System.getProperty("os.name", "");
    String architecture = System.getProperty("os.arch", "");
    if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
      return new Lookup.Missing("no mappings are made on " + system + " " + architecture);
    }
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return new Lookup.Missing("not a little-endian machine");
    }
    try {
      return new Lookup.Found(new SystemPages());
    } catch (RuntimeException | LinkageError e) {
      return new Lookup.Missing("no native calls: " + e.getMessage()); // no native access, no libc
    }
  }

  /** Reserves address space, whose pages are zero and come when they are touched; or NONE. */
  long map(long bytes) {
    long flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    long base = call(mmap, 0, bytes, PROT_READ_WRITE, flags, -1);
    return base == MAP_FAILED ? NONE : base;
  }

  /** Gives the pages back; they read as zero then. */
  void discard(long base, long bytes) {
    int result = (int) call(madvise, base, bytes, MADV_DONTNEED, 0, 0);
    if (result != 0) throw new IllegalStateException("madvise refused " + bytes + " bytes");
  }

  /** Gives the address space back: nothing may touch it from now on. */
  void unmap(long base, long bytes) {
    int result = (int) call(munmap, base, bytes, 0, 0, 0);
    if (result != 0) throw new IllegalStateException("munmap refused " + bytes + " bytes");
  }

  /** The sixth word is an offset in a file, which nothing here has. */
  private static long call(MethodHandle function, long a, long b, long c, long d, long e) {
    try (Arena arena = Arena.ofConfined()) {
      var state = arena.allocate(Linker.Option.captureStateLayout());
      return (long) function.invokeExact(state, a, b, c, d, e, 0L);
    } catch (RuntimeException | Error bug) {
      throw bug;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible); // a handle of this type throws nothing
    }
  }
}
