package cairn.profile;

import cairn.kernel.ChoiceStore;
import cairn.kernel.gate.Grant;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** All that stands in a database, read when it is opened: what cannot be read is known then. */
record Contents(
    List<Grant> grants,
    ChoiceStore.Loaded choices,
    List<HistoryEntry> history,
    Map<String, String> settings) {
  /**
   * Reads it. Throws SQLException when a table cannot be read, DamagedException when a decision in
   * it says what none can say.
   */
  static Contents read(Connection connection) throws SQLException, DamagedException {
    return new Contents(
        StoredGrants.load(connection),
        StoredChoices.load(connection),
        History.load(connection),
        Settings.load(connection));
  }
}
