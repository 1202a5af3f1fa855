package cairn.kernel.record;

import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.Optional;

/** One record of a log. */
sealed interface Entry {
  /** The first. */
  record Header(LogHeader header) implements Entry {}

  /** The next piece of the program's module. */
  record Module(Payload piece) implements Entry {}

  /** A call, the digest of what was given to it, and what came of it. */
  record Called(Call call, Payload digest, Result result) implements Entry {}

  /**
   * The last.
   *
   * @param state if the run ended where a replay gets to
   * @param log the SHA-256 of the file before this record
   */
  record End(Ending ending, Optional<FinalState> state, Sha256 log) implements Entry {}
}
