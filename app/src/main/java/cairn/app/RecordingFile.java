package cairn.app;

import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.registry.Payload;
import cairn.shell.Recordings.Extent;
import cairn.shell.Recordings.Recorded;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The log of a recording as a new file that only its owner can read: it holds all that the program
 * was told. Written by one thread of the kernel; what was appended survives the end of Cairn.
 */
final class RecordingFile implements RecordingTarget {
  private final Path file;
  private final OutputStream out;
  private final Consumer<Recorded> tell;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean hasBegun;

  private RecordingFile(Path file, OutputStream out, Consumer<Recorded> tell) {
    this.file = file;
    this.out = out;
    this.tell = tell;
  }

  /**
   * Makes the file. {@code replace}: whether one that is there may be replaced, which happens in
   * one step; {@code tell}: hears once how it ended.
   */
  static RecordingFile create(Path file, boolean replace, Consumer<Recorded> tell) throws Sentence {
    try {
      if (replace && Files.isRegularFile(file)) replace(file);
      else Files.createFile(file, forTheOwner(file));
      return new RecordingFile(file, Files.newOutputStream(file, StandardOpenOption.APPEND), tell);
    } catch (FileAlreadyExistsException e) {
      throw new Sentence(ExitCodes.IO, file + " exists already; a recording needs a new file");
    } catch (IOException e) {
      throw new Sentence(ExitCodes.IO, file + " could not be written: " + FileWords.of(e));
    }
  }

  private static FileAttribute<?>[] forTheOwner(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void replace(Path file) throws IOException {
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(), ".cairn-", ".tmp", forTheOwner(file));
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  @Override
  public void append(Payload bytes) throws IOException {
    hasBegun = true;
    out.write(bytes.toByteArray());
  }

  @Override
  public void ended(RecordingEnd how) {
    if (!over.compareAndSet(false, true)) return;
    String closing = "";
    try {
      out.close();
    } catch (IOException e) {
      closing = "; the file could not be closed: " + e.getMessage();
    }
    var told = ReplayWords.of(how, file);
    tell.accept(new Recorded(told.extent(), told.sentence() + closing, told.memory()));
  }

  /**
   * The run is over. If it never began, nothing was written, and the file goes away. Blocks on the
   * disk.
   */
  void unused() {
    if (hasBegun || !over.compareAndSet(false, true)) return;
    String closing = "";
    try {
      out.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      closing = String.format(Locale.ROOT, "; the empty %s could not be removed", file);
    }
    tell.accept(
        new Recorded(
            Extent.FAILED,
            "nothing was recorded, since the program did not come to run" + closing,
            ""));
  }
}
