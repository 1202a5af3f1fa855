package cairn.profile;

import cairn.kernel.ProgramId;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.Rule;
import cairn.registry.InterfaceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decisions in the database. Each row has a sum over what it decides: a row in which a letter
 * changed, which SQLite would not notice, makes the database a damaged one.
 *
 * <p>Uses come often and matter little: they are collected and written together.
 */
final class StoredGrants implements GrantStore {
  private static final Duration USES_ARE_WRITTEN_WITHIN = Duration.ofSeconds(5);

  private record Use(Instant when, long uses) {
    Use and(Use later) {
      return new Use(later.when, uses + later.uses);
    }
  }

  private final Database database;

  /** Confined to the database's thread. */
  private final Map<GrantId, Use> unwritten = new HashMap<>();

  /** What was there when the profile was opened, until something changes. */
  private volatile Optional<List<Grant>> atOpening;

  StoredGrants(Database database, List<Grant> atOpening) {
    this.database = database;
    this.atOpening = Optional.of(atOpening);
    database.atClose("note the uses of grants", this::writeUses);
  }

  @Override
  public List<Grant> load() {
    // The kernel asks once, and gets what was found sound: a disk that fails now takes no denial.
    var known = atOpening;
    if (known.isPresent()) return known.get();
    return database.call(
        "read the stored decisions",
        connection -> {
          try {
            return load(connection);
          } catch (DamagedException e) {
            throw new SQLException(e);
          }
        });
  }

  /** All rows, in the order of their ids. Throws when one of them says what no decision can say. */
  static List<Grant> load(Connection connection) throws SQLException, DamagedException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM grants ORDER BY id")) {
      var grants = new ArrayList<Grant>();
      while (rows.next()) grants.add(read(rows).orElseThrow(StoredGrants::changed));
      return List.copyOf(grants);
    }
  }

  private static DamagedException changed() {
    return new DamagedException("a decision in it was changed");
  }

  @Override
  public Grant store(ProgramId program, Rule rule, Instant now) {
    atOpening = Optional.empty();
    return database.call(
        "store a decision",
        connection -> {
          writeUses(connection);
          long[] id = {0};
          // Its own commit would come after the row, and nobody would hear of a full disk.
          Transaction.run(connection, () -> id[0] = insert(connection, program, rule, now));
          return new Grant(
              new GrantId(id[0]), program, rule, Optional.empty(), millis(now), millis(now), 0);
        });
  }

  /** Writes a row in place of an equal rule's; its id. */
  static long insert(Connection connection, ProgramId program, Rule rule, Instant now)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            INSERT INTO grants (program, interface, deed, scope_kind, scope, port, about,
                                breadth, allow, since, last_used, uses, sum)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
            ON CONFLICT DO UPDATE SET about = excluded.about, allow = excluded.allow,
              since = excluded.since, last_used = excluded.last_used, uses = 0,
              sum = excluded.sum
            RETURNING id
            """)) {
      bind(insert, program, rule, now);
      try (var row = insert.executeQuery()) {
        return row.getLong(1);
      }
    }
  }

  @Override
  public void revoke(GrantId id) {
    atOpening = Optional.empty();
    database.call(
        "take a decision back",
        connection -> {
          unwritten.remove(id);
          try (var delete = connection.prepareStatement("DELETE FROM grants WHERE id = ?")) {
            delete.setLong(1, id.number());
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void used(GrantId id, Instant when, long uses) {
    database.later(
        "note the use of a grant",
        _ -> {
          if (unwritten.isEmpty())
            database.after(USES_ARE_WRITTEN_WITHIN, "note the uses of grants", this::writeUses);
          unwritten.merge(id, new Use(when, uses), Use::and);
        });
  }

  private void writeUses(Connection connection) throws SQLException {
    if (unwritten.isEmpty()) return;
    Transaction.run(
        connection,
        () -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE grants SET last_used = ?, uses = uses + ? WHERE id = ?")) {
            for (var use : unwritten.entrySet()) {
              update.setLong(1, use.getValue().when().toEpochMilli());
              update.setLong(2, use.getValue().uses());
              update.setLong(3, use.getKey().number());
              update.executeUpdate();
            }
          }
        });
    unwritten.clear();
  }

  private static void bind(PreparedStatement insert, ProgramId program, Rule rule, Instant now)
      throws SQLException {
    var scope = ScopeColumns.of(rule.scope());
    insert.setBytes(1, program.hash().toByteArray());
    insert.setBytes(2, rule.on().hash().toByteArray());
    insert.setString(3, rule.deed().orElse(""));
    insert.setString(4, scope.kind());
    insert.setString(5, scope.scope());
    insert.setInt(6, scope.port());
    insert.setString(7, scope.about());
    insert.setString(8, rule.breadth().name());
    insert.setBoolean(9, rule.allow());
    insert.setLong(10, now.toEpochMilli());
    insert.setLong(11, now.toEpochMilli());
    insert.setLong(12, sum(program, rule));
  }

  /** Over all that a row decides; not over what is counted about it. */
  private static long sum(ProgramId program, Rule rule) {
    var scope = ScopeColumns.of(rule.scope());
    return Columns.sum(
        program.hash().toByteArray(),
        rule.on().hash().toByteArray(),
        rule.deed().orElse(""),
        scope.kind(),
        scope.scope(),
        scope.port(),
        scope.about(),
        rule.breadth().name(),
        rule.allow() ? 1 : 0);
  }

  /** Gives rows of a Cairn that had no sums theirs. A row that cannot be read gets none. */
  static void addSums(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM grants");
        var update = connection.prepareStatement("UPDATE grants SET sum = ? WHERE id = ?")) {
      while (rows.next()) {
        var grant = decode(rows);
        if (grant.isEmpty()) continue;
        update.setLong(1, sum(grant.get().program(), grant.get().rule()));
        update.setLong(2, grant.get().id().number());
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  /** The decision of a row; empty when the row says what no decision can say. */
  static Optional<Grant> read(ResultSet row) throws SQLException {
    var grant = decode(row);
    return grant.isPresent() && Columns.hasSum(row, sum(grant.get().program(), grant.get().rule()))
        ? grant
        : Optional.empty();
  }

  private static Optional<Grant> decode(ResultSet row) throws SQLException {
    var columns =
        new ScopeColumns(
            Columns.text(row, "scope_kind"),
            Columns.text(row, "scope"),
            row.getInt("port"),
            Columns.text(row, "about"));
    var scope = columns.toScope();
    var on = Columns.hash(row, "interface");
    var program = Columns.hash(row, "program");
    String deed = Columns.text(row, "deed");
    String breadth = Columns.text(row, "breadth");
    var known = Arrays.stream(Breadth.values()).filter(b -> b.name().equals(breadth)).findFirst();
    int allow = row.getInt("allow");
    long id = row.getLong("id");
    // The sum tells the rest: whether the row says in another way what it is read as.
    if (scope.isEmpty() || on.isEmpty() || program.isEmpty() || known.isEmpty())
      return Optional.empty();
    if (allow < 0 || allow > 1 || id <= 0) return Optional.empty();
    var rule =
        new Rule(
            new InterfaceId(on.get()),
            deed.isEmpty() ? Optional.empty() : Optional.of(deed),
            scope.get(),
            known.get(),
            allow == 1);
    return Optional.of(
        new Grant(
            new GrantId(id),
            new ProgramId(program.get()),
            rule,
            Optional.empty(),
            Instant.ofEpochMilli(row.getLong("since")),
            Instant.ofEpochMilli(row.getLong("last_used")),
            row.getLong("uses")));
  }

  /** As precise as what will be read back. */
  private static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }
}
