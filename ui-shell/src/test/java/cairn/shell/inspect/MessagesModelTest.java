package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Pid;
import cairn.registry.Definition;
import cairn.registry.MessageCodec;
import cairn.registry.Payload;
import cairn.registry.Value;
import cairn.shell.inspect.MessageDetails.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessagesModelTest {
  private static final Definition TCP = Scripted.INTERFACES.shipped("tcp").definition();
  private static final Definition.Message WRITE = TCP.message("write").orElseThrow();
  private static final KernelSnapshot NOW =
      Scripted.at(0, process(21, "chat").done(), process(24, "tcp-log").done());

  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final ScriptedTrace trace = kernel.trace;
  private final MessagesModel model =
      new MessagesModel(
          kernel,
          InstantSource.fixed(Instant.parse("2026-11-22T11:02:41Z")),
          () -> 5_000_000_000L,
          Runnable::run,
          Runnable::run);

  private List<String> labels() {
    return model.rows().stream().map(row -> row.now().label()).toList();
  }

  private List<Long> numbers() {
    return model.rows().stream().map(row -> row.now().row().number()).toList();
  }

  @Test
  void aRowSaysWhoAskedWhomWhatAndHowItWent() {
    trace.put(
        ScriptedTrace.over(trace.asks(21, on("tcp"), WRITE.index(), 53), Outcome.ANSWERED, 1, 0));

    model.take(NOW);

    var row = model.rows().getFirst().now();
    assertThat(row.label()).isEqualTo("tcp.write");
    assertThat(row.from().text()).isEqualTo("chat");
    assertThat(row.from().program()).contains(Scripted.program("chat"));
    assertThat(row.to().text()).isEqualTo("native tcp");
    assertThat(row.verdictWords()).isEqualTo("answered");
    assertThat(row.took()).isEqualTo("39 µs");
    assertThat(model.counts().get()).isEqualTo(new MessagesModel.Counts(1, 1, 1, 0));
  }

  @Test
  void anErrOfTheAnswersOwnTypeIsTold() {
    trace.put(
        ScriptedTrace.over(trace.asks(21, on("tcp"), WRITE.index(), 53), Outcome.ANSWERED, 2, 1));

    model.take(NOW);

    assertThat(model.rows().getFirst().now().verdictWords()).isEqualTo("answered err");
  }

  @Test
  void aRowChangesInPlaceUntilItIsOver() {
    var asked = trace.put(trace.asks(21, on("tcp"), WRITE.index(), 53));
    model.take(NOW);
    var live = model.rows().getFirst();
    assertThat(live.now().verdictWords()).isEqualTo("in flight");

    trace.put(ScriptedTrace.over(asked, Outcome.FAILED, -1, -1));
    trace.put(trace.asks(21, on("log"), 0, 1));
    model.take(NOW);

    assertThat(model.rows()).hasSize(2);
    assertThat(model.rows().getFirst()).isSameAs(live);
    assertThat(live.now().verdictWords()).isEqualTo("failed");
  }

  @Test
  void theTimeForWhichTheUserIsAskedStandsByItselfAndIsNotTaken() {
    var sent = ScriptedTrace.passed(trace.asks(21, on("tcp"), WRITE.index(), 53), 4_000_000_000L);
    var taken = ScriptedTrace.taken(sent, 4_000_020_000L, 5_000_041_000L);
    trace.put(ScriptedTrace.asked(taken, 3_999_990_000L, 1_000_000_000L));

    model.take(NOW);

    var row = model.rows().getFirst().now();
    assertThat(row.asked()).isEqualTo("5.0 s");
    assertThat(row.took()).isEqualTo("51 µs");
    assertThat(row.timing()).isEqualTo(new Timing(10_000, 4_999_990_000L, 0, 20_000, 21_000, 0));
  }

  @Test
  void whileTheUserIsAskedNoTimeIsTaken() {
    var sent = ScriptedTrace.passed(trace.asks(21, on("tcp"), WRITE.index(), 53), -1);
    var asked = ScriptedTrace.asked(ScriptedTrace.over(sent, Outcome.ASKING, -1, -1), -1, 0);
    trace.put(ScriptedTrace.to(asked, new HandledBy.Nobody()));

    model.take(NOW);

    var row = model.rows().getFirst().now();
    assertThat(row.verdictWords()).isEqualTo("waits for you");
    assertThat(row.took()).isEmpty();
    assertThat(row.asked()).isNotEmpty();
  }

  @Test
  void everyWayToBeRefusedHasItsWordsAndItsFilter() {
    var words =
        List.of(
            Outcome.DENIED,
            Outcome.DENIED_BEFORE,
            Outcome.IMPOSSIBLE,
            Outcome.UNFIT,
            Outcome.NO_HANDLER,
            Outcome.UNKNOWN_INTERFACE,
            Outcome.LIMIT,
            Outcome.CANCELLED);
    for (var each : words)
      trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), 0, 2), each, -1, -1));

    model.take(NOW);

    assertThat(model.rows())
        .extracting(row -> row.now().verdictWords())
        .containsExactly(
            "denied by you",
            "denied as decided",
            "refused by Cairn",
            "malformed",
            "no handler",
            "unknown interface",
            "over a limit",
            "cancelled");
    model.filter("outcome:denied");
    assertThat(numbers()).containsExactly(1L, 2L);
    model.filter("outcome:malformed");
    assertThat(numbers()).containsExactly(4L);
    model.filter("outcome:unsent");
    assertThat(numbers()).containsExactly(5L, 6L, 7L);
  }

  @Test
  void aRowAppearsAndGoesAsItsOutcomeMeetsTheFilter() {
    var first = trace.put(trace.asks(21, on("tcp"), 0, 1));
    trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), 0, 2), Outcome.DENIED, 1, 1));
    model.filter("outcome:denied");
    model.take(NOW);
    assertThat(numbers()).containsExactly(2L);

    trace.put(ScriptedTrace.over(first, Outcome.DENIED, 1, 1));
    model.take(NOW);
    assertThat(numbers()).containsExactly(1L, 2L);

    model.filter("outcome:open");
    assertThat(numbers()).isEmpty();
    var third = trace.put(trace.asks(21, on("tcp"), 0, 1));
    model.take(NOW);
    assertThat(numbers()).containsExactly(3L);
    trace.put(ScriptedTrace.over(third, Outcome.ANSWERED, 1, 0));
    model.take(NOW);
    assertThat(numbers()).isEmpty();
  }

  @Test
  void aFilterLooksAtAllThatIsRememberedAndAWrongOneChangesNothing() {
    for (int i = 0; i < 20; i++) trace.put(trace.asks(21, on(i % 2 == 0 ? "tcp" : "log"), 0, i));
    model.take(NOW);

    model.filter("interface:log && size>10");
    assertThat(numbers()).containsExactly(12L, 14L, 16L, 18L, 20L);

    model.filter("interface:log && size>");
    assertThat(numbers()).hasSize(5);
    assertThat(model.fault().get().orElseThrow().at()).isEqualTo(22);

    model.filter("");
    assertThat(numbers()).hasSize(20);
    assertThat(model.fault().get()).isEmpty();
  }

  @Test
  void aFloodKeepsTheNewestAndCountsTheRest() {
    for (int i = 0; i < 30_000; i++) trace.put(trace.asks(21, on("tcp"), 0, i));
    trace.first = 1_001;

    model.take(NOW);

    assertThat(model.rows()).hasSize(MessageReader.MOST);
    assertThat(numbers().getLast()).isEqualTo(30_000);
    assertThat(model.counts().get())
        .isEqualTo(new MessagesModel.Counts(29_000, MessageReader.MOST, 30_000, 1_000));

    for (int i = 0; i < 10; i++) trace.put(trace.asks(21, on("log"), 0, i));
    model.take(NOW);
    assertThat(model.rows()).hasSize(MessageReader.MOST);
    assertThat(numbers()).startsWith(25_011L).endsWith(30_010L);
  }

  @Test
  void whileItReadsSnapshotsDoNotPileUp() {
    var waiting = new ArrayDeque<Runnable>();
    var slow =
        new MessagesModel(
            kernel, InstantSource.system(), () -> 5_000_000_000L, waiting::add, Runnable::run);
    trace.put(trace.asks(21, on("tcp"), 0, 1));

    for (int i = 0; i < 100; i++) slow.take(NOW);

    assertThat(waiting).hasSize(1);
    waiting.remove().run();
    assertThat(slow.rows()).hasSize(1);
    assertThat(waiting).hasSize(1);
  }

  @Test
  void whatWasReadForAnOldFilterIsThrownAway() {
    var waiting = new ArrayDeque<Runnable>();
    var slow =
        new MessagesModel(
            kernel, InstantSource.system(), () -> 5_000_000_000L, waiting::add, Runnable::run);
    trace.put(trace.asks(21, on("tcp"), 0, 1));
    trace.put(trace.asks(21, on("log"), 0, 1));

    slow.take(NOW);
    slow.filter("interface:log");
    waiting.remove().run();
    assertThat(slow.rows()).isEmpty();
    waiting.remove().run();

    assertThat(slow.rows()).hasSize(1);
  }

  @Test
  void pausedItStandsStillAndThenCatchesUp() {
    model.take(NOW);
    model.pause(true);
    trace.put(trace.asks(21, on("tcp"), 0, 1));
    model.take(NOW);
    assertThat(model.rows()).isEmpty();

    model.pause(false);

    assertThat(model.rows()).hasSize(1);
  }

  @Test
  void clearedItBeginsWithTheNextMessage() {
    trace.put(trace.asks(21, on("tcp"), 0, 1));
    model.take(NOW);

    model.clear();
    trace.put(trace.asks(21, on("log"), 0, 1));
    model.take(NOW);

    assertThat(labels()).containsExactly("log.write");
  }

  @Test
  void theBodiesOfTheChosenMessageAreDecodedWithTheirBytes() {
    var body =
        MessageCodec.encodeCall(
            WRITE, List.of(Value.unsigned(3), Value.bytes(Payload.utf8("hello\n"))));
    var answer = MessageCodec.encodeAnswer(WRITE, Value.ok(Value.UNIT));
    var row =
        trace.put(
            ScriptedTrace.over(
                trace.asks(21, on("tcp"), WRITE.index(), body.length()),
                Outcome.ANSWERED,
                answer.length(),
                0));
    trace.recorded(row, body, Optional.of(answer));
    model.take(NOW);

    model.choose(Optional.of(model.rows().getFirst().now()));

    var details = model.chosen().get().orElseThrow();
    assertThat(details.lines())
        .extracting(line -> line.side() + " " + line.name() + " " + line.value())
        .containsExactly("MESSAGE socket 3  u32", "MESSAGE bytes \"hello\\n\"", "ANSWER  ok");
    assertThat(details.at(Side.MESSAGE, 2).orElseThrow().name()).isEqualTo("socket");
    assertThat(details.at(Side.MESSAGE, 7).orElseThrow().name()).isEqualTo("bytes");
    assertThat(details.timing().handled()).isEqualTo(38_000);
  }

  @Test
  void anAnswerWithNothingInItIsSaidInAWord() {
    var wait = Scripted.INTERFACES.shipped("time").definition().message("wait-until").orElseThrow();
    var row =
        trace.put(
            ScriptedTrace.over(
                trace.asks(21, on("time"), wait.index(), 1), Outcome.ANSWERED, 0, -1));
    trace.recorded(row, Payload.EMPTY, Optional.of(Payload.EMPTY));
    model.take(NOW);

    model.choose(Optional.of(model.rows().getFirst().now()));

    assertThat(model.chosen().get().orElseThrow().lines())
        .filteredOn(line -> line.side() == Side.ANSWER)
        .extracting(MessageDetails.Line::value)
        .containsExactly("nothing");
  }

  @Test
  void aMalformedBodyIsShownAsFarAsItCanBeRead() {
    var body = Payload.copyOf(new byte[] {(byte) WRITE.index(), 3, 0, 0, 0, 99});
    var row =
        trace.put(
            ScriptedTrace.over(
                trace.asks(21, on("tcp"), WRITE.index(), body.length()), Outcome.UNFIT, -1, -1));
    trace.recorded(row, body, Optional.empty());
    model.take(NOW);

    model.choose(Optional.of(model.rows().getFirst().now()));

    var lines = model.chosen().get().orElseThrow().lines();
    assertThat(lines.getFirst().name()).isEqualTo("socket");
    assertThat(lines.getLast().value()).startsWith("malformed at byte 5");
  }

  @Test
  void aConversationIsFollowedBothWays() {
    var there =
        trace.put(
            ScriptedTrace.to(trace.asks(21, on("log"), 0, 1), new HandledBy.Process(new Pid(24))));
    trace.put(
        ScriptedTrace.to(trace.asks(24, on("time"), 0, 1), new HandledBy.Process(new Pid(21))));
    trace.put(trace.asks(21, on("tcp"), 0, 1));
    trace.put(trace.asks(24, on("tcp"), 0, 1));
    model.take(NOW);

    model.filter(MessagesModel.conversation(model.rows().getFirst().now()));
    assertThat(numbers()).containsExactly(there.number(), 2L);

    model.filter("");
    model.filter(MessagesModel.conversation(model.rows().get(2).now()));
    assertThat(numbers()).containsExactly(3L);
  }

  @Test
  void recordingIsSwitchedPerProgram() {
    model.take(NOW);
    assertThat(model.recordable())
        .extracting(MessagesModel.Recordable::name)
        .containsExactly("chat", "tcp-log");

    model.record(Scripted.program("chat"), true);

    assertThat(trace.recording().programs()).containsExactly(Scripted.program("chat"));
    assertThat(model.recordable().getFirst().recorded()).isTrue();
  }

  @Test
  void theExportIsJsonWhateverProgramsAreCalled(@TempDir Path folder) throws IOException {
    var row =
        trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), 0, 19), Outcome.ANSWERED, 2, 1));
    trace.recorded(row, Payload.utf8("{\"x\"}"), Optional.empty());
    model.take(Scripted.at(0, process(21, "a\"\\b").done()));

    model.export(folder.resolve("messages.json"), MessagesModel.Format.JSON);

    assertThat(model.exported().get()).contains(1);
    assertThat(folder.resolve("messages.json"))
        .content()
        .startsWith("[\n{\"row\":1,\"time\":\"")
        .contains("\"from\":21,\"from-name\":\"a\\\"\\\\b\",\"to\":\"native\"")
        .contains("\"interface\":\"tcp\"")
        .contains("\"outcome\":\"err\"")
        .contains("\"handled\":38000")
        .contains("\"body\":\"7b2278227d\"")
        .endsWith("}\n]\n");

    model.export(folder.resolve("no such folder").resolve("x"), MessagesModel.Format.PCAPNG);
    assertThat(model.exported().get()).contains(-1);
  }
}
