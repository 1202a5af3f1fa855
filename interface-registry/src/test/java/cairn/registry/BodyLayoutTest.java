package cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyLayoutTest {
  private static final Definition TCP = Interfaces.shipped().shipped("tcp").definition();

  private static Definition.Message message(String name) {
    return TCP.message(name).orElseThrow();
  }

  @Test
  void everyArgumentHasItsBytes() {
    var write = message("write");
    var body =
        MessageCodec.encodeCall(
            write, List.of(Value.unsigned(3), Value.bytes(Payload.utf8("hello"))));

    var parts = BodyLayout.ofCall(write, body);

    assertThat(parts).hasSize(2);
    assertThat(parts.get(0).value()).isEqualTo(Value.unsigned(3));
    assertThat(body.slice(parts.get(0).from(), parts.get(0).to()).hex()).isEqualTo("03000000");
    // The length stands before the bytes and belongs to them.
    assertThat(body.slice(parts.get(1).from(), parts.get(1).to()))
        .isEqualTo(Payload.copyOf(new byte[] {20, 'h', 'e', 'l', 'l', 'o'}));
    assertThat(parts.get(1).to()).isEqualTo(body.length());
  }

  @Test
  void whatIsInsideLiesInside() {
    var read = message("read");
    var answer = MessageCodec.encodeAnswer(read, Value.ok(Value.bytes(Payload.utf8("hi"))));

    var parts = BodyLayout.ofAnswer(read, answer);

    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().from()).isZero();
    assertThat(parts.getFirst().to()).isEqualTo(answer.length());
    assertThat(parts.getFirst().parts()).extracting(BodyLayout.Part::from).containsExactly(1);
  }

  @Test
  void anyBytesAtAllGiveNestedPartsOrNone() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      var body = Payload.owning(bytes);
      for (var message : TCP.messages()) {
        for (var part : BodyLayout.ofCall(message, body)) nested(part, body.length());
        for (var part : BodyLayout.ofAnswer(message, body)) nested(part, body.length());
      }
    }
  }

  private static void nested(BodyLayout.Part part, int end) {
    assertThat(part.from()).isBetween(0, part.to());
    assertThat(part.to()).isLessThanOrEqualTo(end);
    for (var inner : part.parts()) {
      assertThat(inner.from()).isGreaterThanOrEqualTo(part.from());
      nested(inner, part.to());
    }
  }
}
