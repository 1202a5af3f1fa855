package cairn.registry;

import java.util.List;
import java.util.Optional;

/**
 * A decoded value of an interface's type: the tree that the gate, native handlers and inspectors
 * read. It names its fields and cases, so it can be read and shown without its type; the codec
 * checks it against the type when it is written.
 */
public sealed interface Value {
  /** bool. */
  record Bool(boolean value) implements Value {}

  /** u8, u16, u32 or u64; a u64 is the bit pattern. */
  record Unsigned(long value) implements Value {}

  /** s8, s16, s32 or s64. */
  record Signed(long value) implements Value {}

  /** f32, compared by its bits. */
  record F32(float value) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof F32 that && bits() == that.bits();
    }

    @Override
    public int hashCode() {
      return bits();
    }

    private int bits() {
      return Float.floatToRawIntBits(value);
    }
  }

  /** f64, compared by its bits. */
  record F64(double value) implements Value {
    @Override
    public boolean equals(Object other) {
      return other instanceof F64 that && bits() == that.bits();
    }

    @Override
    public int hashCode() {
      return Long.hashCode(bits());
    }

    private long bits() {
      return Double.doubleToRawLongBits(value);
    }
  }

  /** char: a Unicode scalar value. */
  record Char(int codePoint) implements Value {}

  /** string. */
  record Text(String value) implements Value {}

  /** list&lt;u8&gt; and list&lt;u8, N&gt;. */
  record Bytes(Payload value) implements Value {}

  /** Every other list, and tuple. */
  record Items(List<Value> items) implements Value {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** record: its fields in the order of the definition. */
  record Fields(List<Field> fields) implements Value {
    public Fields {
      fields = List.copyOf(fields);
    }

    /** The value of a field. Throws IllegalArgumentException when there is none of that name. */
    public Value get(String name) {
      for (var field : fields) if (field.name().equals(name)) return field.value();
      throw new IllegalArgumentException("no field " + name);
    }
  }

  /** One named value: a field of a record, or an argument of a message. */
  record Field(String name, Value value) {}

  /** variant and enum by case name; option as "some" or "none"; result as "ok" or "err". */
  record Case(String name, Optional<Value> payload) implements Value {}

  /** flags: the names that are set, in the order of the definition. */
  record Flags(List<String> set) implements Value {
    public Flags {
      set = List.copyOf(set);
    }
  }

  /** tuple&lt;&gt;: an answer with nothing in it. */
  Value UNIT = new Items(List.of());

  /** An unsigned integer. */
  static Value unsigned(long value) {
    return new Unsigned(value);
  }

  /** A string. */
  static Value text(String value) {
    return new Text(value);
  }

  /** Bytes. */
  static Value bytes(Payload value) {
    return new Bytes(value);
  }

  /** A case without a payload. */
  static Value named(String name) {
    return new Case(name, Optional.empty());
  }

  /** A case with a payload. */
  static Value named(String name, Value payload) {
    return new Case(name, Optional.of(payload));
  }

  /** {@code ok} of a result. */
  static Value ok(Value payload) {
    return named("ok", payload);
  }

  /** {@code err} of a result with an enum or variant case that carries nothing. */
  static Value err(String name) {
    return named("err", named(name));
  }

  /** A record. */
  static Value record(Field... fields) {
    return new Fields(List.of(fields));
  }

  /** A field of a record. */
  static Field field(String name, Value value) {
    return new Field(name, value);
  }
}
