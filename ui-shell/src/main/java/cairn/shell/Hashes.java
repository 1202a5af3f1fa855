package cairn.shell;

import cairn.kernel.ProgramId;
import cairn.registry.Cid;
import cairn.registry.ContentAddress;
import java.util.ArrayList;
import java.util.Optional;

/** Hashes as people meet them. Any thread. */
public final class Hashes {
  private Hashes() {}

  /** A program's identity as a CID: {@code bafkrei...}. */
  public static String whole(ProgramId program) {
    return Cid.raw(program.hash()).toString();
  }

  /** The same, short: {@code bafkreic3w…x7qa}. */
  public static String brief(ProgramId program) {
    return brief(whole(program));
  }

  /** The first ten and the last four characters. */
  public static String brief(String hash) {
    return hash.length() <= 15
        ? hash
        : hash.substring(0, 10) + "…" + hash.substring(hash.length() - 4);
  }

  /** Whether a name is a shortened hash: nobody gave the program a better one. */
  public static boolean isBrief(String name) {
    return name.matches("[0-9A-Za-z]{10}…[0-9A-Za-z]{4}");
  }

  /** For narrow places: {@code bafk…x7qa}. */
  public static String tiny(ProgramId program) {
    var hash = whole(program);
    return hash.substring(0, 4) + "…" + hash.substring(hash.length() - 4);
  }

  /**
   * An address as it stands in the address bar: the CID alone, or with {@code ipfs://} and path.
   */
  public static String typed(ContentAddress address) {
    return address.path().isEmpty()
        ? address.root().toString()
        : "ipfs://" + address.toString().substring("/ipfs/".length());
  }

  /** A name in a directory; empty when no address can carry it. */
  public static Optional<ContentAddress> below(ContentAddress directory, String name) {
    var path = new ArrayList<>(directory.path());
    path.add(name);
    try {
      return Optional.of(new ContentAddress(directory.root(), path));
    } catch (IllegalArgumentException _) {
      // The name comes from the directory, so from a stranger.
      return Optional.empty();
    }
  }

  /** What a program is called as long as nobody gave it a name. */
  public static String unnamed(ContentAddress address) {
    return address.path().isEmpty() ? brief(address.root().toString()) : address.path().getLast();
  }
}
