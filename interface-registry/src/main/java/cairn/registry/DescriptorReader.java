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
import java.util.HexFormat;
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
        case "messages" -> messages = messages();
        default -> throw unknown(name);
      }
    }
    return new Descriptor(title, documentation, risk, registering, reserved, messages);
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
        case "refusal" -> refusal = Optional.of(value(message.answer().orElseThrow()));
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

  /**
   * A value of this type: numbers, strings and true and false as they are; a case as its name, or
   * as an object with its name and what it carries; a record as an object; a list, a tuple and
   * flags as an array; bytes as hexadecimal digits.
   */
  private Value value(Type type) throws IOException {
    return switch (type) {
      case Type.Primitive primitive ->
          switch (primitive) {
            case BOOL -> new Value.Bool(json.getBooleanValue());
            case U8, U16, U32, U64 -> new Value.Unsigned(json.getBigIntegerValue().longValue());
            case S8, S16, S32, S64 -> new Value.Signed(json.getLongValue());
            case F32 -> new Value.F32(json.getFloatValue());
            case F64 -> new Value.F64(json.getDoubleValue());
            case CHAR -> new Value.Char(string().codePointAt(0));
            case STRING -> new Value.Text(string());
          };
      case Type.ListOf list when list.element() == Type.Primitive.U8 -> bytes();
      case Type.FixedList list when list.element() == Type.Primitive.U8 -> bytes();
      case Type.ListOf list -> {
        var items = new ArrayList<Value>();
        standAt(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) items.add(value(list.element()));
        yield new Value.Items(items);
      }
      case Type.FixedList list -> {
        var items = new ArrayList<Value>();
        standAt(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) items.add(value(list.element()));
        yield new Value.Items(items);
      }
      case Type.Tuple tuple -> {
        var items = new ArrayList<Value>();
        standAt(JsonToken.START_ARRAY);
        for (var element : tuple.elements()) {
          json.nextToken();
          items.add(value(element));
        }
        json.nextToken();
        standAt(JsonToken.END_ARRAY);
        yield new Value.Items(items);
      }
      case Type.RecordOf fields -> {
        var values = new ArrayList<Value.Field>();
        standAt(JsonToken.START_OBJECT);
        for (var field : fields.fields()) {
          json.nextToken();
          if (!field.name().equals(json.currentName())) throw unknown(json.currentName());
          json.nextToken();
          values.add(new Value.Field(field.name(), value(field.type())));
        }
        json.nextToken();
        standAt(JsonToken.END_OBJECT);
        yield new Value.Fields(values);
      }
      case Type.Enumeration _ -> Value.named(string());
      case Type.FlagSet _ -> {
        var names = new ArrayList<String>();
        standAt(JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) names.add(string());
        yield new Value.Flags(names);
      }
      case Type.Variant variant ->
          chosen(
              variant.cases().stream()
                  .flatMap(c -> c.payload().map(p -> new Type.Named(c.name(), p)).stream())
                  .toList());
      case Type.Option option -> chosen(List.of(new Type.Named("some", option.some())));
      case Type.Result result -> {
        var carrying = new ArrayList<Type.Named>();
        result.ok().ifPresent(ok -> carrying.add(new Type.Named("ok", ok)));
        result.err().ifPresent(err -> carrying.add(new Type.Named("err", err)));
        yield chosen(carrying);
      }
    };
  }

  private Value chosen(List<Type.Named> carrying) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) return Value.named(string());
    standAt(JsonToken.START_OBJECT);
    json.nextToken();
    String name = json.currentName();
    json.nextToken();
    var payload = carrying.stream().filter(c -> c.name().equals(name)).findFirst();
    var value = Value.named(name, value(payload.orElseThrow(() -> unknown(name)).type()));
    json.nextToken();
    standAt(JsonToken.END_OBJECT);
    return value;
  }

  private Value bytes() throws IOException {
    return Value.bytes(Payload.owning(HexFormat.of().parseHex(string())));
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
