package cairn.kernel.host.files;

/** What becomes of a file's time. */
sealed interface When {
  /** It stays. */
  record Keep() implements When {}

  /** The host's clock says. */
  record Now() implements When {}

  /** Nanoseconds since 1970, unsigned. */
  record At(long nanos) implements When {}
}
