package cairn.registry;

import java.util.List;

/** Where content is: a CID, and a path below it in a UnixFS directory. */
public record ContentAddress(Cid root, List<String> path) {
  public ContentAddress {
    path = List.copyOf(path);
  }

  /** In the form {@code /ipfs/CID/path}. */
  @Override
  public String toString() {
    return "/ipfs/" + root + (path.isEmpty() ? "" : "/" + String.join("/", path));
  }
}
