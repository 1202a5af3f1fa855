package cairn.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random definitions in source form and random values of a type, from a seed. */
final class RandomDefinitions {
  private static final List<String> LEAVES =
      List.of(
          "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char",
          "string");

  private final Random random;

  RandomDefinitions(long seed) {
    random = new Random(seed);
  }

  String source() {
    var out = new StringBuilder("/// Made up.\ninterface made-up {\n");
    int named = random.nextInt(4);
    for (int i = 0; i < named; i++)
      switch (random.nextInt(3)) {
        case 0 -> out.append("  type t").append(i).append(" = ").append(type(3, i)).append(";\n");
        case 1 ->
            out.append("  record t").append(i).append(" { a: ").append(type(3, i)).append(", }\n");
        default ->
            out.append("  variant t")
                .append(i)
                .append(" { a, b(")
                .append(type(3, i))
                .append(") }\n");
      }
    int messages = 1 + random.nextInt(5);
    for (int i = 0; i < messages; i++) {
      out.append("  m").append(i).append(": func(");
      int parameters = random.nextInt(4);
      for (int p = 0; p < parameters; p++)
        out.append(p == 0 ? "" : ", ").append("%p").append(p).append(": ").append(type(4, named));
      out.append(random.nextBoolean() ? ")" : ") -> " + type(4, named)).append("; // more\n");
    }
    return out.append("}\n").toString();
  }

  /** {@code named}: how many of t0, t1, ... may be used. */
  private String type(int depth, int named) {
    if (depth == 0 || random.nextInt(4) == 0)
      return named > 0 && random.nextInt(3) == 0
          ? "t" + random.nextInt(named)
          : LEAVES.get(random.nextInt(LEAVES.size()));
    String some = type(depth - 1, named);
    return switch (random.nextInt(12)) {
      case 0 -> "list<" + some + ">";
      case 1 -> "list<u8>";
      case 2 -> "list<" + some + ", " + (1 + random.nextInt(3)) + ">";
      case 3 -> "list<u8, " + (1 + random.nextInt(20)) + ">";
      case 4 -> "option<" + some + ">";
      case 5 -> "result<_, " + some + ">";
      case 6 -> "result<" + some + ", string>";
      case 7 -> "tuple<u8, " + some + ">";
      case 8 -> "enum { one, two, three }";
      case 9 -> "flags { a, b, c, d, e, f, g, h, i }";
      case 10 -> "record { %record: " + some + ", size: u16 }";
      default -> "variant { nothing, one(" + some + "), two(string) }";
    };
  }

  Value value(Type type) {
    return switch (type) {
      case Type.Primitive primitive -> primitive(primitive);
      case Type.ListOf list ->
          list.element() == Type.Primitive.U8
              ? Value.bytes(bytes(random.nextInt(100)))
              : items(list.element(), random.nextInt(3));
      case Type.FixedList list ->
          list.element() == Type.Primitive.U8
              ? Value.bytes(bytes(list.length()))
              : items(list.element(), list.length());
      case Type.Tuple tuple -> new Value.Items(tuple.elements().stream().map(this::value).toList());
      case Type.RecordOf fields ->
          new Value.Fields(
              fields.fields().stream().map(f -> Value.field(f.name(), value(f.type()))).toList());
      case Type.Variant variant -> {
        var chosen = variant.cases().get(random.nextInt(variant.cases().size()));
        yield new Value.Case(chosen.name(), chosen.payload().map(this::value));
      }
      case Type.Enumeration cases ->
          Value.named(cases.cases().get(random.nextInt(cases.cases().size())));
      case Type.FlagSet flags ->
          new Value.Flags(flags.names().stream().filter(_ -> random.nextBoolean()).toList());
      case Type.Option option ->
          either("none", Optional.empty(), "some", Optional.of(option.some()));
      case Type.Result result -> either("ok", result.ok(), "err", result.err());
    };
  }

  private Value either(String zero, Optional<Type> ofZero, String one, Optional<Type> ofOne) {
    return random.nextBoolean()
        ? new Value.Case(zero, ofZero.map(this::value))
        : new Value.Case(one, ofOne.map(this::value));
  }

  private Value items(Type element, int count) {
    var items = new ArrayList<Value>();
    for (int i = 0; i < count; i++) items.add(value(element));
    return new Value.Items(items);
  }

  private Value primitive(Type.Primitive primitive) {
    return switch (primitive) {
      case BOOL -> new Value.Bool(random.nextBoolean());
      case U8 -> new Value.Unsigned(random.nextInt(1 << 8));
      case U16 -> new Value.Unsigned(random.nextInt(1 << 16));
      case U32 -> new Value.Unsigned(random.nextLong(1L << 32));
      case U64 -> new Value.Unsigned(random.nextLong());
      case S8 -> new Value.Signed((byte) random.nextInt());
      case S16 -> new Value.Signed((short) random.nextInt());
      case S32 -> new Value.Signed(random.nextInt());
      case S64 -> new Value.Signed(random.nextLong());
      case F32 -> new Value.F32(random.nextFloat());
      case F64 -> new Value.F64(random.nextDouble());
      case CHAR -> new Value.Char(random.nextBoolean() ? 'x' : 0x1f600);
      case STRING -> Value.text("ä".repeat(random.nextInt(40)) + "\0€");
    };
  }

  private Payload bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return Payload.owning(bytes);
  }
}
