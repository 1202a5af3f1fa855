package cairn.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Why a file could not be used, in words: many exceptions have only the path as their message. */
final class FileWords {
  /** What the JDK puts behind the system's words when that says ELOOP. */
  private static final String CIRCLE = "or unable to access attributes of symbolic link";

  private FileWords() {}

  /** The end of a sentence, such as "the disk is full" or what the system calls it. */
  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "that is not allowed";
      case NoSuchFileException _ -> "its folder is not there";
      case FileAlreadyExistsException _ -> "something else is there";
      case NotDirectoryException _ -> "it is not a folder";
      case DirectoryNotEmptyException _ -> "a folder in its place is not empty";
      case FileSystemException f when isCircle(f) -> "its symbolic links lead in a circle";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null || message.isBlank() ? "the system does not say why" : message;
      }
    };
  }

  private static boolean isCircle(FileSystemException e) {
    return e.getReason() != null && e.getReason().endsWith(CIRCLE);
  }

  /** Whether there is nothing because symbolic links lead in a circle. */
  static boolean isCircle(Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return false;
    } catch (FileSystemException e) {
      return isCircle(e);
    } catch (IOException e) {
      return false;
    }
  }
}
