package cairn.ipfs;

import cairn.ipfs.format.ContentFault;
import cairn.ipfs.format.FileVerifier;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Pulls a stream to its end and verifies it as the kernel would: a test that uses it checks both
 * halves.
 */
public final class Drain {
  private static final long LIMIT = 64 << 20;

  private Drain() {}

  /** What came out: a file or a fault, and the sources that were named. */
  public record Result(Payload file, ContentFault fault, Set<String> from, int largestPiece) {}

  /** Placeholder for no fault. */
  static final ContentFault NONE = new ContentFault.Malformed("nothing is wrong");

  /** Opens an address and reads it. */
  public static Result read(Retriever retriever, ContentAddress address, Transfer.Listener listener)
      throws InterruptedException {
    try (var stream = retriever.open(address, LIMIT, listener)) {
      var verifier = new FileVerifier(address, LIMIT, "the stream");
      Set<String> from = new LinkedHashSet<>();
      int largest = 0;
      while (true) {
        switch (stream.next()) {
          case CarStream.Piece.Bytes(Payload bytes, String source) -> {
            from.add(source);
            largest = Math.max(largest, bytes.length());
            verifier.accept(bytes);
          }
          case CarStream.Piece.End() -> {
            return switch (verifier.finish()) {
              case FileVerifier.Verdict.Whole(Payload file) ->
                  new Result(file, NONE, from, largest);
              case FileVerifier.Verdict.Bad(ContentFault why) ->
                  new Result(Payload.EMPTY, why, from, largest);
              case FileVerifier.Verdict.NeedsMore _ -> throw new AssertionError();
            };
          }
          case CarStream.Piece.Failed(ContentFault why) -> {
            return new Result(Payload.EMPTY, why, from, largest);
          }
        }
      }
    }
  }
}
