package cairn.kernel.host.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Walks a path from an open folder to the folder that holds its last name, one name at a time.
 *
 * <p>Each step opens the next folder relative to the one before and lets the system follow no link;
 * links are read and walked here. {@code ..} goes back to the descriptor that the walk came from,
 * so it cannot lead elsewhere if a folder is moved meanwhile, and not above where it began. What a
 * place names is itself to be used without following links.
 *
 * <p>One walk, one thread; closing it closes what it opened.
 */
final class Walk implements AutoCloseable {
  /** As Linux: more links than this in one path are a circle. */
  private static final int MOST_LINKS = 40;

  /** PATH_MAX of Linux. */
  private static final int LONGEST = 4096;

  private static final int STEP = Posix.PATH | Posix.FOLDER | Posix.NO_FOLLOW;

  private final int base;
  private final Deque<Integer> opened = new ArrayDeque<>();
  private final Deque<String> ahead = new ArrayDeque<>();
  private boolean slash;
  private int links;

  Walk(int base) {
    this.base = base;
  }

  /**
   * Where a path leads.
   *
   * @param folder valid until the walk is closed
   * @param name one name in it; "." if it is the folder itself
   * @param slash the path says that it is a folder
   */
  record Place(int folder, String name, boolean slash) {
    /** For the calls that take a slash for what it says, and follow nothing. */
    String nameAndSlash() {
      return slash ? name + "/" : name;
    }
  }

  /**
   * The place of a path.
   *
   * @param follow whether a link at its end is followed; one with a slash behind it always is
   */
  Place find(String path, boolean follow) throws FileFault {
    if (path.isEmpty()) throw new FileFault(FileError.NOT_FOUND);
    if (path.indexOf('\0') >= 0) throw new FileFault(FileError.INVALID);
    if (path.length() > LONGEST) throw new FileFault(FileError.NAME_TOO_LONG);
    add(path);
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      boolean last = ahead.isEmpty();
      switch (name) {
        case "", "." -> {}
        case ".." -> back();
        default -> {
          if (!last) step(name);
          else if (!(follow || slash) || !followed(name)) return new Place(top(), name, slash);
        }
      }
    }
    return new Place(top(), ".", slash);
  }

  private int top() {
    return opened.isEmpty() ? base : opened.peek();
  }

  /** Puts a path in front of what is still ahead. */
  private void add(String path) throws FileFault {
    if (path.startsWith("/")) throw new FileFault(FileError.OUTSIDE);
    if (ahead.isEmpty() && path.endsWith("/")) slash = true;
    for (String name : List.of(path.split("/+")).reversed()) ahead.push(name);
  }

  private void back() throws FileFault {
    if (opened.isEmpty()) throw new FileFault(FileError.OUTSIDE);
    Posix.close(opened.pop());
  }

  private void step(String name) throws FileFault {
    try {
      opened.push(Posix.open(top(), name, STEP));
    } catch (FileFault fault) {
      boolean perhapsLink =
          fault.error() == FileError.NOT_A_FOLDER || fault.error() == FileError.LINK;
      if (!perhapsLink || !followed(name)) throw fault;
    }
  }

  /** If there is a link, its target is ahead now; false: there is none. */
  private boolean followed(String name) throws FileFault {
    String target;
    try {
      target = Posix.readLink(top(), name);
    } catch (FileFault fault) {
      // readlink: EINVAL is no link.
      if (fault.error() == FileError.INVALID || fault.error() == FileError.NOT_FOUND) return false;
      throw fault;
    }
    if (++links > MOST_LINKS) throw new FileFault(FileError.LINK);
    add(target);
    return true;
  }

  @Override
  public void close() {
    opened.forEach(Posix::close);
    opened.clear();
  }
}
