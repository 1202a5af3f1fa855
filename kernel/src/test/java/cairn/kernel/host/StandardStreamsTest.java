package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StandardStreamsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger failures = new AtomicInteger();

  private StandardStreams streams(InputStream in, OutputStream toOut) {
    return new StandardStreams(
        in, toOut, err, false, false, new ConsoleDevice.Size(0, 0), failures::incrementAndGet);
  }

  @Test
  void nothingIsReadThatNobodyAskedFor() {
    InputStream in = new ByteArrayInputStream(new byte[] {1, 2, 3});

    StandardStreams streams = streams(in, out);
    streams.write(false, Payload.utf8("hi"));

    assertThat(((ByteArrayInputStream) in).available()).isEqualTo(3);
  }

  @Test
  void aProgramReadsStandardInputToItsEnd() {
    InputStream in = new ByteArrayInputStream("line".getBytes(StandardCharsets.UTF_8));
    try (ConsoleHandler console =
        new ConsoleHandler(Interfaces.shipped(), pid -> streams(in, out), pid -> {})) {

      Value first = FakeCall.sent(console, "read", Value.unsigned(3)).value();
      Value second = FakeCall.sent(console, "read", Value.unsigned(3)).value();
      Value third = FakeCall.sent(console, "read", Value.unsigned(3)).value();

      assertThat(first).isEqualTo(Value.bytes(Payload.utf8("lin")));
      assertThat(second).isEqualTo(Value.bytes(Payload.utf8("e")));
      assertThat(third).isEqualTo(Value.bytes(Payload.EMPTY));
    }
  }

  @Test
  void theTwoOutputsAreKeptApart() {
    StandardStreams streams = streams(InputStream.nullInputStream(), out);

    streams.write(false, Payload.utf8("a"));
    streams.write(true, Payload.utf8("b"));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("b");
  }

  @Test
  void aReaderThatIsGoneIsToldOfOnce() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StandardStreams streams = streams(InputStream.nullInputStream(), gone);

    streams.write(false, Payload.utf8("a"));
    streams.write(false, Payload.utf8("b"));

    assertThat(failures.get()).isEqualTo(1);
  }

  @Test
  void theseStreamsOfThisTestAreLookedAtWithoutHarm() {
    ConsoleDevice.Size size = StandardStreams.ofThisProcess(() -> {}).size();

    assertThat(size.columns() == 0).isEqualTo(size.rows() == 0);
  }
}
