package cairn.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to a profile's folder, held by one JVM. The system gives it back when the JVM ends,
 * however it ends. The lock file holds the owner's process id, for people.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "profile.lock";

  /**
   * Folders locked by this JVM. A lock of POSIX belongs to the process and falls when any of its
   * channels to the file is closed, so the file must not even be opened a second time. Any thread.
   */
  private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** What came of it. */
  sealed interface Taken {
    record Locked(FolderLock lock) implements Taken {}

    record Held(Optional<Long> holder) implements Taken {}

    record Impossible(Profile.Reason reason, String detail) implements Taken {}
  }

  /** Makes the folder if need be, closes it to others, and locks it. */
  static Taken take(Path folder) {
    try {
      Files.createDirectories(folder);
      if (isOpenToAll(folder))
        return new Taken.Impossible(Profile.Reason.SHARED, folder.toString());
      closeToOthers(folder);
      return lock(folder.toRealPath());
    } catch (IOException e) {
      for (Path above = folder; above != null; above = above.getParent())
        if (DamagedFile.isThere(above) && !Files.isDirectory(above))
          return new Taken.Impossible(Profile.Reason.NOT_A_FOLDER, above + " is not a folder");
      return new Taken.Impossible(Profile.Reason.NOT_WRITABLE, said(e));
    }
  }

  private static Taken lock(Path folder) throws IOException {
    if (!HERE.add(folder)) return new Taken.Held(Optional.of(ProcessHandle.current().pid()));
    boolean locked = false;
    try {
      var channel =
          FileChannel.open(
              folder.resolve(NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) return new Taken.Held(holder(channel));
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        locked = true;
        return new Taken.Locked(new FolderLock(folder, channel));
      } finally {
        if (!locked) channel.close();
      }
    } finally {
      if (!locked) HERE.remove(folder);
    }
  }

  /** Whoever holds the lock may be about to write its id, so nothing is taken for granted. */
  private static Optional<Long> holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(20);
    int length = channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, Math.max(length, 0), StandardCharsets.US_ASCII);
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static boolean isOpenToAll(Path folder) throws IOException {
    return hasPosixRights(folder)
        && Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static void closeToOthers(Path folder) throws IOException {
    if (hasPosixRights(folder))
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private static boolean hasPosixRights(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Why a file could not be used, for people, as the end of a sentence. */
  static String said(IOException e) {
    if (e instanceof AccessDeniedException) return "that is not allowed";
    if (e instanceof NoSuchFileException gone) return gone.getFile() + " is not there";
    String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return reason == null ? "the disk cannot be read or written" : reason;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger("cairn.profile").log(System.Logger.Level.WARNING, "lock not closed", e);
    } finally {
      HERE.remove(folder);
    }
  }
}
