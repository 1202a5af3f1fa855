package cairn.kernel.host.files;

import cairn.kernel.ProgramId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The programs' own folders on the disk, one per program, named by its id. Any thread that may
 * wait: what is in all of them is counted once, by whoever is first.
 */
final class OwnFolders {
  private static final System.Logger LOG = System.getLogger(OwnFolders.class.getName());

  private final Path root;
  private final Limits limits;
  private final AtomicLong sum = new AtomicLong();
  private final FutureTask<Boolean> counted = new FutureTask<>(this::count, true);

  /** Bytes that one folder, and all of them, may hold. */
  record Limits(long each, long all) {
    static final Limits DEFAULT = new Limits(256L << 20, 4L << 30);
  }

  OwnFolders(Path root, Limits limits) {
    this.root = root.toAbsolutePath();
    this.limits = limits;
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
      LOG.log(System.Logger.Level.WARNING, "cannot make " + folder, e);
      throw new FileFault(FileError.FAILED);
    }
  }

  /** How full a program's folder is. */
  Quota quota(Path folder) throws FileFault {
    counted.run();
    try {
      counted.get();
      return new Quota(sum, bytes(folder), limits.each(), limits.all());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FileFault(FileError.FAILED);
    } catch (ExecutionException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot count " + folder, e);
      throw new FileFault(FileError.FAILED);
    }
  }

  private void count() {
    try {
      if (!Files.isDirectory(root)) return;
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
        for (Path folder : folders) sum.addAndGet(bytes(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a {@link Quota} counts. */
  private static long bytes(Path folder) throws IOException {
    Set<Object> seen = new HashSet<>();
    long[] bytes = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            bytes[0] += Quota.NAME_BYTES;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += Quota.NAME_BYTES;
            Object key = attributes.fileKey();
            if (attributes.isRegularFile() && (key == null || seen.add(key)))
              bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Somebody removed it meanwhile.
            if (e instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
            throw e;
          }
        });
    return bytes[0] - Quota.NAME_BYTES;
  }
}
