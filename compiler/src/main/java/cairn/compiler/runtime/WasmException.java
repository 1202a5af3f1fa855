package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/**
 * An exception that a guest throws and may catch. Has no stack trace, as guests throw many.
 *
 * @see <a href="https://webassembly.github.io/spec/core/exec/runtime.html#exception-instances">
 *     Exception instances</a>
 */
public final class WasmException extends RuntimeException {
  private final transient TagInstance tag;
  private final transient long[] numbers;
  private final transient @Nullable Object[] references;

  private WasmException(TagInstance tag, long[] numbers, @Nullable Object[] references) {
    super("a WebAssembly exception", null, false, false);
    this.tag = tag;
    this.numbers = numbers;
    this.references = references;
  }

  /**
   * Takes the values from the first places of the instance's transfer arrays. For generated code.
   */
  public static WasmException take(Instance instance, int tag, int values) {
    return new WasmException(
        instance.tag(tag),
        java.util.Arrays.copyOf(instance.numbers(), values),
        java.util.Arrays.copyOf(instance.references(), values));
  }

  /** {@code throw_ref}: the exception of a reference, which traps if it is null. */
  public static WasmException of(@Nullable Object reference) {
    if (reference == null) throw Trap.nullExceptionReference();
    return (WasmException) reference;
  }

  /** Whether it is of that tag of the instance. For generated code. */
  public static boolean hasTag(WasmException exception, Instance instance, int tag) {
    return exception.tag == instance.tag(tag);
  }

  /** Its tag. */
  public TagInstance tag() {
    return tag;
  }

  /** A number among its values, as raw bits. */
  public long number(int index) {
    return numbers[index];
  }

  /** A reference or vector among its values. */
  public @Nullable Object reference(int index) {
    return references[index];
  }
}
