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

  /** What was there when the profile was opened, until something changes. */
  private volatile Optional<Loaded> atOpening;

  StoredChoices(Database database, Loaded atOpening) {
    this.database = database;
    this.atOpening = Optional.of(atOpening);
  }

  @Override
  public Loaded load() {
    var known = atOpening;
    return known.isPresent() ? known.get() : database.call("read who answers", StoredChoices::load);
  }

  static Loaded load(Connection connection) throws SQLException {
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

  /** The choice of a row; empty when the row says what no choice can say. */
  static Optional<KeptChoice> read(ResultSet row) throws SQLException {
    var choice = decode(row);
    return choice.isPresent() && Columns.hasSum(row, sum(choice.get())) ? choice : Optional.empty();
  }

  private static Optional<KeptChoice> decode(ResultSet row) throws SQLException {
    var on = Columns.hash(row, "interface");
    byte[] whose = Columns.bytes(row, "whose");
    var program = Columns.hash(row, "program");
    if (on.isEmpty() || (whose.length != 0 && whose.length != Sha256.LENGTH) || program.isEmpty())
      return Optional.empty();
    if (!(ContentAddress.parse(Columns.text(row, "address"))
        instanceof ContentAddress.Parsed.Ok(ContentAddress address))) return Optional.empty();
    var where =
        new KeptChoice.Where(
            new InterfaceId(on.get()),
            whose.length == 0
                ? Optional.empty()
                : Optional.of(new ProgramId(Sha256.read(whose, 0))),
            row.getBoolean("filter"));
    return Optional.of(
        new KeptChoice(where, new ProgramId(program.get()), Columns.text(row, "name"), address));
  }

  private static long sum(KeptChoice choice) {
    return Columns.sum(
        choice.where().on().hash().toByteArray(),
        whose(choice.where()),
        choice.where().filter() ? 1 : 0,
        choice.program().hash().toByteArray(),
        choice.from());
  }

  /** Gives rows of a Cairn that had no sums theirs. A row that cannot be read gets none. */
  static void addSums(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM choices");
        var update =
            connection.prepareStatement(
                "UPDATE choices SET sum = ? WHERE interface = ? AND whose = ? AND filter = ?")) {
      while (rows.next()) {
        var choice = decode(rows);
        if (choice.isEmpty()) continue;
        update.setLong(1, sum(choice.get()));
        bind(update, 2, choice.get().where());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private static String fault(ResultSet row) throws SQLException {
    String on = HexFormat.of().formatHex(Columns.bytes(row, "interface"));
    return "who answers the interface "
        + on.substring(0, Math.min(8, on.length()))
        + " cannot be read in the profile: "
        + PlainText.line(Columns.text(row, "name") + ", " + Columns.text(row, "address"), LONGEST);
  }

  @Override
  public void keep(KeptChoice choice, Instant now) {
    atOpening = Optional.empty();
    database.call("keep who answers", connection -> insert(connection, choice, now));
  }

  /** Writes a row in place of what was chosen there before. */
  static int insert(Connection connection, KeptChoice choice, Instant now) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO choices VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
      bind(insert, 1, choice.where());
      insert.setBytes(4, choice.program().hash().toByteArray());
      insert.setString(5, choice.name());
      insert.setString(6, choice.from().toString());
      insert.setLong(7, now.toEpochMilli());
      insert.setLong(8, sum(choice));
      return insert.executeUpdate();
    }
  }

  @Override
  public void forget(KeptChoice.Where where) {
    atOpening = Optional.empty();
    database.call(
        "forget who answers",
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM choices WHERE interface = ? AND whose = ? AND filter = ?")) {
            bind(delete, 1, where);
            return delete.executeUpdate();
          }
        });
  }

  private static void bind(PreparedStatement statement, int from, KeptChoice.Where where)
      throws SQLException {
    statement.setBytes(from, where.on().hash().toByteArray());
    statement.setBytes(from + 1, whose(where));
    statement.setBoolean(from + 2, where.filter());
  }

  private static byte[] whose(KeptChoice.Where where) {
    return where.of().map(id -> id.hash().toByteArray()).orElseGet(() -> new byte[0]);
  }
}
