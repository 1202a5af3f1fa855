package cairn.compiler.runtime;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The calls {@code mmap}, {@code munmap} and {@code madvise} of Linux, whose constants here are
 * those of x86-64, AArch64 and RISC-V. Safe for any thread.
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
    var linker = Linker.nativeLinker();
    var pointer = ValueLayout.JAVA_LONG;
    var size = ValueLayout.JAVA_LONG;
    var number = ValueLayout.JAVA_INT;
    mmap =
        call(
            linker,
            "mmap",
            FunctionDescriptor.of(pointer, pointer, size, number, number, number, size));
    munmap = call(linker, "munmap", FunctionDescriptor.of(number, pointer, size));
    madvise = call(linker, "madvise", FunctionDescriptor.of(number, pointer, size, number));
  }

  @SuppressWarnings("restricted") // the flag --enable-native-access allows it; without it, Missing
  private static MethodHandle call(Linker linker, String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
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
    try {
      long base =
          (long)
              mmap.invokeExact(
                  0L, bytes, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L);
      return base == MAP_FAILED ? NONE : base;
    } catch (Throwable e) {
      throw new AssertionError(e); // a handle of this type throws nothing
    }
  }

  /** Gives the pages back; they read as zero then. */
  void discard(long base, long bytes) {
    try {
      int result = (int) madvise.invokeExact(base, bytes, MADV_DONTNEED);
      if (result != 0) throw new IllegalStateException("madvise refused " + bytes + " bytes");
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Gives the address space back: nothing may touch it from now on. */
  void unmap(long base, long bytes) {
    try {
      int result = (int) munmap.invokeExact(base, bytes);
      if (result != 0) throw new IllegalStateException("munmap refused " + bytes + " bytes");
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }
}
