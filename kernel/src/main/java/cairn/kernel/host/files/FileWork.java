package cairn.kernel.host.files;

import cairn.registry.Payload;
import java.util.Optional;

/**
 * Reading, writing and measuring open files, with the quota of where they are. Confined to the
 * program's lane.
 */
final class FileWork {
  /** The most bytes of one read. */
  private static final int MOST = 1 << 20;

  private FileWork() {}

  static byte[] read(Opened file, long offset, long most) throws FileFault {
    if (offset < 0) throw new FileFault(FileError.INVALID);
    return Posix.read(file.descriptor(), offset, (int) Math.min(most, MOST));
  }

  static int write(Opened file, long offset, Payload bytes) throws FileFault {
    long end = offset + bytes.length();
    if (offset < 0 || end < 0) throw new FileFault(FileError.TOO_LARGE);
    if (bytes.length() == 0) {
      // So that a file that is not open for writing says so.
      return Posix.write(file.descriptor(), offset, bytes);
    }
    grow(file, end);
    try {
      return Posix.write(file.descriptor(), offset, bytes);
    } finally {
      measure(file);
    }
  }

  static long append(Opened file, Payload bytes) throws FileFault {
    if (file.tree().quota().isPresent())
      grow(file, Posix.stat(file.descriptor()).size() + bytes.length());
    try {
      return Posix.append(file.descriptor(), bytes);
    } finally {
      measure(file);
    }
  }

  static void setSize(Opened file, long size) throws FileFault {
    if (size < 0) throw new FileFault(FileError.INVALID);
    grow(file, size);
    try {
      Posix.setSize(file.descriptor(), size);
    } finally {
      measure(file);
    }
  }

  static void allocate(Opened file, long offset, long length) throws FileFault {
    long end = offset + length;
    if (offset < 0 || length <= 0) throw new FileFault(FileError.INVALID);
    if (end < 0) throw new FileFault(FileError.TOO_LARGE);
    grow(file, end);
    try {
      Posix.allocate(file.descriptor(), offset, length);
    } finally {
      measure(file);
    }
  }

  private static void grow(Opened file, long size) throws FileFault {
    Optional<Quota> quota = file.tree().quota();
    if (quota.isPresent()) quota.get().grow(file.node(), size);
  }

  /** Gives back what was taken and not used. */
  private static void measure(Opened file) throws FileFault {
    Optional<Quota> quota = file.tree().quota();
    if (quota.isPresent()) quota.get().shrunk(file.node(), Posix.stat(file.descriptor()).size());
  }
}
