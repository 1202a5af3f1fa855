package cairn.compiler;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A module, and what another engine made of it: the records of {@code .ci/oracle}, whose main.rs
 * tells what the lines say.
 *
 * @param lines the first names the seed, the last is {@code end} or a verdict
 */
@SuppressWarnings("ArrayRecordComponent") // never changed nor compared
record RecordedModule(byte[] bytes, List<String> lines) {
  /** The next one; empty at the end of the stream. */
  static Optional<RecordedModule> read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException end) {
      return Optional.empty();
    }
    byte[] module = in.readNBytes(length);
    var text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    return Optional.of(new RecordedModule(module, text.lines().toList()));
  }

  /** Where it is from. */
  String name() {
    return lines.getFirst().split(" ")[1];
  }

  /** Whether its results hold for any NaNs that an engine makes. */
  boolean isPlain() {
    return lines.getFirst().endsWith(" plain");
  }
}
