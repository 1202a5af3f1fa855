package cairn.app;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be used, in words: many exceptions have only the path as their message. */
final class FileWords {
  private FileWords() {}

  /** The end of a sentence, such as "the disk is full" or what the system calls it. */
  static String of(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "that is not allowed";
      case NoSuchFileException _ -> "its folder is not there";
      case FileAlreadyExistsException _ -> "something else is there";
      case NotDirectoryException _ -> "it is not a folder";
      case DirectoryNotEmptyException _ -> "a folder in its place is not empty";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> {
        String message = e.getMessage();
        yield message == null || message.isBlank() ? "the system does not say why" : message;
      }
    };
  }
}
