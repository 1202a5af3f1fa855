package cairn.kernel.host.files;

import cairn.kernel.ProgramId;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The programs' own folders on the disk, one per program, named by its id. Any thread that may
 * wait: what is in all of them is counted once, by whoever is first.
 */
final class OwnFolders {
  private static final System.Logger LOG = System.getLogger(OwnFolders.class.getName());

  private final Path root;
  private final Limits limits;
  private final Counting counting;
  private final AtomicLong sum = new AtomicLong();
  private final AtomicReference<FutureTask<Boolean>> counted =
      new AtomicReference<>(new FutureTask<>(this::count));

  /** Folders that the sum does not hold, because they could not be counted. */
  private final Set<Path> uncounted = ConcurrentHashMap.newKeySet();

  /** Says how full a folder is. */
  @FunctionalInterface
  interface Counting {
    /** What a {@link Quota} counts. */
    long bytes(Path folder) throws FileFault;
  }

  /** Bytes that one folder, and all of them, may hold. */
  record Limits(long each, long all) {
    static final Limits DEFAULT = new Limits(256L << 20, 4L << 30);
  }

  OwnFolders(Path root, Limits limits) {
    this(root, limits, OwnFolders::bytes);
  }

  OwnFolders(Path root, Limits limits, Counting counting) {
    this.root = root.toAbsolutePath();
    this.limits = limits;
    this.counting = counting;
  }

  /** A program's folder, made if there is none. */
  Path folder(ProgramId program) throws FileFault {
    Path folder = root.resolve(program.hash().hex());
    try {
      if (Files.isDirectory(folder)) return folder;
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return folder;
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot make {0}: {1}", folder, e.toString());
      throw new FileFault(FileError.FAILED);
    }
  }

  /** What is opened from a program's folder. A folder that cannot be counted fails alone. */
  Tree tree(Path folder) throws FileFault {
    countAll();
    try {
      long used = counting.bytes(folder);
      if (uncounted.remove(folder)) sum.addAndGet(used);
      int top = Posix.open(Posix.HERE, folder.toString(), Posix.FOLDER);
      try {
        return Tree.own(new Quota(sum, used, limits.each(), limits.all()), new Reach(top));
      } finally {
        Posix.close(top);
      }
    } catch (FileFault fault) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a program gets no files, because its folder {0} cannot be looked through: {1}",
          folder,
          fault.error().word());
      throw new FileFault(FileError.FAILED);
    }
  }

  private void countAll() throws FileFault {
    FutureTask<Boolean> task = Objects.requireNonNull(counted.get());
    task.run();
    try {
      if (task.get()) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException bug) {
      throw new IllegalStateException(bug);
    }
    // It may go better for the next.
    counted.compareAndSet(task, new FutureTask<>(this::count));
    throw new FileFault(FileError.FAILED);
  }

  /** False: there is no saying which folders there are. */
  private boolean count() {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(root)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
        all.forEach(folders::add);
      } catch (IOException | DirectoryIteratorException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot list {0}: {1}", root, e.toString());
        return false;
      }
    }
    for (Path folder : folders) {
      try {
        sum.addAndGet(counting.bytes(folder));
      } catch (FileFault fault) {
        // Its own program is told when it wants it; the others go on.
        uncounted.add(folder);
      }
    }
    return true;
  }

  /** What a {@link Quota} counts. */
  static long bytes(Path folder) throws FileFault {
    Set<Long> seen = new HashSet<>();
    long[] bytes = new long[1];
    int top = Posix.open(Posix.HERE, folder.toString(), Posix.FOLDER);
    try {
      Survey.below(
          top,
          (at, name, _, _) -> {
            bytes[0] += Quota.NAME_BYTES;
            if (name.kind() == Kind.FILE) bytes[0] += size(at, name.name(), seen);
          });
    } finally {
      Posix.close(top);
    }
    return bytes[0];
  }

  /** Once for all its names, and nothing if somebody removed it meanwhile. */
  private static long size(int at, String name, Set<Long> seen) throws FileFault {
    try {
      Status status = Posix.stat(at, name);
      return seen.add(status.node()) ? status.size() : 0;
    } catch (FileFault gone) {
      if (gone.error() == FileError.NOT_FOUND) return -Quota.NAME_BYTES;
      throw gone;
    }
  }
}
