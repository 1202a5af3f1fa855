package cairn.kernel.record;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Answer;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.RecordingEnd;
import cairn.kernel.RecordingTarget;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.MemoryLedger.Growing;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Logs as bytes: whole, changed, cut and made up. */
final class LogFormatTest {
  private static final Payload MODULE = Payload.utf8("a program, for all the log knows");
  private static final InterfaceId SOME = new InterfaceId(Sha256.of(Payload.utf8("some")));
  private static final FinalState STATE =
      new FinalState(65_536, Sha256.of(Payload.utf8("memory")), Sha256.of(Payload.utf8("globals")));

  private static LogHeader header() {
    return new LogHeader(
        "engine 1",
        LogHeader.Form.COMPILED,
        512 << 10,
        1 << 28,
        new ProgramId(Sha256.of(MODULE)),
        MODULE.length(),
        "dice",
        List.of(Payload.utf8("5"), Payload.copyOf((byte) 0xc3, (byte) 0xff)));
  }

  /** A call of every kind with a result of every kind. */
  private static List<Entry.Called> calls() {
    var body = Payload.utf8("body");
    var emit = Asked.of(new Syscall.EmitMessage(SOME, body, true, false));
    var next = Asked.of(new Syscall.NextMessage(List.of(0L, 1L, 77L), true, 4096));
    var answer = new Syscall.EmitAnswer(new MessageId(9), new Answer.Success(body));
    var error = new Syscall.EmitAnswer(new MessageId(-9), new Answer.Failure());
    return List.of(
        called(emit, new Result.Emitted(0, OptionalLong.of(77))),
        called(emit, new Result.Emitted(3, OptionalLong.empty())),
        called(emit, new Result.Faulted("It broke a rule.", OptionalLong.of(78))),
        called(Asked.ask(SOME, body), new Result.Answered(new Answer.Success(body))),
        called(Asked.ask(SOME, Payload.EMPTY), new Result.Answered(new Answer.Failure())),
        called(next, new Result.Found(new Next.Nothing())),
        called(next, new Result.Found(new Next.TooLarge(5000))),
        called(
            next,
            new Result.Found(
                new Next.Taken(1, new Delivery.Message(SOME, 5, new Pid(6), Payload.EMPTY)))),
        called(
            next,
            new Result.Found(
                new Next.Taken(
                    2, new Delivery.AnswerTo(new MessageId(77), new Answer.Success(body))))),
        called(next, new Result.Found(new Next.Taken(1, new Delivery.ProcessEnded(new Pid(6))))),
        called(Asked.of(answer), new Result.Said(true)),
        called(Asked.of(error), new Result.Said(false)),
        called(Asked.of(new Syscall.CancelMessage(new MessageId(3))), new Result.Said(true)),
        called(Asked.grow(Growing.MEMORY, 2), new Result.Grown(1)),
        called(Asked.grow(Growing.TABLE, -1), new Result.Grown(-1)));
  }

  private static Entry.Called called(Asked asked, Result result) {
    return new Entry.Called(asked.call(), asked.digest(), result);
  }

  private static byte[] log(Ending ending, Optional<FinalState> state, List<Entry.Called> calls)
      throws IOException {
    var kept = new Kept();
    var writer = new LogWriter(kept);
    writer.write(new Entry.Header(header()));
    writer.write(new Entry.Module(MODULE.slice(0, 10)));
    writer.write(new Entry.Module(MODULE.slice(10, MODULE.length())));
    for (var call : calls) writer.write(call);
    writer.write(new Entry.End(ending, state, writer.soFar()));
    writer.flush();
    return kept.bytes.toByteArray();
  }

  private static byte[] log() throws IOException {
    return log(new Ending.Exited(7), Optional.of(STATE), calls());
  }

  private static CheckedLog.Checked read(byte[] log) throws IOException {
    return CheckedLog.read(new ByteArrayInputStream(log));
  }

