package cairn.ipfs.format;

import cairn.registry.Cid;
import java.util.List;

/** Why content did not become a file. Whoever shows it makes the sentence. */
public sealed interface ContentFault {
  /** Every source that could be asked said that it does not have it. {@code tried}: for people. */
  record NotFound(List<String> tried) implements ContentFault {
    public NotFound {
      tried = List.copyOf(tried);
    }
  }

  /** It may exist, but no source gave it. {@code tried}: the sources and what went wrong. */
  record Unreachable(List<String> tried) implements ContentFault {
    public Unreachable {
      tried = List.copyOf(tried);
    }
  }

  /** A block is not what its CID says. {@code source}: who sent it. */
  record Corrupt(Cid expected, String source) implements ContentFault {}

  /** The stream is not a CAR, or the blocks are not a UnixFS file. {@code what}: a clause. */
  record Malformed(String what) implements ContentFault {}

  /** The stream ended before the file was whole. */
  record Truncated(long bytesSoFar) implements ContentFault {}

  /** The file says that it is, or is, larger than the limit. */
  record TooLarge(long bytes, long limit) implements ContentFault {}

  /** The path leads nowhere. {@code path}: as far as it was followed, the missing name last. */
  record NoSuchPath(String path) implements ContentFault {}

  /** A directory, not a file. {@code entries}: the first names in it, sorted. */
  record IsDirectory(List<String> entries) implements ContentFault {
    public IsDirectory {
      entries = List.copyOf(entries);
    }
  }

  /** It could not be kept on this machine's disk. {@code what}: what the system said. */
  record NotStored(String what) implements ContentFault {}
}
