package cairn.registry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values from a body, strictly: one way to write each value, every length checked against the
 * bytes that remain before anything is allocated, at most {@link MessageCodec#MAX_NODES} nodes. A
 * definition's types are finite and at most {@link WitParser#MAX_DEPTH} deep, which bounds the
 * recursion.
 */
final class ScaleReader {
  private final Payload body;
  private int at;
  private int nodes;

  /** Where values are noted; null when nobody wants to know. */
  private @Nullable List<BodyLayout.Part> parts;

  ScaleReader(Payload body, int from) {
    this.body = body;
    this.at = from;
  }

  /** The body does not fit; caught by {@link MessageCodec}. */
  static final class Misfit extends RuntimeException {
    final int offset;
    final String why;

    Misfit(int offset, String why) {
      super(null, null, false, false);
      this.offset = offset;
      this.why = why;
    }
  }

  /** To be called when everything is read. */
  void end() {
    int left = body.length() - at;
    if (left > 0) throw new Misfit(at, bytes(left) + " too many");
  }

  /** Has every value noted with its place, from the outermost inwards; {@link #parts} tells. */
  ScaleReader noting() {
    parts = new ArrayList<>();
    return this;
  }

  /** The values read so far, each with those inside it. */
  List<BodyLayout.Part> parts() {
    return parts == null ? List.of() : parts;
  }

  Value value(Type type) {
    count(1);
    List<BodyLayout.Part> around = parts;
    if (around == null) return read(type);
    int from = at;
    parts = new ArrayList<>();
    try {
      Value value = read(type);
      around.add(new BodyLayout.Part(value, from, at, parts));
      return value;
    } finally {
      parts = around;
    }
  }

  private Value read(Type type) {
    return switch (type) {
      case Type.Primitive primitive -> primitive(primitive);
      case Type.ListOf list -> list(list.element(), length());
      case Type.FixedList list -> list(list.element(), fixedLength(list));
      case Type.Tuple tuple -> {
        var items = new ArrayList<Value>(tuple.elements().size());
        for (var element : tuple.elements()) items.add(value(element));
        yield items.isEmpty() ? Value.UNIT : new Value.Items(items);
      }
      case Type.RecordOf fields -> {
        var values = new ArrayList<Value.Field>(fields.fields().size());
        for (var field : fields.fields())
          values.add(new Value.Field(field.name(), value(field.type())));
        yield new Value.Fields(values);
      }
      case Type.Variant variant -> {
        var chosen = variant.cases().get(choice(variant.cases().size()));
        yield new Value.Case(chosen.name(), chosen.payload().map(this::value));
      }
      case Type.Enumeration cases -> Value.named(cases.cases().get(choice(cases.cases().size())));
      case Type.FlagSet flags -> flags(flags.names());
      case Type.Option option ->
          choice(2) == 0 ? Value.named("none") : Value.named("some", value(option.some()));
      case Type.Result result ->
          choice(2) == 0
              ? new Value.Case("ok", result.ok().map(this::value))
              : new Value.Case("err", result.err().map(this::value));
    };
  }

  private Value primitive(Type.Primitive primitive) {
    return switch (primitive) {
      case BOOL -> new Value.Bool(choice(2) == 1);
      case U8 -> new Value.Unsigned(integer(1));
      case U16 -> new Value.Unsigned(integer(2));
      case U32 -> new Value.Unsigned(integer(4));
      case U64 -> new Value.Unsigned(integer(8));
      case S8 -> new Value.Signed((byte) integer(1));
      case S16 -> new Value.Signed((short) integer(2));
      case S32 -> new Value.Signed((int) integer(4));
      case S64 -> new Value.Signed(integer(8));
      case F32 -> new Value.F32(Float.intBitsToFloat((int) integer(4)));
      case F64 -> new Value.F64(Double.longBitsToDouble(integer(8)));
      case CHAR -> character();
      case STRING -> text();
    };
  }

  private Value list(Type element, int length) {
    if (element == Type.Primitive.U8) {
      at += length;
      return new Value.Bytes(body.slice(at - length, at));
    }
    // INVARIANT: at + length fits the body (checked by the caller), and an element takes a byte at
    // least, so this list is never longer than what was received.
    count(length);
    nodes -= length;
    var items = new ArrayList<Value>(length);
    for (int i = 0; i < length; i++) items.add(value(element));
    return new Value.Items(items);
  }

  private int fixedLength(Type.FixedList list) {
    if (list.length() > body.length() - at)
      throw new Misfit(at, "a list of " + list.length() + " expected, " + left());
    return list.length();
  }

  /** A compact length, in the shortest form, no larger than the bytes behind it. */
  private int length() {
    int from = at;
    int first = (int) integer(1);
    int mode = first & 3;
    if (mode == 3) throw new Misfit(from, "a length of 2^30 or more");
    at = from;
    long length = integer(mode == 0 ? 1 : mode == 1 ? 2 : 4) >>> 2;
    if (mode > 0 && length < (mode == 1 ? 1 << 6 : 1 << 14))
      throw new Misfit(from, "a length that is not in its shortest form");
    if (length > body.length() - at)
      throw new Misfit(from, "a length of " + length + ", " + left());
    return (int) length;
  }

  private int choice(int cases) {
    int chosen = (int) integer(1);
    if (chosen >= cases) throw new Misfit(at - 1, chosen + " is none of " + cases + " cases");
    return chosen;
  }

  private Value flags(List<String> names) {
    int size = (names.size() + 7) / 8;
    int from = at;
    long bits = integer(size);
    if (names.size() < 64 && bits >>> names.size() != 0)
      throw new Misfit(from, "flags that do not exist are set");
    var set = new ArrayList<String>();
    for (int i = 0; i < names.size(); i++) if ((bits >>> i & 1) != 0) set.add(names.get(i));
    return new Value.Flags(set);
  }

  private Value character() {
    long code = integer(4);
    if (code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff))
      throw new Misfit(at - 4, "not a Unicode scalar value: " + Long.toHexString(code));
    return new Value.Char((int) code);
  }

  private Value text() {
    int length = length();
    var bytes = ByteBuffer.wrap(body.slice(at, at + length).toByteArray());
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try {
      var text = decoder.decode(bytes).toString();
      at += length;
      return new Value.Text(text);
    } catch (CharacterCodingException e) {
      throw new Misfit(at + bytes.position(), "a string that is not UTF-8");
    }
  }

  /** Little-endian, 0 to 8 bytes. */
  private long integer(int size) {
    if (size > body.length() - at) throw new Misfit(at, bytes(size) + " expected, " + left());
    long value = 0;
    for (int i = 0; i < size; i++) value |= (long) body.at(at + i) << (8 * i);
    at += size;
    return value;
  }

  private void count(int more) {
    nodes += more;
    if (nodes > MessageCodec.MAX_NODES)
      throw new Misfit(at, "more than " + MessageCodec.MAX_NODES + " values");
  }

  /** "3 bytes are left". */
  private String left() {
    int left = body.length() - at;
    return left == 0 ? "nothing is left" : bytes(left) + (left == 1 ? " is left" : " are left");
  }

  private static String bytes(int count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }
}
