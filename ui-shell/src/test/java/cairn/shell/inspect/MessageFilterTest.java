package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.on;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Pid;
import cairn.shell.inspect.MessageFilterParser.Parsed;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageFilterTest {
  private static final int CONNECT = 0;
  private final ScriptedTrace trace = new ScriptedTrace();
  private final MessageNames names =
      new MessageNames(Scripted.INTERFACES, new WallClock(() -> Instant.EPOCH, () -> 0));

  MessageFilterTest() {
    names.learn(
        Scripted.at(
            0, Scripted.process(21, "chat").done(), Scripted.process(24, "tcp-log").done()));
    trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), CONNECT, 19), Outcome.ANSWERED, 9, 0));
    trace.put(ScriptedTrace.over(trace.asks(21, on("tcp"), CONNECT, 2_000), Outcome.DENIED, 2, 1));
    trace.put(
        ScriptedTrace.to(trace.asks(21, on("log"), 0, 40), new HandledBy.Process(new Pid(24))));
  }

  private List<Long> shown(String filter) {
    var parsed = MessageFilterParser.parse(filter);
    assertThat(parsed).isInstanceOf(Parsed.Ok.class);
    var wanted = ((Parsed.Ok) parsed).filter();
    return trace.since(1, 100).rows().stream()
        .map(row -> names.row(row, 5_000_000))
        .filter(wanted::passes)
        .map(row -> row.row().number())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';1 2 3",
        "interface:tcp;1 2",
        "interface:tcp && outcome:denied;2",
        "interface:tcp && outcome:denied && size>1k;2",
        "interface:tcp outcome:denied;2",
        "size>1k || interface:log;2 3",
        "outcome:denied || interface:log && size<50;2 3",
        "(outcome:denied || interface:log) && size<50;3",
        "!interface:tcp;3",
        "interface!=tcp;3",
        "size>=2kb;2",
        "size<0.02k;1",
        "size=40;3",
        "to:tcp-log;3",
        "to=24;3",
        "to:2;",
        "from:chat;1 2 3",
        "program:24;3",
        "message:conn;1 2",
        "outcome:open;3",
        "took<1ms;1 2",
        "took>=2ms;3",
        "handled>37us && handled<39us;1 2",
        "\"NATIVE tcp\";1 2",
        "chat connect;1 2",
        "id:73;3",
        "row<=1;1"
      })
  void showsWhatItSays(String filter, String numbers) {
    assertThat(shown(filter))
        .containsExactlyElementsOf(
            numbers == null
                ? List.of()
                : List.of(numbers.split(" ")).stream().map(Long::valueOf).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "interface:;10;value is missing",
        "size>1k &&;10;missing at the end",
        "(size>1k;0;not closed",
        "size>1k);7;does not belong",
        "sise>1k;0;no field “sise”",
        "size>much;5;not a number",
        "size>1ms;5;not a number",
        "took>1k;5;not a number",
        "size>1.2.3;5;not a number",
        "size>99999999999999999999;5;not a number",
        "outcome:odd;8;no outcome “odd”",
        "interface>tcp;9;no more or less",
        "\"tcp;0;not closed",
        "a || || b;5;does not belong",
        "&& a;0;does not belong"
      })
  void saysWhereItGoesWrong(String filter, int at, String why) {
    assertThat(MessageFilterParser.parse(filter))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class,
            wrong -> {
              assertThat(wrong.at()).isEqualTo(at);
              assertThat(wrong.why()).contains(why);
            });
  }

  @Test
  void anyTextAtAllIsReadOrRefused() {
    var random = new Random(17);
    var pieces =
        List.of(
            "interface",
            ":",
            "=",
            "!",
            "!=",
            "<",
            ">=",
            "(",
            ")",
            "&&",
            "||",
            "&",
            "|",
            "\"",
            " ",
            "size",
            "took",
            "outcome",
            "denied",
            "1k",
            "9",
            ".",
            "µs",
            "\u0000",
            "\uD800",
            "😀",
            "{0}",
            "'");
    for (int i = 0; i < 50_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--)
        text.append(pieces.get(random.nextInt(pieces.size())));
      switch (MessageFilterParser.parse(text.toString())) {
        case Parsed.Ok(var filter) ->
            filter.passes(names.row(trace.row(1).orElseThrow(), 5_000_000));
        case Parsed.Wrong wrong -> assertThat(wrong.at()).isBetween(0, text.length());
      }
    }
  }

  @Test
  void deepAndLongTextsAreRefusedAndHarmNothing() {
    assertThat(MessageFilterParser.parse("(".repeat(1900)))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class, wrong -> assertThat(wrong.why()).contains("brackets"));
    assertThat(MessageFilterParser.parse("!".repeat(1900) + "a")).isInstanceOf(Parsed.Wrong.class);
    assertThat(MessageFilterParser.parse("a ".repeat(100_000))).isInstanceOf(Parsed.Wrong.class);
    assertThat(MessageFilterParser.parse("a ".repeat(900))).isInstanceOf(Parsed.Ok.class);
  }
}
