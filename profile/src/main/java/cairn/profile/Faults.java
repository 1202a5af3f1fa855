package cairn.profile;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean for a profile ("Result and Error Codes"). */
final class Faults {
  private Faults() {}

  /**
   * Whether a failure says something about what stands in the file; otherwise it is the disk, the
   * memory or another program, and the same file may be read later.
   */
  static boolean isDamage(SQLException e) {
    if (!(e instanceof SQLiteException sqlite)) return false;
    return switch (sqlite.getResultCode()) {
      // A page is missing at the end of the file.
      case SQLITE_IOERR_SHORT_READ -> true;
      default -> !isOfTheSurroundings(code(e));
    };
  }

  private static boolean isOfTheSurroundings(int code) {
    return switch (code) {
      // PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL, NOLFS, AUTH
      case 3, 5, 6, 7, 8, 10, 13, 14, 15, 22, 23 -> true;
      default -> false;
    };
  }

  /** Whether the file said that it is not to be written; the system may say so too. */
  static boolean isReadOnly(SQLException e) {
    return code(e) == 8;
  }

  /** Extended codes carry the plain one in their low byte; 0 for what is not SQLite's. */
  private static int code(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
  }

  /** Why a profile cannot be opened or written. */
  static Profile.Reason reason(SQLException e) {
    return switch (code(e)) {
      case 5, 6 -> Profile.Reason.LOCKED;
      case 13 -> Profile.Reason.DISK_FULL;
      case 0 -> Profile.Reason.NO_DATABASE;
      default -> Profile.Reason.NOT_WRITABLE;
    };
  }

  /** What happened, for people, as the end of a sentence. */
  static String words(Throwable e) {
    if (!(e instanceof SQLException sql)) return String.valueOf(e.getMessage());
    return switch (code(sql)) {
      case 3, 8, 23 -> "it may not be written";
      case 5, 6 -> "another program has locked it";
      case 7 -> "there is not enough memory";
      case 10 -> "the disk cannot be read or written";
      case 11, 26 -> "it is damaged";
      case 13 -> "the disk is full";
      case 14 -> "it cannot be opened";
      default -> plain(String.valueOf(sql.getMessage()));
    };
  }

  /** Without the name of the code that the driver puts before it. */
  private static String plain(String message) {
    return message.replaceFirst("^\\[[A-Z_]+] +", "");
  }
}
