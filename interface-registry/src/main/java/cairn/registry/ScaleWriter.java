package cairn.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Writes values, checked against their types: what it writes, {@link ScaleReader} reads. Throws
 * IllegalArgumentException for a value that does not fit.
 */
final class ScaleWriter {
  private static final int MAX_LENGTH = (1 << 30) - 1;

  private byte[] out = new byte[32];
  private int length;
  private int nodes;

  Payload payload() {
    return Payload.owning(length == out.length ? out : Arrays.copyOf(out, length));
  }

  void index(int index) {
    integer(index, 1);
  }

  void value(Type type, Value value) {
    if (++nodes > MessageCodec.MAX_NODES)
      throw new IllegalArgumentException("more than " + MessageCodec.MAX_NODES + " values");
    switch (type) {
      case Type.Primitive primitive -> primitive(primitive, value);
      case Type.ListOf list -> list(list, value);
      case Type.FixedList list -> fixedList(list, value);
      case Type.Tuple tuple -> {
        var items = items(type, value);
        if (items.size() != tuple.elements().size()) throw misfit(type, value);
        for (int i = 0; i < items.size(); i++) value(tuple.elements().get(i), items.get(i));
      }
      case Type.RecordOf fields -> fields(fields, value);
      case Type.Variant variant -> {
        var chosen = chosen(type, value);
        int index = 0;
        while (index < variant.cases().size()
            && !variant.cases().get(index).name().equals(chosen.name())) index++;
        if (index == variant.cases().size()) throw misfit(type, value);
        choose(index, variant.cases().get(index).payload(), chosen);
      }
      case Type.Enumeration cases -> {
        int index = cases.cases().indexOf(chosen(type, value).name());
        if (index < 0) throw misfit(type, value);
        choose(index, Optional.empty(), chosen(type, value));
      }
      case Type.FlagSet flags -> flags(flags, value);
      case Type.Option option ->
          either(type, value, "none", Optional.empty(), "some", Optional.of(option.some()));
      case Type.Result result -> either(type, value, "ok", result.ok(), "err", result.err());
    }
  }

  private void either(
      Type type,
      Value value,
      String zero,
      Optional<Type> ofZero,
      String one,
      Optional<Type> ofOne) {
    var chosen = chosen(type, value);
    if (chosen.name().equals(zero)) choose(0, ofZero, chosen);
    else if (chosen.name().equals(one)) choose(1, ofOne, chosen);
    else throw misfit(type, value);
  }

  private void choose(int index, Optional<Type> type, Value.Case chosen) {
    if (type.isPresent() != chosen.payload().isPresent())
      throw new IllegalArgumentException(
          chosen.name() + (type.isPresent() ? " needs a value" : " carries no value"));
    integer(index, 1);
    if (type.isPresent()) value(type.orElseThrow(), chosen.payload().orElseThrow());
  }

  private void fields(Type.RecordOf type, Value value) {
    if (!(value instanceof Value.Fields given) || given.fields().size() != type.fields().size())
      throw misfit(type, value);
    for (int i = 0; i < type.fields().size(); i++) {
      var field = given.fields().get(i);
      if (!field.name().equals(type.fields().get(i).name())) throw misfit(type, value);
      value(type.fields().get(i).type(), field.value());
    }
  }

  private void list(Type.ListOf type, Value value) {
    if (type.element() == Type.Primitive.U8) {
      var bytes = bytes(type, value);
      length(bytes.length());
      write(bytes);
    } else {
      var items = items(type, value);
      length(items.size());
      for (var item : items) value(type.element(), item);
    }
  }

  private void fixedList(Type.FixedList type, Value value) {
    if (type.element() == Type.Primitive.U8) {
      var bytes = bytes(type, value);
      if (bytes.length() != type.length()) throw misfit(type, value);
      write(bytes);
    } else {
      var items = items(type, value);
      if (items.size() != type.length()) throw misfit(type, value);
      for (var item : items) value(type.element(), item);
    }
  }

