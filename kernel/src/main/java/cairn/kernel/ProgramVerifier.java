package cairn.kernel;

import cairn.registry.ContentAddress;
import cairn.registry.Payload;

/**
 * Turns an untrusted CAR stream and a typed address into verified bytes. Implemented by the pure
 * part of the IPFS client.
 */
@FunctionalInterface
public interface ProgramVerifier {
  /** Begins to check a stream. {@code limit}: the most bytes the file may have. */
  Verification begin(ContentAddress address, long limit);

  /** One stream being checked; used by one thread at a time. */
  interface Verification {
    /** Takes the next piece of the stream. */
    Verdict accept(Payload piece);

    /** The stream has ended. Never answers NeedsMore. */
    Verdict finish();
  }

  /** What is known so far. */
  sealed interface Verdict {
    /** Good so far. {@code total}: the file's size once known, else -1. */
    record NeedsMore(long bytes, long total, int blocks) implements Verdict {}

    /** The whole file, every block checked. */
    record Whole(Payload bytes) implements Verdict {}

    /** It cannot become the program. */
    record Bad(LoadFault why) implements Verdict {}
  }
}
