package cairn.profile;

import cairn.kernel.KeptChoice;
import cairn.kernel.gate.Grant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can still be read in a damaged database: each row by itself, from both ends of a table, and
 * decisions also by their numbers, so that one bad page takes little with it. Reads copies; the
 * database is not touched. Confined to the thread that opens the profile.
 */
final class Salvage {
  private static final System.Logger LOG = System.getLogger("cairn.profile");

  /** Numbers of decisions that are looked up one by one between the ends that could be read. */
  private static final int MOST_LOOKUPS = 20_000;

  private final Map<Long, Grant> grants = new LinkedHashMap<>();
  private final Map<KeptChoice.Where, KeptChoice> choices = new LinkedHashMap<>();
  private final Map<String, HistoryEntry> history = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  /** Whether no decision was left unread. */
  private boolean whole = true;

  private Salvage() {}

  /** Reads what there is. {@code scratch}: a name for copies, which are gone afterwards. */
  static Salvage of(Path file, Path scratch) {
    var salvage = new Salvage();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      salvage.whole = false;
      return salvage;
    }
    try {
      DamagedFile.copy(file, scratch);
      if (DamagedFile.hasJournal(scratch)) {
        // A journal that is broken or somebody else's may hide what the database itself says.
        salvage.readAll(scratch);
        salvage.whole = false;
        DamagedFile.delete(scratch);
        Files.copy(file, scratch);
      }
      salvage.readAll(scratch);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "a damaged database could not be copied: " + e);
      salvage.whole = false;
    } finally {
      try {
        DamagedFile.delete(scratch);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "a copy could not be removed: " + e);
      }
    }
    return salvage;
  }

  private void readAll(Path copy) throws IOException {
    DamagedFile.lengthen(copy);
    try (var connection = Database.connect(copy)) {
      boolean all = readGrants(connection);
      all &= scan(connection, "choices", "interface, whose, filter", this::choice);
      // A page in the place of another is read without a fault; what it hides is missed here.
      whole &= all && isSound(connection, "grants") && isSound(connection, "choices");
      scan(connection, "history", "address", this::entry);
      scan(connection, "settings", "name", this::setting);
    } catch (SQLException e) {
      whole = false;
    }
  }

  private static boolean isSound(Connection connection, String table) {
    try (var statement = connection.createStatement();
        var said = statement.executeQuery("PRAGMA integrity_check('" + table + "')")) {
      return said.getString(1).equals("ok");
    } catch (SQLException e) {
      return false;
    }
  }

  @FunctionalInterface
  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private boolean readGrants(Connection connection) {
    if (scan(connection, "grants", "id", this::grant)) return true;
    long[] ends = ends();
    String query = "SELECT * FROM grants WHERE id = ?";
    try (var select = connection.prepareStatement(query)) {
      for (long id = ends[0]; id <= ends[1]; id++) {
        if (grants.containsKey(id)) continue;
        select.setLong(1, id);
        try (var row = select.executeQuery()) {
          if (row.next()) grant(row);
        } catch (SQLException e) {
          // It was on the page that is broken; that something is lost is known already.
        }
      }
    } catch (SQLException e) {
      // The table is not there at all.
    }
    return false;
  }

  /** The numbers to look up: around what was read, and no more than can be done soon. */
  private long[] ends() {
    long last = grants.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    return new long[] {1, Math.min(Math.max(last, 1000), MOST_LOOKUPS)};
  }

  /** Takes rows from the front and, if that does not come to the end, from the back. */
  private boolean scan(Connection connection, String table, String key, Row row) {
    String query = "SELECT * FROM " + table;
    if (rows(connection, query, row)) return true;
    rows(connection, query + " ORDER BY " + key.replace(",", " DESC,") + " DESC", row);
    return false;
  }

  private static boolean rows(Connection connection, String query, Row row) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) row.take(rows);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void grant(ResultSet row) throws SQLException {
    StoredGrants.read(row)
        .ifPresentOrElse(grant -> grants.putIfAbsent(grant.id().number(), grant), this::lost);
  }

  private void choice(ResultSet row) throws SQLException {
    StoredChoices.read(row)
        .ifPresentOrElse(choice -> choices.putIfAbsent(choice.where(), choice), this::lost);
  }

  private void entry(ResultSet row) throws SQLException {
    History.read(row).ifPresent(entry -> history.putIfAbsent(entry.address(), entry));
  }

  private void setting(ResultSet row) throws SQLException {
    Settings.read(row).ifPresent(pair -> settings.putIfAbsent(pair.getKey(), pair.getValue()));
  }

  private void lost() {
    whole = false;
  }

  /** Writes what holds on into a new database, all of it or nothing. */
  Trouble.SetAside writeInto(Connection connection, Path aside) throws SQLException {
    List<Grant> denials = new ArrayList<>();
    for (Grant grant : grants.values()) if (!grant.rule().allow()) denials.add(grant);
    var told = new Trouble.SetAside(aside, true, denials.size(), choices.size(), whole);
    settings.remove(Schema.IDENTITY);
    settings.put(SetAsideNote.SETTING, SetAsideNote.of(told));
    Transaction.run(
        connection,
        () -> {
          for (Grant denial : denials)
            StoredGrants.insert(connection, denial.program(), denial.rule(), denial.since());
          for (KeptChoice choice : choices.values())
            StoredChoices.insert(connection, choice, Instant.EPOCH);
          for (HistoryEntry entry : history.values()) History.write(connection, entry);
          for (var setting : settings.entrySet())
            Settings.write(connection, setting.getKey(), setting.getValue());
        });
    return told;
  }
}
