package cairn.compiler.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A function of the embedder with any types: references, vectors, several results. Values are
 * Integer, Long, Float, Double, {@link V128} and references, which may be null. Called as {@link
 * HostFunction}.
 */
@FunctionalInterface
public interface GeneralHostFunction {
  /** Runs; the results are as many as the function's type says. */
  @Nullable Object[] call(Instance caller, @Nullable Object[] arguments);
}
