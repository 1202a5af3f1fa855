package cairn.profile;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;

/**
 * One SQLite connection and the one thread that uses it. Work comes in as tasks and is done in
 * order, so no lock is held while the disk is written. A task that throws has changed nothing.
 *
 * <p>What nobody waits for is kept when it cannot be written, and tried again with what comes
 * later, after a while, and at the close; meanwhile {@link #fault} says so.
 */
final class Database implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("cairn.profile");

  private static final Duration TRIED_AGAIN_AFTER = Duration.ofSeconds(5);

  /** Updates that wait for a disk which takes nothing; beyond them the oldest are given up. */
  private static final int MOST_UNWRITTEN = 10_000;

  /** Bytes of a value or row, so that reading a database costs no more than its file. */
  private static final int LONGEST_ROW = 1 << 20;

  /** Confined to {@link #thread} once the database is open. */
  private final Connection connection;

  private final ScheduledThreadPoolExecutor thread;

  /** Filled while the profile is put together, by one thread; read when it closes. */
  private final List<Task> last = new CopyOnWriteArrayList<>();

  /** In order. Confined to {@link #thread}. */
  private final ArrayDeque<Task> unwritten = new ArrayDeque<>();

  /** Written by {@link #thread}, read by anybody. */
  private volatile Optional<String> fault = Optional.empty();

  private record Task(String what, Update update) {}

  Database(Connection connection) {
    this.connection = connection;
    thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("cairn-profile").factory());
    // Whoever puts something off also asks for it to be done at the close.
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Result of looking into a database. */
  sealed interface Outcome {
    /** It is sound; this is what stands in it. The connection is the caller's. */
    record Sound(Connection connection, Contents contents) implements Outcome {}

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

  static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(LONGEST_ROW));
    return config;
  }

  /** A connection as all have it. */
  static Connection connect(Path file) throws SQLException {
    return config().createConnection("jdbc:sqlite:" + file);
  }

  /**
   * Looks into a database, all of it, and brings it up to date. {@code scratch}: a name for a copy,
   * which is gone afterwards.
   */
  static Outcome open(Path file, Path scratch) {
    try {
      var fault = DamagedFile.fault(file);
      if (fault.isPresent()) return new Outcome.Damaged(fault.get());
      // SQLite plays a journal when it opens the database, whatever comes of it; so it gets a copy
      // to try that with.
      if (DamagedFile.hasJournal(file)) {
        var tried = tryJournal(file, scratch);
        if (tried.isPresent()) return tried.get();
      }
    } catch (IOException e) {
      return new Outcome.Failed(Profile.Reason.NOT_WRITABLE, FolderLock.said(e));
    }
    return openAsItIs(file);
  }

  private static Optional<Outcome> tryJournal(Path file, Path scratch) throws IOException {
    try {
      Optional<String> before;
      try {
        DamagedFile.delete(scratch);
        Files.copy(file, scratch);
        before = identity(scratch);
        DamagedFile.copy(file, scratch);
      } catch (IOException e) {
        // A full disk must not keep Cairn from starting; the journal itself is known to be whole.
        LOG.log(Level.WARNING, "a journal could not be tried on a copy: " + FolderLock.said(e));
        return Optional.empty();
      }
      return switch (openAsItIs(scratch)) {
        case Outcome.Sound(Connection connection, Contents contents) -> {
          closeQuietly(connection);
          var after = Optional.ofNullable(contents.settings().get(Schema.IDENTITY));
          yield before.isPresent() && !before.equals(after)
              ? Optional.of(new Outcome.Damaged("its journal is another database's"))
              : Optional.empty();
        }
        case Outcome.Damaged damaged -> Optional.of(damaged);
        case Outcome.TooNew tooNew -> Optional.of(tooNew);
        case Outcome.Failed(Profile.Reason reason, String detail) -> {
          LOG.log(Level.WARNING, "a journal could not be tried on a copy: " + detail);
          yield Optional.empty();
        }
      };
    } finally {
      DamagedFile.delete(scratch);
    }
  }

  /** Which database this is; empty when that cannot be read without its journal. */
  private static Optional<String> identity(Path copy) {
    try (var connection = connect(copy)) {
      return Optional.ofNullable(Settings.load(connection).get(Schema.IDENTITY));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static Outcome openAsItIs(Path file) {
    Connection connection;
    try {
      connection = connect(file);
    } catch (SQLException e) {
      return failure(file, e);
    }
    try {
      var outcome = prepare(connection);
      if (!(outcome instanceof Outcome.Sound)) closeQuietly(connection);
      return outcome;
    } catch (SQLException e) {
      closeQuietly(connection);
      return failure(file, e);
    } catch (DamagedException e) {
      closeQuietly(connection);
      return new Outcome.Damaged(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // The driver's own, from values that it did not expect.
      closeQuietly(connection);
      LOG.log(Level.DEBUG, "a database could not be read", e);
      return new Outcome.Damaged("it cannot be read");
    }
  }

  private static Outcome prepare(Connection connection) throws SQLException, DamagedException {
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
      // Nothing is written to a file of which we do not know that it is sound and ours.
      try (var check = statement.executeQuery("PRAGMA integrity_check(1)")) {
        String said = check.getString(1);
        if (!said.equals("ok")) return new Outcome.Damaged(said);
      }
      int version = Schema.version(connection);
      if (!Schema.isVersion(version)) return new Outcome.Damaged("it has no version");
      if (version > Schema.VERSION) return new Outcome.TooNew(version);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    Schema.bringUpToDate(connection);
    Schema.check(connection);
    return new Outcome.Sound(connection, Contents.read(connection));
  }

  private static Outcome failure(Path file, SQLException e) {
    // A file whose own head says that it is not to be written was not made by Cairn.
    if (Faults.isDamage(e) || (Faults.isReadOnly(e) && Files.isWritable(file)))
      return new Outcome.Damaged(Faults.words(e));
    return new Outcome.Failed(Faults.reason(e), Faults.words(e));
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.log(Level.WARNING, "a database could not be closed: " + Faults.words(e));
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
                  T result = query.run(connection);
                  writeTheUnwritten();
                  return result;
                } catch (SQLException e) {
                  fault = Optional.of("could not " + what + ": " + Faults.words(e));
                  throw new CompletionException(e);
                }
              },
              thread)
          .join();
    } catch (CompletionException | RejectedExecutionException e) {
      throw new ProfileException("could not " + what, e.getCause() == null ? e : e.getCause());
    }
  }

  /** Runs a task soon. One that cannot be done is tried again. */
  void later(String what, Update update) {
    try {
      thread.execute(() -> attempt(new Task(what, update)));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.WARNING, "the profile is closed, could not " + what);
    }
  }

  /** Runs a task after a while; not at all if the profile closes before. */
  void after(Duration delay, String what, Update update) {
    if (thread.isShutdown()) return;
    try {
      thread.schedule(
          () -> attempt(new Task(what, update)), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // It closes just now, and what is to be done then was said before.
    }
  }

  /** Runs a task as one of the last, when the profile closes. */
  void atClose(String what, Update update) {
    last.add(new Task(what, update));
  }

  /** What cannot be written at the moment, for people; empty when all is written. Any thread. */
  Optional<String> fault() {
    return fault;
  }

  private void attempt(Task task) {
    unwritten.addLast(task);
    if (unwritten.size() > MOST_UNWRITTEN)
      LOG.log(Level.WARNING, "gave up to " + unwritten.removeFirst().what());
    writeTheUnwritten();
  }

  /** In their order: what was said later about the same thing is to stay. */
  private void writeTheUnwritten() {
    while (!unwritten.isEmpty()) {
      Task task = unwritten.getFirst();
      try {
        task.update().run(connection);
      } catch (SQLException | RuntimeException e) {
        tellOnce("could not " + task.what() + ": " + Faults.words(e));
        after(TRIED_AGAIN_AFTER, "try again", _ -> {});
        return;
      }
      unwritten.removeFirst();
    }
    fault = Optional.empty();
  }

  private void tellOnce(String what) {
    if (fault.isEmpty()) LOG.log(Level.WARNING, what);
    fault = Optional.of(what);
  }

  /** Does what is queued, then closes. A second time it does nothing. */
  @Override
  public void close() {
    if (thread.isShutdown()) return;
    for (Task task : last) thread.execute(() -> attempt(task));
    thread.close();
    for (Task task : unwritten)
      LOG.log(Level.WARNING, "the profile closes, could not " + task.what());
    closeQuietly(connection);
  }
}
