package cairn.app;

import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.registry.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The log of {@code --record} as a new file that only its owner can read: it holds all that the
 * program was told. Written by one thread of the kernel; what was appended survives the end of
 * Cairn.
 */
final class RecordingFile implements RecordingTarget {
  private final Path file;
  private final OutputStream out;
  private final Consumer<String> tell;

  private RecordingFile(Path file, OutputStream out, Consumer<String> tell) {
    this.file = file;
    this.out = out;
    this.tell = tell;
  }

  /** Makes the file, which must not exist. {@code tell}: takes the sentence about how it ended. */
  static RecordingFile create(Path file, Consumer<String> tell) throws Sentence {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix"))
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      else Files.createFile(file);
      return new RecordingFile(file, Files.newOutputStream(file, StandardOpenOption.APPEND), tell);
    } catch (FileAlreadyExistsException e) {
      throw new Sentence(ExitCodes.IO, file + " exists already; a recording needs a new file");
    } catch (IOException e) {
      throw new Sentence(ExitCodes.IO, file + " could not be written: " + e.getMessage());
    }
  }

  @Override
  public void append(Payload bytes) throws IOException {
    out.write(bytes.toByteArray());
  }

  @Override
  public void ended(RecordingEnd how) {
    String closing = "";
    try {
      out.close();
    } catch (IOException e) {
      closing = "; the file could not be closed: " + e.getMessage();
    }
    tell.accept(sentence(how) + closing);
  }

  private String sentence(RecordingEnd how) {
    return switch (how) {
      case RecordingEnd.Whole(long calls, long bytes, var memory) ->
          String.format(
              Locale.ROOT,
              "recorded %,d calls in %s; at its end %,d bytes of memory, sha256 %s",
              calls,
              file,
              bytes,
              memory);
      case RecordingEnd.EndedBetween(long calls) ->
          String.format(
              Locale.ROOT,
              "recorded %,d calls in %s; it was ended while it computed, so its last moments"
                  + " cannot be replayed",
              calls,
              file);
      case RecordingEnd.NotRepeatable(long calls, var why) ->
          String.format(
              Locale.ROOT,
              "recorded %,d calls in %s; the recording ended there, because %s",
              calls,
              file,
              ReplayWords.of(why));
      case RecordingEnd.NotWritten(long calls, var why) ->
          String.format(
              Locale.ROOT,
              "%s could not be written after %,d calls: %s; the program went on without it",
              file,
              calls,
              why);
    };
  }
}
