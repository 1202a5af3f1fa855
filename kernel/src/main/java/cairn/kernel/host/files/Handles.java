package cairn.kernel.host.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one process has open, under the numbers it was told. Confined to the program's lane. */
final class Handles {
  private final Map<Integer, Opened> open = new HashMap<>();
  private final Descriptors.Share share;
  private int last;

  /** What it was given, by name. */
  private final Map<String, Tree> given = new HashMap<>();

  /** Opened by the message that is being handled. */
  private Optional<Integer> fresh = Optional.empty();

  /** {@code share}: of the program. */
  Handles(Descriptors.Share share) {
    this.share = share;
  }

  /** Gives it a number; closes it if there are too many. */
  int add(Opened what, int most) throws FileFault {
    if (open.size() >= most || !share.take()) {
      what.close();
      throw new FileFault(FileError.TOO_MANY);
    }
    do {
      last++;
    } while (last == 0 || open.containsKey(last));
    open.put(last, what);
    fresh = Optional.of(last);
    return last;
  }

  /** A message is answered: what it opened stays if anybody sees the answer. */
  void answered(boolean seen) {
    if (!seen) fresh.map(open::remove).ifPresent(this::close);
    fresh = Optional.empty();
  }

  /** The tree of a folder that it was given; empty: it has not, or no more. */
  Optional<Tree> tree(String name) {
    return Optional.ofNullable(given.get(name)).filter(tree -> !tree.isRevoked());
  }

  void give(String name, Tree tree) {
    given.put(name, tree);
  }

  private Opened held(int handle) throws FileFault {
    return Optional.ofNullable(open.get(handle))
        .orElseThrow(() -> new FileFault(FileError.INVALID_HANDLE));
  }

  Opened any(int handle) throws FileFault {
    Opened what = held(handle);
    if (what.tree().isRevoked()) throw new FileFault(FileError.PERMISSION_DENIED);
    return what;
  }

  Opened file(int handle) throws FileFault {
    Opened what = any(handle);
    if (what.kind() != Kind.FILE) throw new FileFault(FileError.IS_A_FOLDER);
    return what;
  }

  Opened folder(int handle) throws FileFault {
    Opened what = any(handle);
    if (what.kind() != Kind.FOLDER) throw new FileFault(FileError.NOT_A_FOLDER);
    return what;
  }

  /** Whether there is room, before anything is made for it. */
  void room(int most) throws FileFault {
    if (open.size() >= most || !share.isRoom()) throw new FileFault(FileError.TOO_MANY);
  }

  void close(int handle) throws FileFault {
    Opened what = held(handle);
    open.remove(handle);
    close(what);
  }

  void closeAll() {
    open.values().forEach(this::close);
    open.clear();
  }

  private void close(Opened what) {
    what.close();
    share.give();
  }
}
