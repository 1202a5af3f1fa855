package cairn.kernel.host.files;

import cairn.kernel.host.files.Walk.Place;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What is done to names in open folders, with the quota of where they are. Nothing here follows a
 * link but {@link Walk}. Confined to the program's lane.
 */
final class PathWork {
  private PathWork() {}

  /** A folder that Cairn named, whose path may hold links. */
  static Opened root(Path path, Tree tree) throws FileFault {
    return root(Posix.HERE, path.toString(), tree);
  }

  /** The same in an open folder. */
  static Opened root(int at, String path, Tree tree) throws FileFault {
    int descriptor = Posix.open(at, path, Posix.FOLDER);
    try {
      return new Opened(descriptor, Kind.FOLDER, Posix.stat(descriptor).node(), tree);
    } catch (FileFault fault) {
      Posix.close(descriptor);
      throw fault;
    }
  }

  /**
   * Opens an ordinary file or a folder.
   *
   * @param how cases of {@code files.how}
   */
  static Opened open(Opened at, String path, boolean follow, Set<String> how) throws FileFault {
    boolean create = how.contains("create");
    boolean folder = how.contains("folder");
    if (create && folder) throw new FileFault(FileError.INVALID);
    // What exists already fails as a link, too: nothing is followed.
    boolean exclusive = create && how.contains("exclusive");
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = walk.find(path, follow && !exclusive);
      int flags = mode(how) | Posix.NO_FOLLOW;
      if (folder || place.slash()) flags |= Posix.FOLDER;
      else if (create) flags |= Posix.CREATE | (exclusive ? Posix.EXCLUSIVE : 0);
      if (how.contains("truncate")) flags |= Posix.TRUNCATE;
      return opened(at.tree(), place, flags);
    }
  }

  private static int mode(Set<String> how) {
    if (!how.contains("write")) return 0;
    return how.contains("read") ? Posix.READ_WRITE : Posix.WRITE_ONLY;
  }

  private static Opened opened(Tree tree, Place place, int flags) throws FileFault {
    Optional<Quota> quota = tree.quota();
    Optional<Status> before = statusIfAny(place);
    // To open a pipe or a device does something already: it wakes who waits at its other end.
    if (before.filter(status -> status.kind() == Kind.OTHER).isPresent())
      throw new FileFault(FileError.NOT_SUPPORTED);
    boolean made = (flags & Posix.CREATE) != 0 && quota.isPresent() && before.isEmpty();
    if (made) quota.orElseThrow().takeName();
    int descriptor;
    try {
      descriptor = Posix.open(place.folder(), place.name(), flags);
    } catch (FileFault fault) {
      if (made) quota.orElseThrow().giveNameBack();
      throw fault;
    }
    try {
      Status now = Posix.stat(descriptor);
      if (now.kind() != Kind.FILE && now.kind() != Kind.FOLDER)
        throw new FileFault(FileError.NOT_SUPPORTED);
      if (quota.isPresent() && now.kind() == Kind.FILE) {
        quota.get().opened((flags & Posix.TRUNCATE) != 0 ? before.orElse(now) : now);
        quota.get().shrunk(now.node(), now.size());
      }
      return new Opened(descriptor, now.kind(), now.node(), tree);
    } catch (FileFault fault) {
      Posix.close(descriptor);
      throw fault;
    }
  }

  private static Optional<Status> statusIfAny(Place place) throws FileFault {
    try {
      return Optional.of(Posix.stat(place.folder(), place.name()));
    } catch (FileFault fault) {
      if (fault.error() == FileError.NOT_FOUND) return Optional.empty();
      throw fault;
    }
  }

  static Status stat(Opened at, String path, boolean follow) throws FileFault {
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = walk.find(path, follow);
      Status status = Posix.stat(place.folder(), place.name());
      if (place.slash() && status.kind() != Kind.FOLDER)
        throw new FileFault(FileError.NOT_A_FOLDER);
      return status;
    }
  }

  static void setTimes(Opened at, String path, boolean follow, When accessed, When modified)
      throws FileFault {
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = walk.find(path, follow);
      Posix.setTimes(place.folder(), place.name(), accessed, modified);
    }
  }

  static void makeFolder(Opened at, String path) throws FileFault {
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = target(walk, path);
      Optional<Reach> reach = at.tree().reach();
      if (reach.isPresent()) reach.get().making(place.folder(), place.name());
      makeName(at, () -> Posix.makeFolder(place.folder(), place.nameAndSlash()));
    }
  }

  static void makeLink(String target, Opened at, String path) throws FileFault {
    if (target.isEmpty()) throw new FileFault(FileError.NOT_FOUND);
    if (target.indexOf('\0') >= 0) throw new FileFault(FileError.INVALID);
    // It would lead out wherever it stood.
    if (target.startsWith("/")) throw new FileFault(FileError.OUTSIDE);
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = target(walk, path);
      makeName(at, () -> Posix.makeLink(target, place.folder(), place.nameAndSlash()));
    }
  }

  static void link(Opened from, String path, boolean follow, Opened to, String newPath)
      throws FileFault {
    sameTree(from, to);
    try (Walk walk = new Walk(from.descriptor());
        Walk newWalk = new Walk(to.descriptor())) {
      Place place = walk.find(path, follow);
      if (place.slash() && Posix.stat(place.folder(), place.name()).kind() != Kind.FOLDER)
        throw new FileFault(FileError.NOT_A_FOLDER);
      Place newPlace = target(newWalk, newPath);
      makeName(
          to,
          () ->
              Posix.link(place.folder(), place.name(), newPlace.folder(), newPlace.nameAndSlash()));
    }
  }

  static String readLink(Opened at, String path) throws FileFault {
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = walk.find(path, false);
      return Posix.readLink(place.folder(), place.name());
    }
  }

  static void remove(Opened at, String path, boolean folder) throws FileFault {
    try (Walk walk = new Walk(at.descriptor())) {
      Place place = target(walk, path);
      Optional<Status> was = before(at, place);
      Posix.remove(place.folder(), place.nameAndSlash(), folder);
      was.ifPresent(status -> at.tree().quota().orElseThrow().removed(status));
    }
  }

  static void rename(Opened from, String path, Opened to, String newPath) throws FileFault {
    sameTree(from, to);
    try (Walk walk = new Walk(from.descriptor());
        Walk newWalk = new Walk(to.descriptor())) {
      Place place = target(walk, path);
      Place newPlace = target(newWalk, newPath);
      Optional<Status> moved = before(from, place);
      Optional<Status> replaced = before(to, newPlace);
      Optional<Reach> reach = to.tree().reach();
      if (reach.isPresent() && moved.filter(what -> what.kind() == Kind.FOLDER).isPresent())
        reach.get().moving(place.folder(), place.name(), newPlace.folder(), newPlace.name());
      Posix.rename(
          place.folder(), place.nameAndSlash(), newPlace.folder(), newPlace.nameAndSlash());
      // Two names of one file: the system leaves both.
      boolean same = moved.map(Status::node).equals(replaced.map(Status::node));
      if (replaced.isPresent() && !same) to.tree().quota().orElseThrow().removed(replaced.get());
    }
  }

  /**
   * A place to make, move or remove. The system follows no link there; a slash behind the name only
   * says that it is a folder.
   */
  private static Place target(Walk walk, String path) throws FileFault {
    boolean slash = path.endsWith("/");
    String bare = slash ? path.replaceFirst("/+$", "") : path;
    if (bare.isEmpty() && slash) throw new FileFault(FileError.OUTSIDE);
    Place place = walk.find(bare, false);
    return new Place(place.folder(), place.name(), slash);
  }

  /** What is there, where it matters for the quota. */
  private static Optional<Status> before(Opened at, Place place) throws FileFault {
    return at.tree().quota().isEmpty() ? Optional.empty() : statusIfAny(place);
  }

  private static void sameTree(Opened from, Opened to) throws FileFault {
    if (from.tree() != to.tree()) throw new FileFault(FileError.OTHER_DEVICE);
  }

  /** Makes a name. */
  @FunctionalInterface
  private interface Making {
    void make() throws FileFault;
  }

  private static void makeName(Opened at, Making making) throws FileFault {
    Optional<Quota> quota = at.tree().quota();
    if (quota.isPresent()) quota.get().takeName();
    try {
      making.make();
    } catch (FileFault fault) {
      quota.ifPresent(Quota::giveNameBack);
      throw fault;
    }
  }
}
