package cairn.kernel.abi;

import cairn.registry.Value;
import java.util.Optional;
import java.util.function.Function;

/** What came of a question whose answer is a result. */
sealed interface WasiReply<T> {
  /** It was done. */
  record Ok<T>(T value) implements WasiReply<T> {}

  /** It was not. */
  record No<T>(WasiErrno error) implements WasiReply<T> {}

  /**
   * Reads a {@code result<T, enum>}.
   *
   * @param answer empty: the question was answered with an error, or with what is no answer
   */
  static <T> WasiReply<T> of(
      Optional<Value> answer, Function<String, WasiErrno> errors, Function<Value, T> read) {
    if (answer.isEmpty()) return new No<>(WasiErrno.IO);
    var result = (Value.Case) answer.get();
    Value payload = result.payload().orElseThrow();
    return result.name().equals("ok")
        ? new Ok<>(read.apply(payload))
        : new No<>(errors.apply(((Value.Case) payload).name()));
  }

  /** What is done with it; the error otherwise. */
  default WasiErrno then(Function<T, WasiErrno> use) {
    return switch (this) {
      case Ok<T>(T value) -> use.apply(value);
      case No<T>(WasiErrno error) -> error;
    };
  }

  /** The error, if any. */
  default WasiErrno errno() {
    return then(value -> WasiErrno.SUCCESS);
  }
}
