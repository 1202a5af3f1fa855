package cairn.fuzz;

import cairn.registry.Payload;
import cairn.registry.WitParser;
import java.nio.charset.StandardCharsets;

/**
 * Sources of definitions: whatever the text, parsing is a value; and the canonical text of what
 * parses is its own canonical text.
 */
public final class Definitions {
  private Definitions() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    if (!(WitParser.parse(text) instanceof WitParser.Parsed.Ok(var definition))) return;
    var canonical = Payload.utf8(definition.canonicalText());
    if (!(WitParser.parseCanonical(canonical) instanceof WitParser.Parsed.Ok(var again))
        || !again.id().equals(definition.id()))
      throw new IllegalStateException("not its own canonical text: " + definition.canonicalText());
  }
}
