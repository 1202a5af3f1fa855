package cairn.shell.inspect;

import cairn.kernel.MessageTrace.Bodies;
import cairn.registry.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Writes messages as a capture that Wireshark reads (pcapng, draft-ietf-opsawg-pcapng): a packet
 * for each message and one for each answer, in the order of the messages, with their bodies as far
 * as they were recorded and a comment that says who said what to whom. The link type is USER0: the
 * packets have no protocol but their interface's. Any thread.
 */
final class MessagePcapng {
  private static final int SECTION = 0x0A0D0D0A;
  private static final int INTERFACE = 1;
  private static final int PACKET = 6;
  private static final int USER0 = 147;

  private static final int COMMENT = 1;
  private static final int IF_NAME = 2;
  private static final int IF_TSRESOL = 9;
  private static final int EPB_FLAGS = 2;
  private static final int INBOUND = 1;
  private static final int OUTBOUND = 2;

  /** Longer ones come from names that programs chose. */
  private static final int LONGEST_COMMENT = 1_000;

  private final OutputStream out;

  private MessagePcapng(OutputStream out) {
    this.out = out;
  }

  /** {@code bodies}: what was recorded of a row. Throws IOException as the stream does. */
  static void write(List<MessageRow> rows, LongFunction<Optional<Bodies>> bodies, OutputStream out)
      throws IOException {
    var capture = new MessagePcapng(out);
    capture.head();
    for (var row : rows) capture.row(row, bodies.apply(row.row().number()));
  }

  private void head() throws IOException {
    var section = new Fields();
    section.number(0x1A2B3C4D);
    section.half(1);
    section.half(0);
    section.wide(-1); // Its length is not said.
    block(SECTION, section);
    var link = new Fields();
    link.half(USER0);
    link.half(0);
    link.number(0); // No limit: every body stands here as far as it was kept.
    link.option(IF_NAME, "cairn".getBytes(StandardCharsets.US_ASCII));
    link.option(IF_TSRESOL, new byte[] {9});
    link.endOfOptions();
    block(INTERFACE, link);
  }

  private void row(MessageRow row, Optional<Bodies> bodies) throws IOException {
    var head = row.row();
    packet(
        row.at(),
        bodies.flatMap(Bodies::message),
        head.size(),
        OUTBOUND,
        row.from().text()
            + " \u2192 "
            + row.to().text()
            + ": "
            + row.label()
            + ", "
            + row.verdictWords());
    if (head.answered() < 0) return;
    packet(
        row.at().plusNanos(head.answered()),
        bodies.flatMap(Bodies::answer),
        Math.max(0, head.answerSize()),
        INBOUND,
        row.from().text()
            + " \u2190 "
            + row.to().text()
            + ": "
            + InspectWords.say("pcapng.answer", row.label(), row.verdictWords()));
  }

  private void packet(Instant at, Optional<Payload> body, int size, int direction, String comment)
      throws IOException {
    var bytes = body.map(Payload::toByteArray).orElseGet(() -> new byte[0]);
    long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    var packet = new Fields();
    packet.number(0);
    packet.number((int) (nanos >>> 32));
    packet.number((int) nanos);
    packet.number(bytes.length);
    packet.number(Math.max(size, bytes.length));
    packet.padded(bytes);
    var words =
        comment.length() > LONGEST_COMMENT ? comment.substring(0, LONGEST_COMMENT) : comment;
    packet.option(COMMENT, words.getBytes(StandardCharsets.UTF_8));
    packet.option(EPB_FLAGS, new byte[] {(byte) direction, 0, 0, 0});
    packet.endOfOptions();
    block(PACKET, packet);
  }

  /** A block says its length before and behind what is in it. */
  private void block(int type, Fields fields) throws IOException {
    var body = fields.out.toByteArray();
    int length = body.length + 12;
    var frame = new Fields();
    frame.number(type);
    frame.number(length);
    frame.out.write(body);
    frame.number(length);
    out.write(frame.out.toByteArray());
  }

  /** Little endian, to multiples of four bytes. */
  private static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void number(int value) {
      put(value, 4);
    }

    void half(int value) {
      put(value, 2);
    }

    void wide(long value) {
      put(value, 8);
    }

    private void put(long value, int bytes) {
      for (int i = 0; i < bytes; i++) out.write((int) (value >>> (8 * i)) & 0xff);
    }

    void padded(byte[] bytes) {
      out.writeBytes(bytes);
      out.writeBytes(new byte[-bytes.length & 3]);
    }

    void option(int code, byte[] value) {
      half(code);
      half(value.length);
      padded(value);
    }

    void endOfOptions() {
      number(0);
    }
  }
}
