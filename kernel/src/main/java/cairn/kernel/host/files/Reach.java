package cairn.kernel.host.files;

/**
 * How deep and how long the paths of a program's own folder may get, so that people and their tools
 * can look at everything in it, copy it and remove it. Holds for folders, when they are made or
 * moved. Beyond it is {@link FileError#NAME_TOO_LONG}. Confined to the program's lane.
 *
 * <p>Where an open folder is, the system says, in {@code /proc}: others may have moved it.
 */
final class Reach {
  /** Folders in each other. */
  static final int DEEPEST = 64;

  /** Bytes of a folder's path from the own folder; half of what Linux takes as a path. */
  static final int LONGEST = 2048;

  private final String top;

  /** The own folder is open here. */
  Reach(int top) throws FileFault {
    this.top = Posix.pathOf(top);
  }

  /** Before a folder is made. */
  void making(int folder, String name) throws FileFault {
    fits(folder, name, 0, 0);
  }

  /** Before a folder is moved with all that is in it. */
  void moving(int from, String name, int to, String newName) throws FileFault {
    int[] most = new int[2];
    int moved = Posix.open(from, name, Posix.FOLDER | Posix.NO_FOLLOW);
    try {
      Survey.below(
          moved,
          (_, found, depth, length) -> {
            if (found.kind() != Kind.FOLDER) return;
            most[0] = Math.max(most[0], depth);
            most[1] = Math.max(most[1], 1 + length);
          });
    } finally {
      Posix.close(moved);
    }
    fits(to, newName, most[0], most[1]);
  }

  private void fits(int folder, String name, int deeper, int longer) throws FileFault {
    String path = Posix.pathOf(folder);
    // It was removed, or somebody took it away.
    if (!path.equals(top) && !path.startsWith(top + "/")) throw new FileFault(FileError.NOT_FOUND);
    String below = path.substring(top.length());
    long depth = below.chars().filter(c -> c == '/').count() + 1;
    int length = FolderWork.bytes(below) + FolderWork.bytes(name);
    if (depth + deeper > DEEPEST || length + longer > LONGEST)
      throw new FileFault(FileError.NAME_TOO_LONG);
  }
}
