package cairn.kernel.system;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * A function of the C library that takes at most six integers or addresses and returns one. Any
 * thread; a call holds its thread as long as the function does.
 *
 * <p>All have one type here, six words and a word, since the JVM makes a stub for each type, and a
 * type for each of thirty functions was a third of the time of a start. The calling conventions of
 * 64-bit systems allow it: each such parameter has a register of its own whatever its width, and a
 * function ignores the registers that it has no parameter for. Not for functions with a variable
 * number of parameters on macOS, which passes those on the stack.
 *
 * <p>Addresses are numbers here: the caller keeps what they point to alive.
 *
 * @param handle of that one type
 * @param isWord whether the result has 64 bits; of an {@code int} the upper half is undefined
 * @see <a href="https://gitlab.com/x86-psABIs/x86-64-ABI">System V ABI for x86-64</a>
 * @see <a href="https://github.com/ARM-software/abi-aa/blob/main/aapcs64/aapcs64.rst">AAPCS64</a>
 */
public record SystemCall(MethodHandle handle, boolean isWord) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final FunctionDescriptor WORDS =
      FunctionDescriptor.of(
          JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** Whether this system has such a function. */
  public static boolean exists(String name) {
    return LINKER.defaultLookup().find(name).isPresent();
  }

  /**
   * A function that returns a long or an address. Throws an UnsatisfiedLinkError if it is not
   * there.
   */
  public static SystemCall ofWord(String name) {
    return of(name, true);
  }

  /** A function that returns an int. Throws an UnsatisfiedLinkError if it is not there. */
  public static SystemCall ofInt(String name) {
    return of(name, false);
  }

  @SuppressWarnings("restricted") // The launcher allows it: --enable-native-access.
  private static SystemCall of(String name, boolean isWord) {
    var address =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
    return new SystemCall(
        LINKER.downcallHandle(address, WORDS, Linker.Option.captureCallState("errno")), isWord);
  }

  /** A place for errno. */
  public static MemorySegment newState(Arena arena) {
    return arena.allocate(STATE);
  }

  /** What the last failed call left there. */
  public static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /** Calls it. {@code state}: for errno, see {@link #errno}. */
  public long call(MemorySegment state, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) handle.invokeExact(state, a, b, c, d, e, f);
      return isWord ? result : (int) result;
    } catch (RuntimeException | Error bug) {
      throw bug;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The same with five parameters. */
  public long call(MemorySegment state, long a, long b, long c, long d, long e) {
    return call(state, a, b, c, d, e, 0);
  }

  /** The same with four parameters. */
  public long call(MemorySegment state, long a, long b, long c, long d) {
    return call(state, a, b, c, d, 0, 0);
  }

  /** The same with three parameters. */
  public long call(MemorySegment state, long a, long b, long c) {
    return call(state, a, b, c, 0, 0, 0);
  }

  /** The same with two parameters. */
  public long call(MemorySegment state, long a, long b) {
    return call(state, a, b, 0, 0, 0, 0);
  }

  /** The same with one parameter. */
  public long call(MemorySegment state, long a) {
    return call(state, a, 0, 0, 0, 0, 0);
  }
}
