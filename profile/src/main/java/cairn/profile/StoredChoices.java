package cairn.profile;

import cairn.kernel.ChoiceStore;
import cairn.kernel.KeptChoice;
import cairn.kernel.ProgramId;
import cairn.registry.ContentAddress;
import cairn.registry.InterfaceId;
import cairn.registry.PlainText;
import cairn.registry.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Choices of who answers, in the database. A row that says what no choice can say, because somebody
 * edited it, is left where it is and named, and the others hold.
 */
final class StoredChoices implements ChoiceStore {
  /** Characters of what a row says that are repeated. */
  private static final int LONGEST = 200;

  private final Database database;

  StoredChoices(Database database) {
    this.database = database;
  }

  @Override
  public Loaded load() {
    return database.call("read who answers", StoredChoices::load);
  }

  private static Loaded load(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM choices ORDER BY since")) {
      var choices = new ArrayList<KeptChoice>();
      var faults = new ArrayList<String>();
      while (rows.next()) {
        Optional<KeptChoice> choice = read(rows);
        choice.ifPresent(choices::add);
        if (choice.isEmpty()) faults.add(fault(rows));
      }
      return new Loaded(choices, faults);
    }
  }

  private static Optional<KeptChoice> read(ResultSet row) throws SQLException {
    byte[] on = bytes(row, "interface");
    byte[] whose = bytes(row, "whose");
    byte[] program = bytes(row, "program");
    if (on.length != 32 || (whose.length != 0 && whose.length != 32) || program.length != 32)
      return Optional.empty();
    if (!(ContentAddress.parse(text(row, "address"))
        instanceof ContentAddress.Parsed.Ok(ContentAddress address))) return Optional.empty();
    var where =
        new KeptChoice.Where(
            new InterfaceId(Sha256.read(on, 0)),
            whose.length == 0
                ? Optional.empty()
                : Optional.of(new ProgramId(Sha256.read(whose, 0))),
            row.getBoolean("filter"));
    return Optional.of(
        new KeptChoice(where, new ProgramId(Sha256.read(program, 0)), text(row, "name"), address));
  }

  private static byte[] bytes(ResultSet row, String column) throws SQLException {
    byte[] bytes = row.getBytes(column);
    return bytes == null ? new byte[0] : bytes;
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }

  private static String fault(ResultSet row) throws SQLException {
    String on = HexFormat.of().formatHex(bytes(row, "interface"));
    return "who answers the interface "
        + on.substring(0, Math.min(8, on.length()))
        + " cannot be read in the profile: "
        + PlainText.line(text(row, "name") + ", " + text(row, "address"), LONGEST);
  }

  @Override
  public void keep(KeptChoice choice, Instant now) {
    database.call(
        "keep who answers",
        connection -> {
          try (var insert =
              connection.prepareStatement(
                  "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, choice.where());
            insert.setBytes(4, choice.program().hash().toByteArray());
            insert.setString(5, choice.name());
            insert.setString(6, choice.from().toString());
            insert.setLong(7, now.toEpochMilli());
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public void forget(KeptChoice.Where where) {
    database.call(
        "forget who answers",
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM choices WHERE interface = ? AND whose = ? AND filter = ?")) {
            bind(delete, where);
            return delete.executeUpdate();
          }
        });
  }

  private static void bind(PreparedStatement statement, KeptChoice.Where where)
      throws SQLException {
    statement.setBytes(1, where.on().hash().toByteArray());
    statement.setBytes(
        2, where.of().map(id -> id.hash().toByteArray()).orElseGet(() -> new byte[0]));
    statement.setBoolean(3, where.filter());
  }
}
