package cairn.profile;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables, as the steps that lead to them. A database says in {@code user_version} how many
 * steps it has taken; a step that was released never changes; new ones are added at the end.
 */
final class Schema {
  private static final List<String> STEPS =
      List.of(
          // 1. Decisions and settings. Times are milliseconds since 1970 in UTC.
          """
          CREATE TABLE grants (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            program     BLOB NOT NULL CHECK (length(program) = 32),
            interface   BLOB NOT NULL CHECK (length(interface) = 32),
            deed        TEXT NOT NULL,  -- empty: every deed of the interface
            scope_kind  TEXT NOT NULL CHECK (scope_kind IN ('whole', 'endpoint', 'interface', 'text')),
            scope       TEXT NOT NULL,  -- host, id in hexadecimal digits, or text; empty for whole
            port        INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
            about       TEXT NOT NULL,  -- where the host leads, or how the interface is called
            breadth     TEXT NOT NULL CHECK (breadth IN ('EXACT', 'HOST', 'ANY')),
            allow       INTEGER NOT NULL CHECK (allow IN (0, 1)),
            since       INTEGER NOT NULL,
            last_used   INTEGER NOT NULL,
            uses        INTEGER NOT NULL,
            UNIQUE (program, interface, deed, scope_kind, scope, port, breadth)
          );
          CREATE TABLE settings (
            name   TEXT PRIMARY KEY,
            value  TEXT NOT NULL
          ) WITHOUT ROWID;
          """,
          // 2. What was opened.
          """
          CREATE TABLE history (
            address       TEXT PRIMARY KEY,
            name          TEXT NOT NULL,
            program       BLOB CHECK (program IS NULL OR length(program) = 32),
            first_opened  INTEGER NOT NULL,
            last_opened   INTEGER NOT NULL,
            times         INTEGER NOT NULL,
            outcome       TEXT NOT NULL,
            source        TEXT NOT NULL
          ) WITHOUT ROWID;
          CREATE INDEX history_by_time ON history (last_opened);
          """,
          // 3. Who answers or filters an interface, by the user's word. Rows are checked when they
          // are read: one that breaks a CHECK would make the whole file a damaged one.
          """
          CREATE TABLE choices (
            interface  BLOB NOT NULL,
            whose      BLOB NOT NULL,  -- the program whose messages; empty: everybody's
            filter     INTEGER NOT NULL,
            program    BLOB NOT NULL,
            name       TEXT NOT NULL,
            address    TEXT NOT NULL,
            since      INTEGER NOT NULL,
            PRIMARY KEY (interface, whose, filter)
          ) WITHOUT ROWID;
          """);

  /** Steps known to this Cairn. */
  static final int VERSION = STEPS.size();

  private Schema() {}

  /** Steps the database has taken. */
  static int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("PRAGMA user_version")) {
      return row.getInt(1);
    }
  }

  /** Takes the steps that are missing, all of them or none. */
  static void bringUpToDate(Connection connection) throws SQLException {
    int version = version(connection);
    if (version == VERSION) return;
    Transaction.run(
        connection,
        () -> {
          try (var statement = connection.createStatement()) {
            for (String step : STEPS.subList(version, VERSION)) statement.executeUpdate(step);
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
          }
        });
  }

  /** Fails with SQLITE_ERROR when a table or column is not there. */
  static void check(Connection connection) throws SQLException {
    for (String query :
        List.of(
            "SELECT id, program, interface, deed, scope_kind, scope, port, about, breadth, allow, since, last_used, uses FROM grants",
            "SELECT name, value FROM settings",
            "SELECT address, name, program, first_opened, last_opened, times, outcome, source FROM history",
            "SELECT interface, whose, filter, program, name, address, since FROM choices"))
      connection.prepareStatement(query).close();
  }
}
