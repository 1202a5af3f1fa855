package cairn.profile;

import java.sql.Connection;
import java.sql.SQLException;

/** All of some work, or none of it. */
final class Transaction {
  private Transaction() {}

  /** What may fail with the database. */
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  /** Runs work that is undone when it throws. The connection is in auto-commit mode. */
  static void run(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      undo(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /**
   * SQLite has undone it already when the disk is full, and says so to whoever undoes it again; the
   * first fault is the one that counts.
   */
  private static void undo(Connection connection, Exception because) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }
}
