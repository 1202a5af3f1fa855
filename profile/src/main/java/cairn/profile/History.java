package cairn.profile;

import cairn.kernel.ProgramId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was opened, newest first. Kept in memory and written soon after it changes. Any thread;
 * never blocks on the disk.
 */
public final class History {
  /** Entries kept; the one opened longest ago goes first. */
  public static final int LIMIT = 1000;

  private final Database database;

  /** Replaced as a whole, under this object's monitor; read without. */
  private volatile List<HistoryEntry> entries;

  History(Database database, List<HistoryEntry> atOpening) {
    this.database = database;
    entries = atOpening;
  }

  /** All entries, newest first. */
  public List<HistoryEntry> entries() {
    return entries;
  }

  /** The entry of an address. */
  public Optional<HistoryEntry> find(String address) {
    return entries.stream().filter(e -> e.address().equals(address)).findFirst();
  }

  /** Notes that a program was opened. */
  public void opened(
      String address, String name, Optional<ProgramId> program, Instant when, String outcome) {
    var now = Instant.ofEpochMilli(when.toEpochMilli());
    change(
        address,
        old ->
            new HistoryEntry(
                address,
                name,
                program.or(old::program),
                old.times() == 0 ? now : old.firstOpened(),
                now,
                old.times() + 1,
                outcome,
                old.source()));
  }

  /** Notes what became of the last run; no effect for what was never opened. */
  public void became(
      String address, String name, Optional<ProgramId> program, String outcome, String source) {
    if (find(address).isEmpty()) return;
    change(
        address,
        old ->
            new HistoryEntry(
                address,
                name,
                program.or(old::program),
                old.firstOpened(),
                old.lastOpened(),
                old.times(),
                outcome,
                source));
  }

  /** Forgets everything. */
  public synchronized void clear() {
    entries = List.of();
    database.later(
        "forget the history",
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM history");
          }
        });
  }

  private synchronized void change(String address, UnaryOperator<HistoryEntry> change) {
    var never =
        new HistoryEntry(address, "", Optional.empty(), Instant.EPOCH, Instant.EPOCH, 0, "", "");
    var changed = change.apply(find(address).orElse(never));
    var next = new ArrayList<HistoryEntry>(entries.size() + 1);
    for (var entry : entries) if (!entry.address().equals(address)) next.add(entry);
    int at = 0;
    while (at < next.size() && next.get(at).lastOpened().isAfter(changed.lastOpened())) at++;
    next.add(at, changed);
    var dropped =
        next.size() > LIMIT ? Optional.of(next.removeLast()) : Optional.<HistoryEntry>empty();
    entries = List.copyOf(next);
    database.later(
        "note what was opened",
        connection -> {
          write(connection, changed);
          if (dropped.isPresent()) delete(connection, dropped.get().address());
        });
  }

  static void write(Connection connection, HistoryEntry entry) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, entry.address());
      insert.setString(2, entry.name());
      if (entry.program().isPresent())
        insert.setBytes(3, entry.program().get().hash().toByteArray());
      else insert.setNull(3, Types.BLOB);
      insert.setLong(4, entry.firstOpened().toEpochMilli());
      insert.setLong(5, entry.lastOpened().toEpochMilli());
      insert.setInt(6, entry.times());
      insert.setString(7, entry.outcome());
      insert.setString(8, entry.source());
      insert.executeUpdate();
    }
  }

  private static void delete(Connection connection, String address) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM history WHERE address = ?")) {
      delete.setString(1, address);
      delete.executeUpdate();
    }
  }

  /** The newest entries; a row that says nothing is left out. */
  static List<HistoryEntry> load(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT * FROM history ORDER BY last_opened DESC LIMIT " + LIMIT)) {
      var entries = new ArrayList<HistoryEntry>();
      while (rows.next()) read(rows).ifPresent(entries::add);
      return List.copyOf(entries);
    }
  }

  /** The entry of a row; empty without an address. */
  static Optional<HistoryEntry> read(ResultSet row) throws SQLException {
    String address = Columns.text(row, "address");
    if (address.isEmpty()) return Optional.empty();
    return Optional.of(
        new HistoryEntry(
            address,
            Columns.text(row, "name"),
            Columns.hash(row, "program").map(ProgramId::new),
            Instant.ofEpochMilli(row.getLong("first_opened")),
            Instant.ofEpochMilli(row.getLong("last_opened")),
            row.getInt("times"),
            Columns.text(row, "outcome"),
            Columns.text(row, "source")));
  }
}
