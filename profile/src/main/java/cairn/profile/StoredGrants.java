package cairn.profile;

import cairn.kernel.ProgramId;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.Rule;
import cairn.registry.InterfaceId;
import cairn.registry.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decisions in the database. A row that says what no grant can say, because somebody edited it, is
 * left where it is and not loaded: what it allowed is asked again.
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

  StoredGrants(Database database) {
    this.database = database;
    database.atClose("note the uses of grants", this::writeUses);
  }

  @Override
  public List<Grant> load() {
    return database.call(
        "read the stored decisions",
        connection -> {
          try (var statement = connection.createStatement();
              var rows = statement.executeQuery("SELECT * FROM grants ORDER BY id")) {
            var grants = new ArrayList<Grant>();
            while (rows.next()) read(rows).ifPresent(grants::add);
            return List.copyOf(grants);
          }
        });
  }

  @Override
  public Grant store(ProgramId program, Rule rule, Instant now) {
    return database.call(
        "store a decision",
        connection -> {
          writeUses(connection);
          try (var insert =
              connection.prepareStatement(
                  """
                  INSERT INTO grants (program, interface, deed, scope_kind, scope, port, about,
                                      breadth, allow, since, last_used, uses)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                  ON CONFLICT DO UPDATE SET about = excluded.about, allow = excluded.allow,
                    since = excluded.since, last_used = excluded.last_used, uses = 0
                  RETURNING id
                  """)) {
            bind(insert, program, rule, now);
            long[] id = {0};
            // Its own commit would come after the row, and nobody would hear of a full disk.
            Transaction.run(
                connection,
                () -> {
                  try (var row = insert.executeQuery()) {
                    id[0] = row.getLong(1);
                  }
                });
            return new Grant(
                new GrantId(id[0]), program, rule, Optional.empty(), millis(now), millis(now), 0);
          }
        });
  }

  @Override
  public void revoke(GrantId id) {
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
  }

  private static Optional<Grant> read(ResultSet row) throws SQLException {
    var columns =
        new ScopeColumns(
            row.getString("scope_kind"),
            row.getString("scope"),
            row.getInt("port"),
            row.getString("about"));
    var scope = columns.toScope();
    if (scope.isEmpty()) return Optional.empty();
    String deed = row.getString("deed");
    var rule =
        new Rule(
            new InterfaceId(Sha256.read(row.getBytes("interface"), 0)),
            deed.isEmpty() ? Optional.empty() : Optional.of(deed),
            scope.get(),
            Breadth.valueOf(row.getString("breadth")),
            row.getBoolean("allow"));
    return Optional.of(
        new Grant(
            new GrantId(row.getLong("id")),
            new ProgramId(Sha256.read(row.getBytes("program"), 0)),
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
