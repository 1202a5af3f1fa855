package cairn.registry;

import static cairn.registry.Texts.definition;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.MessageCodec.Decoded;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecMutationTest {
  @Test
  void whateverTheBytesAreDecodingEndsAndWhatDecodesHasNoOtherForm() {
    var random = new Random(20_260_723);
    int ok = 0;
    int malformed = 0;
    for (int seed = 0; seed < 100; seed++) {
      var values = new RandomDefinitions(seed);
      var definition = definition(values.source());
      for (int round = 0; round < 400; round++) {
        var message = definition.messages().get(round % definition.messages().size());
        var arguments = message.parameters().stream().map(p -> values.value(p.type())).toList();
        var body = mutated(MessageCodec.encodeCall(message, arguments).toByteArray(), random);

        switch (MessageCodec.decodeCall(definition, body)) {
          case Decoded.Ok<MessageCodec.Call>(var call) -> {
            ok++;
            assertThat(MessageCodec.encodeCall(call.message(), call.arguments())).isEqualTo(body);
            assertThat(ValueText.of(call)).hasSizeLessThanOrEqualTo(ValueText.MOST + 1);
          }
          case Decoded.Malformed<MessageCodec.Call>(int offset, String why) -> {
            malformed++;
            assertThat(offset).isBetween(0, body.length());
            assertThat(why).isNotBlank();
          }
        }
      }
    }
    assertThat(ok).isGreaterThan(5_000);
    assertThat(malformed).isGreaterThan(5_000);
  }

  @Test
  void randomAnswersDecodeOrAreMalformed() {
    var random = new Random(11);
    for (int seed = 0; seed < 100; seed++)
      for (var message : definition(new RandomDefinitions(seed).source()).messages())
        for (int round = 0; message.needsAnswer() && round < 100; round++) {
          var bytes = new byte[random.nextInt(64)];
          random.nextBytes(bytes);
          var body = Payload.owning(bytes);

          if (MessageCodec.decodeAnswer(message, body) instanceof Decoded.Ok<Value>(var value))
            assertThat(MessageCodec.encodeAnswer(message, value)).isEqualTo(body);
        }
  }

  @Test
  void aLengthThatPromisesAGigabyteAllocatesNothing() {
    var definition = definition("interface a { m: func(x: list<list<list<u16>>>); }");
    var body = Payload.copyOf((byte) 0, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff);

    for (int round = 0; round < 100_000; round++)
      assertThat(MessageCodec.decodeCall(definition, body)).isInstanceOf(Decoded.Malformed.class);
  }

  private static Payload mutated(byte[] bytes, Random random) {
    for (int change = random.nextInt(3); change > 0; change--)
      switch (random.nextInt(4)) {
        case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
        default -> {
          if (bytes.length > 0) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
    return Payload.owning(bytes);
  }
}
