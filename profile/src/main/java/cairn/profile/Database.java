package cairn.profile;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite connection and the one thread that uses it. Work comes in as tasks and is done in
 * order, so no lock is held while the disk is written. A task that throws has changed nothing.
 */
final class Database implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("cairn.profile");

  /** Confined to {@link #thread} once the database is open. */
  private final Connection connection;

  private final ScheduledThreadPoolExecutor thread;

  /** Filled while the profile is put together, by one thread; read when it closes. */
  private final List<Runnable> last = new CopyOnWriteArrayList<>();

  private Database(Connection connection) {
    this.connection = connection;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cairn-profile").factory());
    // Whoever puts something off also asks for it to be done at the close.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** What came of opening. */
  sealed interface Outcome {
    record Ready(Database database) implements Outcome {}

    record Damaged(String detail) implements Outcome {}

    record TooNew(int version) implements Outcome {}

    record Failed(Profile.Reason reason, String detail) implements Outcome {}
  }

  /** A task for the database's thread. */
  @FunctionalInterface
  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }

  /** A task without a result. */
  @FunctionalInterface
  interface Update {
    void run(Connection connection) throws SQLException;
  }

  /** Opens or makes the database, checks it, and brings it up to date. */
  static Outcome open(Path file) {
    // SQLite deletes the journal beside a file that is no database; so it does not get to see it.
    if (DamagedFile.isNoDatabase(file)) return new Outcome.Damaged("it does not begin like one");
    Connection connection;
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    } catch (SQLException e) {
      return failure(e);
    }
    try {
      var outcome = prepare(connection);
      if (!(outcome instanceof Outcome.Ready)) connection.close();
      return outcome;
    } catch (SQLException e) {
      closeQuietly(connection);
      return failure(e);
    }
  }

  private static Outcome prepare(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      // Nothing is written to a file of which we do not know that it is sound and ours.
      try (var check = statement.executeQuery("PRAGMA quick_check(1)")) {
        String said = check.getString(1);
        if (!said.equals("ok")) return new Outcome.Damaged(said);
      }
      int version = Schema.version(connection);
      if (version > Schema.VERSION) return new Outcome.TooNew(version);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA trusted_schema = OFF");
    }
    Schema.bringUpToDate(connection);
    Schema.check(connection);
    return new Outcome.Ready(new Database(connection));
  }

  private static Outcome failure(SQLException e) {
    String said = String.valueOf(e.getMessage());
    if (!(e instanceof SQLiteException sqlite))
      return new Outcome.Failed(Profile.Reason.NO_DATABASE, said);
    SQLiteErrorCode code = sqlite.getResultCode();
    // Extended codes carry the plain one in their low byte. SQL that our own steps do not expect
    // ("table exists") means that the file is somebody else's or broken: set aside as well.
    return switch (code.code & 0xff) {
      case 1, 11, 26 -> new Outcome.Damaged(said);
      default -> new Outcome.Failed(Profile.Reason.NOT_WRITABLE, said);
    };
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "a database that could not be opened could not be closed", e);
    }
  }

  /**
   * Runs a task and waits for it. What it wrote is on the disk when this returns. Throws
   * ProfileException when it failed.
   */
  <T> T call(String what, Query<T> query) {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                try {
                  return query.run(connection);
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              },
              thread)
          .join();
    } catch (CompletionException | RejectedExecutionException e) {
      throw new ProfileException("could not " + what, e.getCause() == null ? e : e.getCause());
    }
  }

  /** Runs a task soon. A failure is logged. */
  void later(String what, Update update) {
    try {
      thread.execute(() -> attempt(what, update));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.WARNING, "the profile is closed, could not " + what);
    }
  }

  /** Runs a task after a while; not at all if the profile closes before. */
  void after(Duration delay, String what, Update update) {
    if (thread.isShutdown()) return;
    thread.schedule(() -> attempt(what, update), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs a task as one of the last, when the profile closes. */
  void atClose(String what, Update update) {
    last.add(() -> attempt(what, update));
  }

  private void attempt(String what, Update update) {
    try {
      update.run(connection);
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "could not " + what, e);
    }
  }

  /** Does what is queued, then closes. A second time it does nothing. */
  @Override
  public void close() {
    if (thread.isShutdown()) return;
    last.forEach(thread::execute);
    thread.close();
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "the profile's database was not closed", e);
    }
  }
}