  private static LogFault fault(byte[] log) throws IOException {
    var checked = read(log);
    assertThat(checked).isInstanceOf(CheckedLog.Checked.Bad.class);
    return ((CheckedLog.Checked.Bad) checked).why();
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    var reader = new LogReader(new ByteArrayInputStream(log()));
    var read = new ArrayList<Entry>();
    while (reader.next() instanceof LogReader.Step.Read(Entry entry)) read.add(entry);

    assertThat(read.getFirst()).isEqualTo(new Entry.Header(header()));
    assertThat(read.subList(3, read.size() - 1)).isEqualTo(calls());
    assertThat(read.getLast())
        .isInstanceOfSatisfying(
            Entry.End.class,
            end -> {
              assertThat(end.ending()).isEqualTo(new Ending.Exited(7));
              assertThat(end.state()).contains(STATE);
            });
    assertThat(reader.next()).isEqualTo(new LogReader.Step.Over());
  }

  @Test
  void everyEndIsRead() throws IOException {
    var interrupted =
        called(
            Asked.of(new Syscall.NextMessage(List.of(1L), true, 1)),
            new Result.Interrupted(OptionalLong.empty()));
    for (var why : RecordingEnd.Why.values())
      assertThat(read(log(new Ending.NotRepeatable(why), Optional.empty(), calls())))
          .isInstanceOf(CheckedLog.Checked.Ok.class);
    assertThat(read(log(new Ending.Trapped("unreachable"), Optional.of(STATE), calls())))
        .isInstanceOf(CheckedLog.Checked.Ok.class);
    assertThat(read(log(new Ending.Killed("the user"), Optional.empty(), calls())))
        .isInstanceOf(CheckedLog.Checked.Ok.class);
    assertThat(read(log(new Ending.Killed("the user"), Optional.of(STATE), List.of(interrupted))))
        .isInstanceOf(CheckedLog.Checked.Ok.class);
  }

  @Test
  void aChangedByteIsNoticedWhereverItIs() throws IOException {
    byte[] log = log();
    for (int at = 0; at < log.length; at++)
      for (int bit : new int[] {1, 0x80, 0xff}) {
        byte[] changed = log.clone();
        changed[at] ^= (byte) bit;
        assertThat(read(changed)).as("byte " + at).isInstanceOf(CheckedLog.Checked.Bad.class);
      }
  }

  @Test
  void aLogThatIsCutAnywhereSaysSoAndKeepsItsWholeRecords() throws IOException {
    byte[] log = log();
    long before = 0;
    for (int length = 0; length < log.length; length++) {
      switch (read(Arrays.copyOf(log, length))) {
        case CheckedLog.Checked.Bad(var why) ->
            assertThat(why)
                .as("length " + length)
                .isInstanceOfAny(LogFault.NoProgram.class, LogFault.NotALog.class);
        case CheckedLog.Checked.Ok(var cut) -> {
          assertThat(cut.isWhole()).isFalse();
          assertThat(cut.lack()).isEqualTo(new ReplayResult.LogEnd.Cut(cut.whole()));
          assertThat(cut.whole()).isBetween(before, (long) length);
          before = cut.whole();
          assertThat(cut.calls()).isLessThanOrEqualTo(calls().size());
        }
      }
    }
    assertThat(before).isPositive();
  }

  @Test
  void whatFollowsTheEndIsNoticed() throws IOException {
    byte[] log = log();
    assertThat(fault(Arrays.copyOf(log, log.length + 1))).isInstanceOf(LogFault.Damaged.class);
  }

  @Test
  void aRecordThatIsMovedLeftOutOrDoubledIsNoticed() throws IOException {
    byte[] log = log();
    var frames = new ArrayList<byte[]>();
    for (int at = 12; at < log.length; ) {
      int length = 12 + ByteBuffer.wrap(log, at, 4).getInt();
      frames.add(Arrays.copyOfRange(log, at, at + length));
      at += length;
    }
    var swapped = new ArrayList<>(frames);
    swapped.add(4, swapped.remove(5));
    var shorter = new ArrayList<>(frames);
    shorter.remove(6);
    var longer = new ArrayList<>(frames);
    longer.add(6, frames.get(6));

    assertThat(fault(joined(log, swapped))).isInstanceOf(LogFault.Damaged.class);
    assertThat(fault(joined(log, shorter))).isInstanceOf(LogFault.Damaged.class);
    assertThat(fault(joined(log, longer))).isInstanceOf(LogFault.Damaged.class);
    assertThat(read(joined(log, frames))).isInstanceOf(CheckedLog.Checked.Ok.class);
  }

