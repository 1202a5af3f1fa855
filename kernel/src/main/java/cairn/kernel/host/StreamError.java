package cairn.kernel.host;

import java.util.Locale;

/** Why a console's stream could not be read or written: the cases of {@code console.error}. */
public enum StreamError {
  /** It is not open, or not for this (EBADF). */
  NOT_OPEN,
  /** What is written can be read by nobody any more (EPIPE). */
  BROKEN_PIPE,
  /** EISDIR. */
  IS_A_FOLDER,
  /** ENOSPC. */
  DISK_FULL,
  /** EDQUOT. */
  QUOTA_REACHED,
  /** EFBIG. */
  TOO_LARGE,
  /** Everything else. */
  FAILED;

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The case of {@code console.error}. */
  String word() {
    return word;
  }
}
