package cairn.registry;

import static cairn.registry.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.MessageCodec.Decoded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/INTERFACES.md is true: its definitions, ids and bytes are those of the code. */
class VectorsTest {
  private static final Pattern DEFINITION =
      Pattern.compile(
          "id `(\\w+)` {2}\nCID `(\\w+)`\n\n```wit\n(.*?)```.*?```text\n(.*?)\n```",
          Pattern.DOTALL);
  private static final Pattern VALUE =
      Pattern.compile("^\\| `([^`]+)` \\| `([^`]+)` \\| `([0-9a-f]+|-)` \\|$", Pattern.MULTILINE);
  private static final Pattern BAD =
      Pattern.compile("^\\| `([^`]+)` \\| `([0-9a-f]+)` \\| ([0-9]+) \\|$", Pattern.MULTILINE);

  private final String page;

  VectorsTest() throws IOException {
    page = Files.readString(Path.of("../docs/INTERFACES.md"));
  }

  private List<MatchResult> all(Pattern pattern) {
    return pattern.matcher(page).results().toList();
  }

  @Test
  void sourcesHaveTheCanonicalTextTheIdAndTheCidOfThePage() {
    assertThat(all(DEFINITION)).hasSizeGreaterThan(12);
    for (var vector : all(DEFINITION)) {
      var definition = definition(vector.group(3));

      assertThat(definition.canonicalText()).isEqualTo(vector.group(4));
      assertThat(definition.id().toString()).isEqualTo(vector.group(1));
      assertThat(definition.id().cid().toString()).isEqualTo(vector.group(2));
      assertThat(WitParser.parseCanonical(Payload.utf8(vector.group(4))))
          .isEqualTo(new WitParser.Parsed.Ok(definition));
    }
  }

  @Test
  void thePageShowsEveryInterfaceThatShipsAsItIs() {
    var interfaces = Interfaces.shipped();
    for (var known : interfaces.all()) {
      assertThat(page).contains("```wit\n" + interfaces.source(known) + "```");
      for (var message : known.descriptor().orElseThrow().messages())
        if (message.deed() instanceof Descriptor.Deed.Opens)
          assertThat(page).contains("`" + message.message() + "` (\"" + message.verb() + "\")");
    }
  }

  @Test
  void valuesHaveTheBytesOfThePage() {
    int checked = 0;
    for (var vector : all(VALUE)) {
      if (vector.group(1).contains(".")) continue;
      var message =
          definition("interface v { m: func() -> " + vector.group(1) + "; }").messages().getFirst();
      var value = JsonValues.read(vector.group(2), message.answer().orElseThrow());

      assertThat(MessageCodec.encodeAnswer(message, value)).isEqualTo(bytes(vector.group(3)));
      assertThat(MessageCodec.decodeAnswer(message, bytes(vector.group(3))))
          .isEqualTo(new Decoded.Ok<>(value));
      checked++;
    }
    assertThat(checked).isGreaterThan(40);
  }

  @Test
  void bodiesHaveTheBytesOfThePage() {
    Map<String, Definition> definitions = new HashMap<>();
    for (var vector : all(DEFINITION)) {
      var definition = definition(vector.group(3));
      definitions.putIfAbsent(definition.name(), definition);
    }
    int checked = 0;
    for (var vector : all(VALUE)) {
      var name = vector.group(1).split("[. ]");
      if (!vector.group(1).contains(".")) continue;
      var definition = Optional.ofNullable(definitions.get(name[0])).orElseThrow();
      var message = definition.message(name[1]).orElseThrow();
      if (name.length == 3) {
        var value = JsonValues.read(vector.group(2), message.answer().orElseThrow());
        assertThat(MessageCodec.encodeAnswer(message, value)).isEqualTo(bytes(vector.group(3)));
      } else {
        var types = message.parameters().stream().map(Type.Named::type).toList();
        var arguments = (Value.Items) JsonValues.read(vector.group(2), new Type.Tuple(types));
        assertThat(MessageCodec.encodeCall(message, arguments.items()))
            .isEqualTo(bytes(vector.group(3)));
        assertThat(MessageCodec.decodeCall(definition, bytes(vector.group(3))))
            .isEqualTo(new Decoded.Ok<>(new MessageCodec.Call(message, arguments.items())));
      }
      checked++;
    }
    assertThat(checked).isGreaterThan(15);
  }

  @Test
  void whatThePageCallsNoValueIsMalformedWhereItSays() {
    assertThat(all(BAD)).hasSizeGreaterThan(15);
    for (var vector : all(BAD)) {
      var message =
          definition("interface v { m: func() -> " + vector.group(1) + "; }").messages().getFirst();

      var decoded = MessageCodec.decodeAnswer(message, bytes(vector.group(2)));

      assertThat(decoded).isInstanceOf(Decoded.Malformed.class);
      assertThat(((Decoded.Malformed<Value>) decoded).offset())
          .as(vector.group())
          .isEqualTo(Integer.parseInt(vector.group(3)));
    }
  }

  private static Payload bytes(String hex) {
    return hex.equals("-") ? Payload.EMPTY : Payload.owning(HexFormat.of().parseHex(hex));
  }
}
