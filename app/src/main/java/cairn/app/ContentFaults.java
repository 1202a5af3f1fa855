package cairn.app;

import cairn.ipfs.format.ContentFault;
import cairn.kernel.LoadFault;

/** Between the faults of the IPFS client and those of the kernel, which do not know each other. */
final class ContentFaults {
  private ContentFaults() {}

  static LoadFault toLoadFault(ContentFault fault) {
    return switch (fault) {
      case ContentFault.NotFound f -> new LoadFault.NotFound(f.tried());
      case ContentFault.Unreachable f -> new LoadFault.Unreachable(f.tried());
      case ContentFault.Corrupt f -> new LoadFault.Corrupt(f.expected(), f.source());
      case ContentFault.Malformed f -> new LoadFault.Malformed(f.what());
      case ContentFault.Truncated f -> new LoadFault.Truncated(f.bytesSoFar());
      case ContentFault.TooLarge f -> new LoadFault.TooLarge(f.bytes(), f.limit());
      case ContentFault.NoSuchPath f -> new LoadFault.NoSuchPath(f.path());
      case ContentFault.IsDirectory f -> new LoadFault.IsDirectory(f.entries());
      case ContentFault.NotStored f ->
          new LoadFault.NoLoader("the block could not be kept: " + f.what());
    };
  }
}
