package cairn.compiler.runtime;

import java.util.List;
import java.util.function.BiFunction;
import jdk.internal.misc.Unsafe;

/** What generated code needs for the accesses to memory that it has written out. */
public final class RawMemory {
  /** Reads and writes what was checked. */
  public static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** Makes the trap of an access that is not within the limit. */
  public static final BiFunction<String, List<Number>, Trap> OUT_OF_BOUNDS =
      new BiFunction<>() {
        @Override
        public Trap apply(String check, List<Number> operands) {
          return Trap.outOfBoundsMemoryAccess();
        }
      };

  private RawMemory() {}
}
