package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/** Instructions on references. */
public final class References {
  private References() {}

  /** {@code ref.is_null}. */
  public static int isNull(@Nullable Object reference) {
    return reference == null ? 1 : 0;
  }

  /** {@code ref.as_non_null}. */
  public static Object nonNull(@Nullable Object reference) {
    if (reference == null) throw Trap.nullReference();
    return reference;
  }

  /** What a cast of a callee throws that it does not accept. */
  public static Trap notCallable(@Nullable Object callee) {
    return callee == null ? Trap.nullFunctionReference() : Trap.indirectCallTypeMismatch();
  }
}
