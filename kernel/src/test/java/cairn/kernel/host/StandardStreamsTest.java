package cairn.kernel.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandardStreamsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private StandardStreams streams(InputStream in, OutputStream toOut) {
    return new StandardStreams(in, toOut, err);
  }

  @Test
  void nothingIsReadThatNobodyAskedFor() throws StreamFault {
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

      assertThat(first).isEqualTo(read("lin"));
      assertThat(second).isEqualTo(read("e"));
      assertThat(third).isEqualTo(read(""));
    }
  }

  @Test
  void theTwoOutputsAreKeptApart() throws StreamFault {
    StandardStreams streams = streams(InputStream.nullInputStream(), out);

    streams.write(false, Payload.utf8("a"));
    streams.write(true, Payload.utf8("b"));

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("b");
  }

  private static Value read(String text) {
    return Value.ok(Value.bytes(Payload.utf8(text)));
  }

  @Test
  void aStreamThatIsNotOpenSaysSoEachTime() {
    var closed = new StandardStream.Closed();
    try (ConsoleHandler console =
        new ConsoleHandler(
            Interfaces.shipped(), pid -> new StandardStreams(closed, closed, closed), pid -> {})) {
      for (int i = 0; i < 2; i++) {
        FakeCall read = FakeCall.sent(console, "read", Value.unsigned(3));
        FakeCall write =
            FakeCall.sent(console, "write", Value.named("err"), Value.bytes(Payload.utf8("x")));

        assertThat(read.value()).isEqualTo(Value.err("not-open"));
        assertThat(write.value()).isEqualTo(Value.err("not-open"));
      }
    }
  }

  @Test
  void theSystemSaysWhyADescriptorCannotBeReadOrWritten() throws Exception {
    assumeTrue(
        StandardStreams.hasDescriptors(), "read(2) and write(2) are those of Linux and macOS");
    // No descriptor has this number.
    var none = new DescriptorStream(1 << 20);

    assertThat(none.kind()).isEqualTo(ConsoleDevice.Kind.OTHER);
    assertThatThrownBy(() -> none.read(1)).hasMessage("not-open");
    assertThatThrownBy(() -> none.write(Payload.utf8("x"))).hasMessage("not-open");
  }

  @Test
  void aPipeIsReadAndWrittenWithoutWaitingWhereThereAreBytesAndRoom() throws Exception {
    assumeTrue(
        System.getProperty("os.name", "").equals("Linux"), "only Linux can be asked not to wait");
    int[] ends = pipe();
    var in = new DescriptorStream(ends[0]);
    var out = new DescriptorStream(ends[1]);

    assertThat(in.readNow(100)).isEmpty();
    assertThat(out.writeNow(Payload.utf8("here"))).isEqualTo(4);
    assertThat(in.readNow(100)).contains(Payload.utf8("here"));

    var much = Payload.owning(new byte[4 << 20]);
    assertThat(out.writeNow(much)).isBetween(1, much.length() - 1);
    assertThat(out.writeNow(much)).isZero();
  }

  /** The two ends of a new pipe, left open. The JDK has none. */
  @SuppressWarnings("restricted") // As the launcher, the tests allow it: --enable-native-access.
  private static int[] pipe() {
    Linker linker = Linker.nativeLinker();
    MethodHandle pipe =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("pipe"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(8, 4);
      int failed = (int) pipe.invokeExact(ends);
      if (failed != 0) throw new IllegalStateException("no pipe");
      return ends.toArray(ValueLayout.JAVA_INT);
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void theseStreamsOfThisTestAreLookedAtWithoutHarm() {
    StandardStreams streams = StandardStreams.ofThisProcess(Set.of(0));

    assertThat(streams.size().columns() == 0).isEqualTo(streams.size().rows() == 0);
    assertThat(streams.streams().input()).isEqualTo(ConsoleDevice.Kind.CLOSED);
  }
}
