package cairn.kernel.host.files;

import java.util.Locale;

/** The cases of {@code files.error}. */
enum FileError {
  PERMISSION_DENIED,
  NOT_PERMITTED,
  INVALID_HANDLE,
  OUTSIDE,
  NOT_FOUND,
  EXISTS,
  NOT_A_FOLDER,
  IS_A_FOLDER,
  NOT_EMPTY,
  LINK,
  INVALID,
  NAME_TOO_LONG,
  TOO_LARGE,
  QUOTA_REACHED,
  DISK_FULL,
  TOO_MANY,
  TOO_MANY_NAMES,
  READ_ONLY,
  BUSY,
  OTHER_DEVICE,
  NOT_SUPPORTED,
  FAILED;

  /** EINTR: to be tried again. */
  static final int INTERRUPTED = 4;

  /** For an errno of Linux (asm-generic/errno.h). */
  static FileError ofSystem(int errno) {
    return switch (errno) {
      case 1 -> NOT_PERMITTED;
      case 2 -> NOT_FOUND;
      case 9 -> INVALID_HANDLE;
      case 13 -> PERMISSION_DENIED;
      case 16, 26 -> BUSY;
      case 17 -> EXISTS;
      case 18 -> OTHER_DEVICE;
      case 20 -> NOT_A_FOLDER;
      case 21 -> IS_A_FOLDER;
      case 22 -> INVALID;
      case 23, 24 -> TOO_MANY;
      case 27, 75 -> TOO_LARGE;
      case 28 -> DISK_FULL;
      case 30 -> READ_ONLY;
      case 31 -> TOO_MANY_NAMES;
      case 36 -> NAME_TOO_LONG;
      case 39 -> NOT_EMPTY;
      case 40 -> LINK;
      // A pipe or a socket: without a reader, without a device.
      case 6, 19, 38, 95 -> NOT_SUPPORTED;
      case 122 -> QUOTA_REACHED;
      default -> FAILED;
    };
  }

  /** The case's name. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
