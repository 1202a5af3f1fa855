package cairn.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the user has set, by name: text that its owner reads and writes. Kept in memory and written
 * soon after it changes, in order. Any thread; never blocks on the disk.
 */
public final class Settings {
  private final Database database;
  private final Map<String, String> values;

  Settings(Database database, Map<String, String> atOpening) {
    this.database = database;
    values = new ConcurrentHashMap<>(atOpening);
  }

  /** The value of this name, if it was ever set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Sets a value. */
  public synchronized void set(String name, String value) {
    if (value.equals(values.put(name, value))) return;
    database.later("keep the setting " + name, connection -> write(connection, name, value));
  }

  static void write(Connection connection, String name, String value) throws SQLException {
    try (var insert =
        connection.prepareStatement("INSERT OR REPLACE INTO settings VALUES (?, ?)")) {
      insert.setString(1, name);
      insert.setString(2, value);
      insert.executeUpdate();
    }
  }

  /** Back to what was before it was ever set. */
  public synchronized void unset(String name) {
    if (values.remove(name) == null) return;
    database.later(
        "forget the setting " + name,
        connection -> {
          try (var delete = connection.prepareStatement("DELETE FROM settings WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
          }
        });
  }

  /** Result of looking for one value. */
  public sealed interface Peeked {
    /** It was set to this. */
    record Value(String value) implements Peeked {}

    /** It was never set, or there is no profile yet. */
    record NeverSet() implements Peeked {}

    /** The database cannot be read. {@code detail}: why, for a second line. */
    record Unreadable(Path database, String detail) implements Peeked {}
  }

  /**
   * One value of a profile that is not opened, or is open in another Cairn: read without the lock
   * and without changing anything. Blocks on the disk.
   */
  public static Peeked peek(Path profile, String name) {
    Path file = profile.resolve(Profile.DATABASE);
    if (!DamagedFile.isThere(file)) return new Peeked.NeverSet();
    try {
      var fault = DamagedFile.fault(file);
      if (fault.isPresent()) return new Peeked.Unreadable(file, fault.get());
    } catch (IOException e) {
      return new Peeked.Unreadable(file, String.valueOf(e.getMessage()));
    }
    var config = Database.config();
    config.setReadOnly(true);
    try (var connection = config.createConnection("jdbc:sqlite:" + file)) {
      String value = load(connection).get(name);
      return value == null ? new Peeked.NeverSet() : new Peeked.Value(value);
    } catch (SQLException e) {
      return new Peeked.Unreadable(file, Faults.words(e));
    }
  }

  static Map<String, String> load(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name, value FROM settings")) {
      var values = new HashMap<String, String>();
      while (rows.next()) read(rows).ifPresent(pair -> values.put(pair.getKey(), pair.getValue()));
      return values;
    }
  }

  /** The setting of a row; empty without a name. */
  static Optional<Map.Entry<String, String>> read(ResultSet row) throws SQLException {
    String name = Columns.text(row, "name");
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(Map.entry(name, Columns.text(row, "value")));
  }
}
