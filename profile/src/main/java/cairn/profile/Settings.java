package cairn.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConfig;

/**
 * What the user has set, by name: text that its owner reads and writes. Kept in memory and written
 * soon after it changes, in order. Any thread; never blocks on the disk.
 */
public final class Settings {
  private final Database database;
  private final Map<String, String> values;

  Settings(Database database) {
    this.database = database;
    values = new ConcurrentHashMap<>(database.call("read the settings", Settings::load));
  }

  /** The value of this name, if it was ever set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Sets a value. */
  public synchronized void set(String name, String value) {
    if (value.equals(values.put(name, value))) return;
    database.later(
        "keep the setting " + name,
        connection -> {
          try (var insert =
              connection.prepareStatement("INSERT OR REPLACE INTO settings VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, value);
            insert.executeUpdate();
          }
        });
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

  /**
   * One value of a profile that is not opened, or is open in another Cairn: read without the lock
   * and without changing anything. Empty if it was never set or cannot be read. Blocks on the disk.
   */
  public static Optional<String> peek(Path profile, String name) {
    Path file = profile.resolve(Profile.DATABASE);
    if (!Files.isRegularFile(file)) return Optional.empty();
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try (var connection = config.createConnection("jdbc:sqlite:" + file)) {
      return Optional.ofNullable(load(connection).get(name));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> load(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name, value FROM settings")) {
      var values = new HashMap<String, String>();
      while (rows.next()) values.put(rows.getString(1), rows.getString(2));
      return values;
    }
  }
}
