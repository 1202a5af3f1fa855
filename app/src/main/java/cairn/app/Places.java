package cairn.app;

import cairn.ipfs.BlockStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a profile keeps its things.
 *
 * @param root the profile's folder: the database
 * @param blocks verified blocks by their hash
 * @param files the programs' own folders
 */
public record Places(Path root, Path blocks, Path files) {
  /** The profile in this folder. */
  public static Places in(Path root) {
    return new Places(root, root.resolve("blocks"), root.resolve("files"));
  }

  /** Bytes of blocks that the store keeps beside what is pinned. */
  private static final long STORE_LIMIT = 4L << 30;

  /** Opens the store of blocks, whose folder is made if need be. Throws why that cannot be. */
  BlockStore openStore() throws Sentence {
    checkFolder(blocks);
    try {
      return BlockStore.open(blocks, STORE_LIMIT);
    } catch (IOException e) {
      throw new Sentence(
          ExitCodes.IO, "the store " + blocks + " cannot be used: " + FileWords.of(e));
    }
  }

  /** That the store could not take a block, and why. */
  Sentence notStored(String why) {
    return new Sentence(ExitCodes.IO, "the store " + blocks + " could not take it: " + why);
  }

  /** Throws when something else is where programs' files should be. */
  void check() throws Sentence {
    checkFolder(files);
  }

  private static void checkFolder(Path folder) throws Sentence {
    for (Path at = folder; at != null; at = at.getParent())
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(at))
        throw new Sentence(
            ExitCodes.IO,
            at.equals(folder)
                ? folder + " should be a folder of the profile, and is none; move it away"
                : "the profile cannot be in "
                    + folder.getParent()
                    + ": "
                    + at
                    + (FileWords.isCircle(at)
                        ? " is a circle of symbolic links"
                        : " is not a folder"));
  }

  /**
   * The given folder, else {@code CAIRN_PROFILE}, else the usual place for a user's data (XDG Base
   * Directory Specification; Application Support; APPDATA), below {@code HOME}.
   */
  static Places choose(
      Optional<String> given, Map<String, String> environment, String operatingSystem, Path home)
      throws Sentence {
    if (given.isPresent()) return named(given.get());
    String named = environment.getOrDefault("CAIRN_PROFILE", "");
    if (!named.isEmpty()) return named(named);
    if (operatingSystem.startsWith("Mac"))
      return in(home.resolve("Library/Application Support/Cairn"));
    if (operatingSystem.startsWith("Windows"))
      return in(Path.of(environment.getOrDefault("APPDATA", home.toString())).resolve("Cairn"));
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    return data.startsWith("/")
        ? in(NamedPath.of(data + "/cairn").path())
        : in(home.resolve(".local/share/cairn"));
  }

  private static Places named(String word) throws Sentence {
    NamedPath folder = NamedPath.of(word);
    if (Files.exists(folder.path()) && !Files.isDirectory(folder.path()))
      throw new Sentence(
          ExitCodes.UNAVAILABLE, folder + " is not a folder, and a profile is a folder");
    return in(folder.path().toAbsolutePath());
  }
}
