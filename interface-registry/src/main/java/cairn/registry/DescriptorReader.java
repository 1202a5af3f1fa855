package cairn.registry;

import cairn.registry.Descriptor.Deed;
import cairn.registry.Descriptor.OfMessage;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Descriptor.ScopeKind;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a descriptor from JSON (docs/INTERFACES.md, "Descriptors") and checks it against its
 * definition. Only files inside the application are read by it; a fault in one is a bug.
 */
final class DescriptorReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;
  private final Definition definition;

  private DescriptorReader(JsonParser json, Definition definition) {
    this.json = json;
    this.definition = definition;
  }

  /** Throws IllegalArgumentException when the text is no descriptor of this definition. */
  static Descriptor read(String text, Definition definition) {
    try (var json = JSON.createParser(text)) {
      json.nextToken();
      var descriptor = new DescriptorReader(json, definition).descriptor();
      if (json.nextToken() != null) throw new IllegalArgumentException("more than one value");
      return descriptor;
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private Descriptor descriptor() throws IOException {
    String title = "";
    String documentation = "";
    Risk risk = Risk.ASK;
    Risk registering = Risk.ASK;
    boolean reserved = false;
    Optional<InterfaceId> legacyId = Optional.empty();
    List<OfMessage> messages = List.of();
    standAt(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "title" -> title = string();
        case "documentation" -> documentation = string();
        case "risk" -> risk = choice(Risk.class);
        case "registering" -> registering = choice(Risk.class);
        case "reserved" -> reserved = json.getBooleanValue();
        case "legacy-id" -> legacyId = Optional.of(InterfaceId.ofHex(string()));
        case "messages" -> messages = messages();
        default -> throw unknown(name);
      }
    }
    return new Descriptor(title, documentation, risk, registering, reserved, legacyId, messages);
  }

  private List<OfMessage> messages() throws IOException {
    var messages = new ArrayList<OfMessage>();
    standAt(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      messages.add(message(definition.message(name).orElseThrow(() -> unknown(name))));
    }
    return messages;
  }

  private OfMessage message(Definition.Message message) throws IOException {
    String documentation = "";
    String deed = "opens";
    Optional<ScopeKind> scope = Optional.empty();
    Optional<String> parameter = Optional.empty();
    String verb = "";
    Optional<Value> refusal = Optional.empty();
    standAt(JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "documentation" -> documentation = string();
        case "deed" -> deed = string();
        case "scope" -> scope = Optional.of(choice(ScopeKind.class));
        case "parameter" -> parameter = Optional.of(string());
        case "verb" -> verb = string();
        case "refusal" ->
            refusal = Optional.of(JsonValues.read(json, message.answer().orElseThrow()));
        default -> throw unknown(name);
      }
    }
    if (parameter.isPresent() == (scope.orElse(ScopeKind.WHOLE) == ScopeKind.WHOLE))
      throw new IllegalArgumentException(message.name() + ": a scope without its parameter");
    for (var wanted : parameter.stream().toList())
      if (message.parameters().stream().noneMatch(p -> p.name().equals(wanted)))
        throw unknown(wanted);
    Deed done =
        switch (deed) {
          case "free" -> new Deed.Free();
          case "uses" -> new Deed.Uses();
          case "opens" -> new Deed.Opens(scope.orElse(ScopeKind.WHOLE), parameter);
          default -> throw unknown(deed);
        };
    return new OfMessage(message.name(), documentation, done, verb, refusal);
  }

  private String string() throws IOException {
    standAt(JsonToken.VALUE_STRING);
    return json.getText();
  }

  private <E extends Enum<E>> E choice(Class<E> type) throws IOException {
    return Enum.valueOf(type, string().toUpperCase(Locale.ROOT));
  }

  private void standAt(JsonToken token) {
    if (json.currentToken() != token)
      throw new IllegalArgumentException(
          definition.name() + ": " + token + " expected, " + json.currentToken() + " found");
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(definition.name() + ": what is " + what + "?");
  }
}
