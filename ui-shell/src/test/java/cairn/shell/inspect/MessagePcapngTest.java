package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.MessageTrace.Outcome;
import cairn.registry.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads back what was written, strictly, as the draft says. */
class MessagePcapngTest {
  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final MessagesModel model =
      new MessagesModel(
          kernel,
          InstantSource.fixed(Instant.parse("2026-11-22T11:02:41Z")),
          () -> 0,
          Runnable::run,
          Runnable::run);

  @TempDir Path folder;

  private record Packet(long nanos, Payload body, int size, String comment, int flags) {}

  @Test
  void aMessageAndItsAnswerAreTwoPackets() throws IOException {
    var row =
        kernel.trace.put(
            ScriptedTrace.over(kernel.trace.asks(21, on("tcp"), 0, 5), Outcome.ANSWERED, 2, 1));
    kernel.trace.recorded(row, Payload.utf8("hello"), Optional.of(Payload.utf8("ok")));

    var packets = exported("chat");

    assertThat(packets).hasSize(2);
    assertThat(packets.get(0).body().utf8()).isEqualTo("hello");
    assertThat(packets.get(0).comment()).isEqualTo("chat → native tcp: tcp.connect, answered err");
    assertThat(packets.get(0).flags()).isEqualTo(2);
    assertThat(packets.get(1).body().utf8()).isEqualTo("ok");
    assertThat(packets.get(1).comment())
        .isEqualTo("chat ← native tcp: answer to tcp.connect, answered err");
    assertThat(packets.get(1).flags()).isEqualTo(1);
    assertThat(packets.get(1).nanos() - packets.get(0).nanos()).isEqualTo(row.answered());
    assertThat(packets.get(0).nanos())
        .isEqualTo(
            Instant.parse("2026-11-22T11:02:41Z").getEpochSecond() * 1_000_000_000L
                + row.atNanos());
  }

  @Test
  void whatWasNotRecordedHasItsSizeAndNoBytes() throws IOException {
    kernel.trace.put(kernel.trace.asks(21, on("tcp"), 0, 1_000));

    var packets = exported("chat");

    assertThat(packets).hasSize(1);
    assertThat(packets.getFirst().body().length()).isZero();
    assertThat(packets.getFirst().size()).isEqualTo(1_000);
  }

  @Test
  void noNameOfAProgramBreaksABlock() throws IOException {
    kernel.trace.put(kernel.trace.asks(21, on("tcp"), 0, 1));
    for (var name : List.of("", "\u0000\n", "x".repeat(100_000), "\ud83d\ude00".repeat(3_000)))
      assertThat(exported(name)).hasSize(1);
  }

  private List<Packet> exported(String name) throws IOException {
    var file = folder.resolve("it.pcapng");
    model.take(Scripted.at(0, process(21, name).done()));
    model.filter("from:21");
    model.filter("");
    model.export(file, MessagesModel.Format.PCAPNG);
    assertThat(model.exported().get()).contains(model.rows().size());
    return read(Files.readAllBytes(file));
  }

  private static List<Packet> read(byte[] file) {
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    var packets = new ArrayList<Packet>();
    int blocks = 0;
    while (in.hasRemaining()) {
      int type = in.getInt();
      int length = in.getInt();
      assertThat(length % 4).isZero();
      var block = in.slice(in.position(), length - 12).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length - 12);
      assertThat(in.getInt()).isEqualTo(length);
      switch (blocks++) {
        case 0 -> {
          assertThat(type).isEqualTo(0x0A0D0D0A);
          assertThat(block.getInt()).isEqualTo(0x1A2B3C4D);
          assertThat(block.getInt()).as("version 1.0").isEqualTo(1);
        }
        case 1 -> {
          assertThat(type).isEqualTo(1);
          assertThat(block.getShort()).as("USER0").isEqualTo((short) 147);
        }
        default -> {
          assertThat(type).isEqualTo(6);
          packets.add(packet(block));
        }
      }
    }
    assertThat(blocks).isGreaterThanOrEqualTo(2);
    return packets;
  }

  private static Packet packet(ByteBuffer in) {
    assertThat(in.getInt()).as("interface").isZero();
    long nanos = ((in.getInt() & 0xffffffffL) << 32) | (in.getInt() & 0xffffffffL);
    var body = new byte[in.getInt()];
    int size = in.getInt();
    in.get(body);
    in.position(in.position() + (-body.length & 3));
    var comment = "";
    int flags = 0;
    while (true) {
      int code = in.getShort();
      var value = new byte[in.getShort() & 0xffff];
      in.get(value);
      in.position(in.position() + (-value.length & 3));
      if (code == 1) comment = new String(value, StandardCharsets.UTF_8);
      if (code == 2) flags = value[0];
      if (code == 0) break;
    }
    assertThat(in.hasRemaining()).isFalse();
    return new Packet(nanos, Payload.copyOf(body), size, comment, flags);
  }
}
