package cairn.profile;

import java.io.Serial;

/** The profile cannot keep its promise: the disk is full or gone, or the profile is closed. */
public final class ProfileException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  ProfileException(String what, Throwable cause) {
    super(what, cause);
  }
}