  private static byte[] joined(byte[] log, List<byte[]> frames) {
    var out = new ByteArrayOutputStream();
    out.write(log, 0, 12);
    frames.forEach(out::writeBytes);
    return out.toByteArray();
  }

  @Test
  void aLyingLengthWithTheRightChecksumCostsNothing() throws IOException {
    for (int length : new int[] {LogReader.MAX_RECORD, LogReader.MAX_RECORD + 1, -1, 0}) {
      var crc = new CRC32C();
      byte[] begin = Arrays.copyOf(log(), 12);
      byte[] number = ByteBuffer.allocate(4).putInt(length).array();
      crc.update(begin);
      crc.update(number);
      var out = new ByteArrayOutputStream();
      out.writeBytes(begin);
      out.writeBytes(number);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
      out.writeBytes(new byte[100]);

      assertThat(fault(out.toByteArray()))
          .isInstanceOfAny(LogFault.Damaged.class, LogFault.NoProgram.class);
    }
  }

  /** Records with the right checksums and any content: what a forger writes. */
  @Test
  void forgedRecordsAreReadOrRefusedAndNeverThrow() throws IOException {
    var random = new Random(20);
    byte[] good = Wire.encode(calls().get(7));
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] body = round % 2 == 0 ? good.clone() : Wire.encode(calls().get(random.nextInt(15)));
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--)
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      if (random.nextInt(4) == 0) body = Arrays.copyOf(body, random.nextInt(body.length + 8));
      try {
        assertThat(WireReader.decode(Payload.owning(body))).isNotNull();
        read++;
      } catch (WireReader.Malformed refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
    assertThat(read).isBetween(1_000, 19_000);
  }

  @Test
  void anEndThatDoesNotFitItsCallsIsNoticed() throws IOException {
    var interrupted =
        called(
            Asked.of(new Syscall.NextMessage(List.of(1L), true, 1)),
            new Result.Interrupted(OptionalLong.empty()));
    assertThat(fault(log(new Ending.Exited(0), Optional.of(STATE), List.of(interrupted))))
        .isInstanceOf(LogFault.Damaged.class);
    assertThat(fault(log(new Ending.Exited(0), Optional.empty(), List.of())))
        .isInstanceOf(LogFault.Damaged.class);
    assertThat(fault(log(new Ending.Killed("x"), Optional.of(STATE), List.of())))
        .isInstanceOf(LogFault.Damaged.class);
    assertThat(
            fault(
                log(
                    new Ending.Killed("x"),
                    Optional.of(STATE),
                    List.of(interrupted, calls().getFirst()))))
        .isInstanceOf(LogFault.Damaged.class);
  }

  @Test
  void anotherFileIsNoLogAndAnotherVersionIsNamed() throws IOException {
    byte[] later = log();
    later[11] = 9;
    // In which programs of WASI asked for other things.
    byte[] earlier = log();
    earlier[11] = 1;

    assertThat(fault("\0asm and so on".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new LogFault.NotALog());
    assertThat(fault(new byte[0])).isEqualTo(new LogFault.NotALog());
    assertThat(fault(later)).isEqualTo(new LogFault.OtherVersion(9));
    assertThat(fault(earlier)).isEqualTo(new LogFault.OtherVersion(1));
  }

  @Test
  void theSameCallWithOtherBytesHasAnotherDigest() {
    var one = Asked.ask(SOME, Payload.utf8("one"));
    var two = Asked.ask(SOME, Payload.utf8("two"));

    assertThat(one.call()).isEqualTo(two.call());
    assertThat(one.digest()).isNotEqualTo(two.digest());
    assertThat(Asked.of(new Syscall.NextMessage(List.of(1L, 2L), true, 9)).digest())
        .isNotEqualTo(Asked.of(new Syscall.NextMessage(List.of(1L, 3L), true, 9)).digest());
  }

  private static final class Kept implements RecordingTarget {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void append(Payload more) {
      bytes.writeBytes(more.toByteArray());
    }

    @Override
    public void ended(RecordingEnd how) {}
  }
}
