package cairn.permissions;

import static cairn.permissions.Asked.changed;
import static cairn.permissions.Asked.connect;
import static cairn.permissions.Asked.counted;
import static cairn.permissions.Asked.danger;
import static cairn.permissions.Asked.listen;
import static cairn.permissions.Asked.named;
import static cairn.permissions.Asked.register;
import static cairn.permissions.Asked.spawn;
import static cairn.permissions.Asked.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.registry.Cid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestWordsTest {
  private final RequestWords words = new RequestWords(Asked.INTERFACES);

  @Test
  void theSheetSaysWhoWantsWhat() {
    assertThat(words.title(List.of(connect(1, "127.0.0.1", 80))))
        .isEqualTo("“fetch” wants to connect to this computer");
    assertThat(words.title(List.of(connect(1, "10.0.0.7", 80))))
        .isEqualTo("“fetch” wants to connect to the local network");
    assertThat(words.title(List.of(connect(1, "example.org", 80))))
        .isEqualTo("“fetch” wants to connect to the network");
    assertThat(words.title(List.of(listen(1, 80))))
        .isEqualTo("“fetch” wants to listen on this computer");
    assertThat(words.title(List.of(connect(1, "127.0.0.1", 80), listen(2, 80))))
        .isEqualTo("“fetch” wants to connect to this computer, and more");
    assertThat(words.title(List.of(connect(1, "127.0.0.1", 80), connect(2, "10.0.0.7", 80))))
        .isEqualTo("“fetch” wants to connect to the network");
    assertThat(words.title(List.of(register(1)))).isEqualTo("“fetch” wants to answer for everyone");
    assertThat(words.title(List.of(unknown(1))))
        .isEqualTo("“fetch” wants to use an interface that Cairn does not know");
    assertThat(words.title(List.of(danger(1))))
        .isEqualTo("Careful: “fetch” wants to connect to 127.0.0.1");
  }

  @Test
  void theDeedIsDecoded() {
    assertThat(words.line(connect(1, "127.0.0.1", 8080)))
        .isEqualTo(
            new RequestWords.Line(
                "connect to",
                "127.0.0.1",
                ":8080",
                "this computer",
                "",
                "tcp · connect",
                Optional.empty()));
    assertThat(words.line(connect(1, "10.0.0.7", 80)).aside()).isEqualTo("local network");
    assertThat(words.line(connect(1, "93.184.215.14", 80)).aside()).isEqualTo("public internet");
    assertThat(words.line(connect(1, "example.org", 80)).aside()).isEqualTo("by name");
    assertThat(words.line(register(1)).strong()).startsWith("“echo” ");
  }

  @Test
  void repeatedQuestionsAreCounted() {
    var line = words.line(counted(connect(1, "10.0.0.7", 80), 12));

    assertThat(line.times()).isEqualTo("×12");
    assertThat(line.sentence()).isEqualTo("connect to 10.0.0.7:80, local network, ×12");
  }

  @Test
  void anInterfaceThatPosesAsOneOfOursIsQuotedWithItsId() {
    var line = words.line(unknown(1));

    assertThat(line.lead()).isEqualTo("send “shout” to");
    assertThat(line.strong()).isEqualTo("“tcp”");
    assertThat(line.chip()).matches("[0-9a-f]{8}");
  }

  @Test
  void theSheetSaysWhatBecomesOfTheProgram() {
    assertThat(words.ifDenied(List.of(connect(1, "10.0.0.7", 80))))
        .isEqualTo("If denied, the program is told so and may go on without it.");
    assertThat(words.ifDenied(List.of(unknown(1))))
        .isEqualTo("If denied, the program gets an error.");
  }

  @Test
  void portZeroIsAnyFreeOneToListenOnAndAnIpv6AddressStandsInBrackets() {
    assertThat(words.line(listen(1, 0)).sentence())
        .isEqualTo("listen on 127.0.0.1, any free port, this computer");
    assertThat(words.line(connect(1, "::1", 80)).sentence())
        .isEqualTo("connect to [::1]:80, this computer");
  }

  @Test
  void aProgramToBeStartedIsSaidWithAllItsArguments() {
    var asked = spawn(1, "--quiet", "two words", "--send\u200b");
    var program = words.line(asked).program().orElseThrow();

    assertThat(words.title(List.of(asked))).isEqualTo("“fetch” wants to start a program");
    assertThat(program.with()).isEqualTo("with exactly these 3 arguments:");
    assertThat(program.grouped().replace(" ", "")).isEqualTo(program.address()).hasSize(59);
    assertThat(words.line(asked).sentence())
        .contains(program.address(), "\"--quiet\" \"two words\" \"--send\\u{200b}\"");
    assertThat(words.line(spawn(1), Breadth.EXACT).program().orElseThrow().with())
        .isEqualTo("without arguments");
    assertThat(words.line(asked, Breadth.PROGRAM).program().orElseThrow().with())
        .isEqualTo("with any arguments, now these 3:");
    assertThat(words.line(asked, Breadth.ANY).strong()).isEqualTo("any program");
    assertThat(words.line(asked, Breadth.ANY).program().orElseThrow().with())
        .isEqualTo("now this one, with these 3 arguments:");
  }

  @Test
  void aChangedMessageIsSaidToBeOfTwoPrograms() {
    var asked = connect(1, "10.0.0.7", 80);

    assertThat(RequestWords.changed(asked)).isEmpty();
    assertThat(RequestWords.changed(changed(asked, "fetch", "blocker")))
        .contains(
            "The filter “blocker” changed this message on its way. “fetch” did not send it so.");
  }

  @Test
  void aYesIsSaidInItsBreadth() {
    var asked = connect(1, "10.0.0.7", 80);

    assertThat(words.line(asked, Breadth.HOST).sentence())
        .isEqualTo("connect to 10.0.0.7, any port, local network");
    assertThat(words.line(asked, Breadth.ANY).sentence())
        .isEqualTo("connect to any address, now 10.0.0.7:80");
    assertThat(words.line(register(1), Breadth.ANY).strong()).isEqualTo("any interface");
  }

  @Test
  void itIsSaidWhatAYesLetsTheProgramDo() {
    assertThat(words.why(connect(1, "10.0.0.7", 80), 3_000_000_000L))
        .isEqualTo(
            "The program could send anything it knows to whatever answers there, and read what"
                + " comes back. It sent one message “connect” to the interface tcp, 3 s ago; Cairn"
                + " holds it, and nothing has left this computer for it yet.");
    assertThat(words.why(listen(1, 80), 0)).startsWith("Whoever reaches that address could");
    assertThat(words.why(register(1), 0)).startsWith("What other programs ask");
    assertThat(words.why(unknown(1), 0)).contains("Cairn cannot tell");
    assertThat(words.why(counted(connect(1, "10.0.0.7", 80), 2), 0))
        .contains("It sent 2 messages “connect”", "Cairn holds them");
  }

  @Test
  void whoIsCalledByItsHashIsCalledByTheShortOne() {
    var asked = connect(1, "10.0.0.7", 80);
    String hash = Cid.raw(asked.program().hash()).toString();

    assertThat(RequestWords.name(named(asked, hash)))
        .isEqualTo("The program " + RequestWords.shortHash(asked));
  }

  @Test
  void aNameThatPosesAsASentenceIsCutDownToAName() {
    var asked = connect(1, "10.0.0.7", 80);

    assertThat(RequestWords.name(named(asked, "Cairn\u202E\n\u200Bupdate")))
        .isEqualTo("“Cairn update”");
    assertThat(RequestWords.name(named(asked, "x".repeat(1000)))).hasSize(42);
    assertThat(words.title(List.of(named(asked, "Cairn needs an update. Cairn"))))
        .isEqualTo("“Cairn needs an update. Cairn” wants to connect to the local network");
    assertThat(words.title(List.of(named(asked, "\u0421airn"))))
        .startsWith("“Сairn” (Cyrillic and Latin letters) wants to connect");
    assertThat(RequestWords.name(named(asked, "\u200B"))).startsWith("The program bafkrei");
  }
}
