package cairn.kernel.host.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/**
 * Looks at everything below a folder, however deep. It steps from open folder to open folder and
 * back by {@code ..}, so it has one descriptor and needs no path; no link is followed. Names that
 * are no text are passed over: no program made them. Confined to the program's lane.
 */
final class Survey {
  private static final int PIECE = 1024;

  /** What is there is no folder, or no more. */
  private static final Set<FileError> GONE =
      EnumSet.of(FileError.NOT_FOUND, FileError.NOT_A_FOLDER, FileError.LINK);

  /** What is found. */
  @FunctionalInterface
  interface Found {
    /**
     * A name.
     *
     * @param folder open until this returns
     * @param depth 1 in the folder where the survey began
     * @param length bytes of the path from there, this name included
     */
    void name(int folder, FolderWork.Name name, int depth, int length) throws FileFault;
  }

  /** A folder that the survey is in, and those in it that it has not been in. */
  private record Level(long node, int length, Deque<String> folders) {}

  private final Found found;
  private final Deque<Level> levels = new ArrayDeque<>();
  private int at;

  private Survey(int at, Found found) {
    this.at = at;
    this.found = found;
  }

  /** All names below; not the folder itself. */
  static void below(int folder, Found found) throws FileFault {
    var survey = new Survey(Posix.open(folder, ".", Posix.FOLDER), found);
    try {
      survey.enter(-1);
      while (!survey.levels.isEmpty()) survey.step();
    } finally {
      Posix.close(survey.at);
    }
  }

  private void enter(int length) throws FileFault {
    Deque<String> folders = new ArrayDeque<>();
    levels.push(new Level(Posix.stat(at).node(), length, folders));
    long after = 0;
    while (true) {
      var names = FolderWork.names(at, after, PIECE);
      for (var name : names) {
        if (name.isSelfOrParent()) continue;
        found.name(at, name, levels.size(), length + 1 + name.bytes());
        if (name.kind() == Kind.FOLDER) folders.add(name.name());
      }
      if (names.size() < PIECE) return;
      after = names.getLast().next();
    }
  }

  private void step() throws FileFault {
    Level level = levels.element();
    String next = level.folders().poll();
    if (next != null) {
      if (goTo(next)) enter(level.length() + 1 + FolderWork.bytes(next));
      return;
    }
    levels.pop();
    if (levels.isEmpty()) return;
    // Somebody may have moved the folder meanwhile.
    if (!goTo("..") || Posix.stat(at).node() != levels.element().node())
      throw new FileFault(FileError.FAILED);
  }

  /** False: it is gone, or no folder any more. */
  private boolean goTo(String folder) throws FileFault {
    int to;
    try {
      to = Posix.open(at, folder, Posix.FOLDER | Posix.NO_FOLLOW);
    } catch (FileFault fault) {
      if (GONE.contains(fault.error())) return false;
      // What was counted so far would be no answer.
      throw fault;
    }
    Posix.close(at);
    at = to;
    return true;
  }
}