  private void flags(Type.FlagSet type, Value value) {
    if (!(value instanceof Value.Flags flags)) throw misfit(type, value);
    long bits = 0;
    for (var name : flags.set()) {
      int index = type.names().indexOf(name);
      if (index < 0) throw misfit(type, value);
      bits |= 1L << index;
    }
    integer(bits, (type.names().size() + 7) / 8);
  }

  private void primitive(Type.Primitive type, Value value) {
    switch (type) {
      case BOOL -> {
        if (!(value instanceof Value.Bool bool)) throw misfit(type, value);
        integer(bool.value() ? 1 : 0, 1);
      }
      case U8 -> unsigned(type, value, 1);
      case U16 -> unsigned(type, value, 2);
      case U32 -> unsigned(type, value, 4);
      case U64 -> unsigned(type, value, 8);
      case S8 -> signed(type, value, 1);
      case S16 -> signed(type, value, 2);
      case S32 -> signed(type, value, 4);
      case S64 -> signed(type, value, 8);
      case F32 -> {
        if (!(value instanceof Value.F32 number)) throw misfit(type, value);
        integer(Float.floatToRawIntBits(number.value()), 4);
      }
      case F64 -> {
        if (!(value instanceof Value.F64 number)) throw misfit(type, value);
        integer(Double.doubleToRawLongBits(number.value()), 8);
      }
      case CHAR -> {
        if (!(value instanceof Value.Char character)) throw misfit(type, value);
        int code = character.codePoint();
        if (!Character.isValidCodePoint(code) || (code >= 0xd800 && code <= 0xdfff))
          throw misfit(type, value);
        integer(code, 4);
      }
      case STRING -> {
        if (!(value instanceof Value.Text text)) throw misfit(type, value);
        var bytes = utf8(text.value());
        length(bytes.length());
        write(bytes);
      }
    }
  }

  private void unsigned(Type type, Value value, int size) {
    if (!(value instanceof Value.Unsigned number)
        || (size < 8 && number.value() >>> (8 * size) != 0)) throw misfit(type, value);
    integer(number.value(), size);
  }

  private void signed(Type type, Value value, int size) {
    if (!(value instanceof Value.Signed number)) throw misfit(type, value);
    int spare = 64 - 8 * size;
    if (number.value() << spare >> spare != number.value()) throw misfit(type, value);
    integer(number.value(), size);
  }

  private static Payload utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return Payload.owning(copy);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a string with half a surrogate pair", e);
    }
  }

  private void length(int length) {
    if (length > MAX_LENGTH) throw new IllegalArgumentException("a length of " + length);
    if (length < 1 << 6) integer((long) length << 2, 1);
    else if (length < 1 << 14) integer((long) length << 2 | 1, 2);
    else integer((long) length << 2 | 2, 4);
  }

  /** Little-endian. */
  private void integer(long value, int size) {
    makeRoom(size);
    for (int i = 0; i < size; i++) out[length++] = (byte) (value >>> (8 * i));
  }

  private void write(Payload bytes) {
    makeRoom(bytes.length());
    bytes.copyTo(out, length);
    length += bytes.length();
  }

  private void makeRoom(int more) {
    long wanted = (long) length + more;
    if (wanted > Integer.MAX_VALUE / 2) throw new IllegalArgumentException("a body over 1 GiB");
    if (wanted > out.length) out = Arrays.copyOf(out, (int) Math.max(wanted, 2L * out.length));
  }

  private static Value.Case chosen(Type type, Value value) {
    if (value instanceof Value.Case chosen) return chosen;
    throw misfit(type, value);
  }

  private static List<Value> items(Type type, Value value) {
    if (value instanceof Value.Items items) return items.items();
    throw misfit(type, value);
  }

  private static Payload bytes(Type type, Value value) {
    if (value instanceof Value.Bytes bytes) return bytes.value();
    throw misfit(type, value);
  }

  private static IllegalArgumentException misfit(Type type, Value value) {
    return new IllegalArgumentException(
        ValueText.of(value) + " is not a " + DefinitionText.of(type));
  }
}
