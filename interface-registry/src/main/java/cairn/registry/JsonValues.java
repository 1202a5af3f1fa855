package cairn.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads values written as JSON (docs/INTERFACES.md, "Values in JSON"), with their type as the
 * guide. For texts of our own: it is exact, but has no limits.
 */
final class JsonValues {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser json;

  private JsonValues(JsonParser json) {
    this.json = json;
  }

  /**
   * The value at which the parser stands; afterwards it stands at the value's last token. Throws
   * IllegalArgumentException when it is none of this type.
   */
  static Value read(JsonParser json, Type type) throws IOException {
    return new JsonValues(json).value(type);
  }

  /** A value and nothing else. Throws IllegalArgumentException when it is none of this type. */
  static Value read(String text, Type type) {
    try (var json = JSON.createParser(text)) {
      json.nextToken();
      var value = read(json, type);
      if (json.nextToken() != null) throw new IllegalArgumentException("more than one value");
      return value;
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
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

  private void standAt(JsonToken token) {
    if (json.currentToken() != token)
      throw new IllegalArgumentException(token + " expected, " + json.currentToken() + " found");
  }

  private static IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException("what is " + what + "?");
  }
}
