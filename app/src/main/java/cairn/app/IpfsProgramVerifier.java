package cairn.app;

import cairn.ipfs.format.FileVerifier;
import cairn.kernel.ProgramVerifier;
import cairn.registry.ContentAddress;
import cairn.registry.Payload;

/**
 * The kernel's own check of what a loader sends, by the pure part of the IPFS client. Any thread.
 */
final class IpfsProgramVerifier implements ProgramVerifier {
  @Override
  public Verification begin(ContentAddress address, long limit) {
    var file = new FileVerifier(address, limit, "the loader");
    return new Verification() {
      @Override
      public Verdict accept(Payload piece) {
        return toVerdict(file.accept(piece));
      }

      @Override
      public Verdict finish() {
        return toVerdict(file.finish());
      }
    };
  }

  private static Verdict toVerdict(FileVerifier.Verdict verdict) {
    return switch (verdict) {
      case FileVerifier.Verdict.NeedsMore(long bytes, long total, int blocks) ->
          new Verdict.NeedsMore(bytes, total, blocks);
      case FileVerifier.Verdict.Whole(Payload bytes) -> new Verdict.Whole(bytes);
      case FileVerifier.Verdict.Bad(var why) -> new Verdict.Bad(ContentFaults.toLoadFault(why));
    };
  }
}
