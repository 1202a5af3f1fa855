package cairn.registry;

import static cairn.registry.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cairn.registry.MessageCodec.Call;
import cairn.registry.MessageCodec.Decoded;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  @Test
  void everyValueComesBackAsItWas() {
    for (long seed = 0; seed < 300; seed++) {
      var random = new RandomDefinitions(seed);
      var definition = definition(random.source());
      for (var message : definition.messages()) {
        var arguments = message.parameters().stream().map(p -> random.value(p.type())).toList();

        var body = MessageCodec.encodeCall(message, arguments);

        assertThat(MessageCodec.decodeCall(definition, body))
            .isEqualTo(new Decoded.Ok<>(new Call(message, arguments)));
        if (message.needsAnswer()) {
          var answer = random.value(message.answer().orElseThrow());
          assertThat(MessageCodec.decodeAnswer(message, MessageCodec.encodeAnswer(message, answer)))
              .isEqualTo(new Decoded.Ok<>(answer));
        }
      }
    }
  }

  @Test
  void aCallIsItsIndexAndItsParameters() {
    var tcp = Interfaces.shipped().shipped("tcp").definition();
    var connect = tcp.message("connect").orElseThrow();
    var to =
        Value.named(
            "name",
            Value.record(
                Value.field("host", Value.text("example.org")),
                Value.field("port", Value.unsigned(443))));

    assertThat(MessageCodec.encodeCall(connect, List.of(to)).hex())
        .isEqualTo("00" + "01" + "2c6578616d706c652e6f7267" + "bb01");
  }

  @Test
  void lengthsAreInTheirShortestForm() {
    assertThat(decoded("list<u8>", "04aa")).isEqualTo(Value.bytes(Payload.copyOf((byte) 0xaa)));
    assertThat(why("list<u8>", "0500aa")).isEqualTo("1: a length that is not in its shortest form");
    assertThat(why("list<u8>", "06000000aa"))
        .isEqualTo("1: a length that is not in its shortest form");
    assertThat(why("list<u8>", "03ffffffff")).isEqualTo("1: a length of 2^30 or more");
    assertThat(why("list<u8>", "feffffff")).isEqualTo("1: a length of 1073741823, nothing is left");
    assertThat(why("list<u16>", "0cffffff")).isEqualTo("4: 2 bytes expected, 1 byte is left");
  }

  @Test
  void nothingMayBeLeftOverOrMissing() {
    assertThat(why("u8", "0000")).isEqualTo("2: 1 byte too many");
    assertThat(why("u32", "0000")).isEqualTo("1: 4 bytes expected, 2 bytes are left");
    assertThat(why("list<u16, 3>", "0100")).isEqualTo("1: a list of 3 expected, 2 bytes are left");
    assertThat(why("tuple<>", "00")).isEqualTo("1: 1 byte too many");
  }

  @Test
  void everyValueHasOneForm() {
    assertThat(why("bool", "02")).isEqualTo("1: 2 is none of 2 cases");
    assertThat(why("option<u8>", "02")).isEqualTo("1: 2 is none of 2 cases");
    assertThat(why("enum { a, b }", "02")).isEqualTo("1: 2 is none of 2 cases");
    assertThat(why("variant { a }", "01")).isEqualTo("1: 1 is none of 1 cases");
    assertThat(why("result", "ff")).isEqualTo("1: 255 is none of 2 cases");
    assertThat(why("flags { a, b, c }", "08")).isEqualTo("1: flags that do not exist are set");
    assertThat(why("char", "00d80000")).isEqualTo("1: not a Unicode scalar value: d800");
    assertThat(why("char", "00001100")).isEqualTo("1: not a Unicode scalar value: 110000");
    assertThat(why("string", "0c61ff62")).isEqualTo("3: a string that is not UTF-8");
    assertThat(why("string", "08c080")).isEqualTo("2: a string that is not UTF-8");
    assertThat(why("string", "0ceda080")).isEqualTo("2: a string that is not UTF-8");
  }

  @Test
  void floatsKeepTheirBits() {
    var quiet = (Value.F32) decoded("f32", "0100c07f");
    var zero = decoded("f64", "0000000000000080");

    assertThat(Float.floatToRawIntBits(quiet.value())).isEqualTo(0x7fc00001);
    assertThat(quiet).isNotEqualTo(new Value.F32(Float.NaN));
    assertThat(zero).isEqualTo(new Value.F64(-0.0)).isNotEqualTo(new Value.F64(0.0));
  }

  @Test
  void allSixtyFourFlagsFit() {
    String names = IntStream.range(0, 64).mapToObj(i -> "f" + i).collect(Collectors.joining(", "));

    assertThat(decoded("flags { " + names + " }", "0100000000000080"))
        .isEqualTo(new Value.Flags(List.of("f0", "f63")));
  }

  @Test
  void aTreeHasAtMost65536Values() {
    var message = definition("interface a { m: func(x: list<u16>); }").messages().getFirst();
    var definition = definition("interface a { m: func(x: list<u16>); }");
    var most = new Value.Items(Collections.nCopies(65_535, Value.unsigned(7)));

    var body = MessageCodec.encodeCall(message, List.of(most));

    assertThat(MessageCodec.decodeCall(definition, body)).isInstanceOf(Decoded.Ok.class);
    var more = new byte[body.length() + 2];
    body.copyTo(more, 0);
    more[1] = (byte) (65_536 << 2 | 2);
    more[2] = (byte) (65_536 << 2 >>> 8);
    more[3] = (byte) (65_536 << 2 >>> 16);
    assertThat(MessageCodec.decodeCall(definition, Payload.owning(more)))
        .isEqualTo(new Decoded.Malformed<>(5, "more than 65536 values"));
    assertThatThrownBy(
            () ->
                MessageCodec.encodeCall(
                    message,
                    List.of(new Value.Items(Collections.nCopies(65_536, Value.unsigned(7))))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongListOfBytesIsOneValue() {
    var definition = definition("interface a { m: func(x: list<u8>); }");
    var bytes = Value.bytes(Payload.owning(new byte[1 << 20]));

    var body = MessageCodec.encodeCall(definition.messages().getFirst(), List.of(bytes));

    assertThat(MessageCodec.decodeCall(definition, body))
        .isEqualTo(new Decoded.Ok<>(new Call(definition.messages().getFirst(), List.of(bytes))));
  }

  @Test
  void aBodyWithoutAMessageIsMalformed() {
    var definition = definition("interface a { m: func(); }");
    var raw = definition("interface a { raw \"x\"; }");

    assertThat(MessageCodec.decodeCall(definition, Payload.EMPTY))
        .isEqualTo(
            new Decoded.Malformed<>(0, "nothing, not even the byte that says which message"));
    assertThat(MessageCodec.decodeCall(definition, Payload.copyOf((byte) 0xff)))
        .isEqualTo(new Decoded.Malformed<>(0, "message 255, but a has 1"));
    assertThat(MessageCodec.decodeCall(raw, Payload.copyOf((byte) 0)))
        .isInstanceOf(Decoded.Malformed.class);
  }

  @Test
  void aValueThatDoesNotFitIsNotWritten() {
    var definition =
        definition(
            """
            interface a {
              m: func(x: u8, y: option<s8>, z: record { a: string }, b: list<u8, 2>) -> enum { c };
            }
            """);
    var message = definition.messages().getFirst();
    var good =
        List.of(
            Value.unsigned(255),
            Value.named("some", new Value.Signed(-128)),
            Value.record(Value.field("a", Value.text("x"))),
            Value.bytes(Payload.copyOf((byte) 1, (byte) 2)));

    assertThat(MessageCodec.encodeCall(message, good).hex()).isEqualTo("00ff018004780102");
    for (var bad :
        List.of(
            good(good, 0, Value.unsigned(256)),
            good(good, 0, Value.unsigned(-1)),
            good(good, 0, new Value.Signed(1)),
            good(good, 1, Value.named("some")),
            good(good, 1, Value.named("none", Value.unsigned(1))),
            good(good, 1, Value.named("other")),
            good(good, 1, Value.named("some", new Value.Signed(128))),
            good(good, 2, Value.record(Value.field("b", Value.text("x")))),
            good(good, 2, Value.record(Value.field("a", Value.text("\ud800")))),
            good(good, 3, Value.bytes(Payload.copyOf((byte) 1))),
            good.subList(0, 3)))
      assertThatThrownBy(() -> MessageCodec.encodeCall(message, bad))
          .as(bad.toString())
          .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> MessageCodec.encodeAnswer(message, Value.named("d")))
        .hasMessage("d is not a enum { c }");
  }

  private static List<Value> good(List<Value> values, int index, Value changed) {
    var copy = new ArrayList<>(values);
    copy.set(index, changed);
    return copy;
  }

  private static Decoded<Call> decode(String type, String parameterHex) {
    var definition = definition("interface t { m: func(p: " + type + "); }");
    return MessageCodec.decodeCall(
        definition, Payload.owning(HexFormat.of().parseHex("00" + parameterHex)));
  }

  private static Value decoded(String type, String parameterHex) {
    return ((Decoded.Ok<Call>) decode(type, parameterHex)).value().arguments().getFirst();
  }

  /** "offset: why". */
  private static String why(String type, String parameterHex) {
    var malformed = (Decoded.Malformed<Call>) decode(type, parameterHex);
    return malformed.offset() + ": " + malformed.why();
  }
}
