package cairn.profile;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

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
          """,
          // 4. Sums over decisions and choices: SQLite has none, and a letter that changed in a
          // row would be another decision. And a decision about starting a program covers its
          // arguments, too. Before, it was about the program alone, and what was shown of the
          // arguments was cut: a yes of that kind is forgotten, so it is asked about again; a no
          // stays a no, whatever the arguments. The number behind x is the id of the interface
          // process.
          """
          CREATE TABLE decisions (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            program     BLOB NOT NULL CHECK (length(program) = 32),
            interface   BLOB NOT NULL CHECK (length(interface) = 32),
            deed        TEXT NOT NULL,  -- empty: every deed of the interface
            scope_kind  TEXT NOT NULL
              CHECK (scope_kind IN ('whole', 'endpoint', 'interface', 'program', 'text')),
            scope       TEXT NOT NULL,  -- host, id in hexadecimal digits, CID and arguments, or text
            port        INTEGER NOT NULL CHECK (port BETWEEN 0 AND 65535),
            about       TEXT NOT NULL,  -- where the host leads, or how the interface is called
            breadth     TEXT NOT NULL CHECK (breadth IN ('EXACT', 'HOST', 'PROGRAM', 'ANY')),
            allow       INTEGER NOT NULL CHECK (allow IN (0, 1)),
            since       INTEGER NOT NULL,
            last_used   INTEGER NOT NULL,
            uses        INTEGER NOT NULL,
            sum         INTEGER,
            UNIQUE (program, interface, deed, scope_kind, scope, port, breadth)
          );
          INSERT INTO decisions SELECT id, program, interface, deed, scope_kind, scope, port, about,
            breadth, allow, since, last_used, uses, NULL FROM grants;
          -- Ids are not used again, also those of decisions that were taken back.
          INSERT INTO sqlite_sequence (name, seq)
            SELECT 'decisions', 0
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'decisions');
          UPDATE sqlite_sequence SET seq =
              (SELECT max(seq) FROM sqlite_sequence WHERE name IN ('grants', 'decisions'))
            WHERE name = 'decisions';
          DROP TABLE grants;
          ALTER TABLE decisions RENAME TO grants;
          DELETE FROM grants
            WHERE interface = x'308d75a30ace57b20a1981d6e3b3eebe52fbc34a82b69bbe1ba6dcedcc347b9b'
              AND deed = 'spawn' AND scope_kind = 'text' AND allow = 1;
          UPDATE grants SET scope_kind = 'program', scope = scope || char(10), breadth = 'PROGRAM'
            WHERE interface = x'308d75a30ace57b20a1981d6e3b3eebe52fbc34a82b69bbe1ba6dcedcc347b9b'
              AND deed = 'spawn' AND scope_kind = 'text';
          ALTER TABLE choices ADD COLUMN sum INTEGER;
          """);

  /** The step after which rows have sums. */
  private static final int SUMS = 4;

  /** A database that says it has taken more steps than this was damaged, not written. */
  private static final int MOST_STEPS = 100;

  /**
   * The setting by which a database is told from others: a journal that leads to another was not
   * written beside it.
   */
  static final String IDENTITY = "database";

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

  /** Whether a Cairn, perhaps a later one, can have written this number. */
  static boolean isVersion(int version) {
    return version >= 0 && version <= MOST_STEPS;
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
            if (version < SUMS) {
              StoredGrants.addSums(connection);
              StoredChoices.addSums(connection);
              Settings.write(connection, IDENTITY, UUID.randomUUID().toString());
            }
            statement.executeUpdate("PRAGMA user_version = " + VERSION);
          }
        });
  }

  /** Throws when the tables are not those that the steps make, or do more than keep rows. */
  static void check(Connection connection) throws SQLException, DamagedException {
    try (var fresh = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      bringUpToDate(fresh);
      if (!described(connection).equals(described(fresh)))
        throw new DamagedException("its tables are not a profile's");
    }
  }

  /** Tables, columns, keys, and anything else that there is. Not the layout of their text. */
  private static List<String> described(Connection connection) throws SQLException {
    String query =
        """
        SELECT m.type || ' ' || m.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' '
               || c."notnull" || ' ' || c.pk
          FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL
        SELECT m.name || ' ' || i.name || ' ' || i."unique" || ' ' || i.origin
          FROM sqlite_schema m JOIN pragma_index_list(m.name) i WHERE m.type = 'table'
        UNION ALL
        SELECT type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'view')
        ORDER BY 1
        """;
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var lines = new ArrayList<String>();
      while (rows.next()) lines.add(rows.getString(1));
      return lines;
    }
  }
}
