package cairn.kernel.gate;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.RuleText.Read;
import cairn.kernel.gate.Scope.Endpoint;
import cairn.kernel.gate.Scope.Reach;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleTextTest {
  private static final Optional<String> CONNECT = Optional.of("connect");

  @Test
  void anInterfaceAloneIsAllOfIt() {
    assertThat(allow("tcp"))
        .containsExactly(
            new Rule(Tcp.id(Tcp.TCP), Optional.empty(), new Scope.Whole(), Breadth.ANY, true));
  }

  @Test
  void aHostAndAPortIsExactlyThatPlaceForTheFirstOpeningDeed() {
    assertThat(allow("tcp=Example.ORG:443"))
        .containsExactly(tcp(CONNECT, "example.org", 443, Reach.NAME, Breadth.EXACT, true));
    assertThat(allow("tcp=127.0.0.1:8080"))
        .containsExactly(tcp(CONNECT, "127.0.0.1", 8080, Reach.LOOPBACK, Breadth.EXACT, true));
    assertThat(allow("tcp=[::1]:80"))
        .containsExactly(tcp(CONNECT, "::1", 80, Reach.LOOPBACK, Breadth.EXACT, true));
  }

  @Test
  void aHostWithoutAPortIsEveryPortOfIt() {
    var everyPort = tcp(CONNECT, "10.0.0.7", 0, Reach.LOCAL, Breadth.HOST, true);

    assertThat(allow("tcp=10.0.0.7")).containsExactly(everyPort);
    assertThat(allow("tcp=10.0.0.7:*")).containsExactly(everyPort);
    assertThat(allow("tcp=fd00::7"))
        .containsExactly(tcp(CONNECT, "fd00::7", 0, Reach.LOCAL, Breadth.HOST, true));
  }

  @Test
  void aDeedIsNamedAfterADot() {
    assertThat(allow("tcp.listen=127.0.0.1:0"))
        .containsExactly(
            tcp(Optional.of("listen"), "127.0.0.1", 0, Reach.LOOPBACK, Breadth.EXACT, true));
    assertThat(allow("tcp.listen"))
        .containsExactly(
            new Rule(Tcp.id(Tcp.TCP), Optional.of("listen"), new Scope.Whole(), Breadth.ANY, true));
  }

  @Test
  void aNoWithoutADeedIsAboutAllDeeds() {
    assertThat(rules(RuleText.parse("tcp=10.0.0.7:80", false, Tcp.ALL)))
        .containsExactly(tcp(Optional.empty(), "10.0.0.7", 80, Reach.LOCAL, Breadth.EXACT, false));
  }

  @Test
  void localhostIsThisMachineByAllItsNames() {
    assertThat(allow("tcp=localhost:80"))
        .containsExactly(
            tcp(CONNECT, "localhost", 80, Reach.NAME, Breadth.EXACT, true),
            tcp(CONNECT, "127.0.0.1", 80, Reach.LOOPBACK, Breadth.EXACT, true),
            tcp(CONNECT, "::1", 80, Reach.LOOPBACK, Breadth.EXACT, true));
  }

  @Test
  void interfacesAreNamedOrGivenById() {
    var speech = Tcp.id(Tcp.SPEECH);
    var byName = allow("interface.register=speech");

    assertThat(byName)
        .containsExactly(
            new Rule(
                Tcp.id(Tcp.INTERFACE),
                Optional.of("register"),
                new Scope.OfInterface(speech, "speech"),
                Breadth.EXACT,
                true));
    assertThat(((Scope.OfInterface) allow("interface=" + speech).getFirst().scope()).id())
        .isEqualTo(speech);
    assertThat(allow(speech.toString()).getFirst().on()).isEqualTo(speech);
  }

  @Test
  void aTextMayHoldAnything() {
    assertThat(allow("speech.say=a=b.c:d").getFirst().scope()).isEqualTo(new Scope.Text("a=b.c:d"));
  }

  @Test
  void aDeedWithoutPartsIsExactlyItselfSoThatItMayNameADanger() {
    assertThat(allow("speech.hear").getFirst().breadth()).isEqualTo(Breadth.EXACT);
  }

  @Test
  void whatIsWrongIsSaidInASentence() {
    assertThat(fault(""))
        .isEqualTo("--allow  begins with no interface. Write it like tcp=example.org:443.");
    assertThat(fault("tpc=1.2.3.4:80"))
        .isEqualTo(
            "--allow tpc=1.2.3.4:80 names “tpc”, and no interface of that name ships with Cairn.");
    assertThat(fault("tcp.conect=1.2.3.4:80"))
        .isEqualTo(
            "--allow tcp.conect=1.2.3.4:80 names “conect”, and tcp has no such message; it has connect, listen, read.");
    assertThat(fault("tcp=1.2.3.4:99999"))
        .isEqualTo(
            "--allow tcp=1.2.3.4:99999 has “99999” for a port. A port is a number from 0 to 65535, or *.");
    assertThat(fault("tcp=exa mple:80")).contains("neither a host name nor an address");
    assertThat(fault("tcp=:80")).contains("no host");
    assertThat(fault("tcp=")).contains("no host");
    assertThat(fault("tcp.read=7")).contains("as a whole");
    assertThat(fault("speech.hear=x")).contains("as a whole");
    assertThat(fault("interface=tpc")).contains("neither an interface nor the id of one");
    assertThat(fault("speech.say=")).contains("nothing after");
    assertThat(fault("0".repeat(64) + "=x")).contains("only deeds of interfaces that ship");
  }

  @Test
  void aProgramIsNamedWithAnyArgumentsOrWithExactlyThese() {
    var shipped = cairn.registry.Interfaces.shipped();
    var cid = "bafkreic4rwbplxvcyqlchxbql3xw3y7p6kk5yfvtpmre6pr7vwyq6sip4y";
    var process = shipped.shipped("process").definition().id();
    for (var written :
        java.util.Map.of(
                cid,
                new Scope.Program(cid, List.of()),
                cid + " --",
                new Scope.Program(cid, List.of()),
                cid + " -- --size=9 \"two words\"",
                new Scope.Program(cid, List.of("--size=9", "two words")))
            .entrySet()) {
      boolean any = written.getKey().equals(cid);
      assertThat(rules(RuleText.parse("process.spawn=" + written.getKey(), true, shipped.all())))
          .containsExactly(
              new Rule(
                  process,
                  Optional.of("spawn"),
                  written.getValue(),
                  any ? Breadth.PROGRAM : Breadth.EXACT,
                  true));
    }
    for (var faulty : List.of("", "Qm", cid + " one", cid + " --one", cid + " -- \"one"))
      assertThat(RuleText.parse("process.spawn=" + faulty, true, shipped.all()))
          .isInstanceOf(Read.Faulty.class);
  }

  @Test
  void noTextThrows() {
    var random = new Random(7);
    var seeds =
        List.of("tcp=[::1]:80", "tcp.listen=127.0.0.1:0", "interface.register=tcp", "speech.say=x");
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
      for (int edits = random.nextInt(3); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        if (random.nextBoolean())
          text.insert(at, ".:=[]*0x%\ud800\u0000".charAt(random.nextInt(11)));
        else if (at < text.length()) text.deleteCharAt(at);
      }

      switch (RuleText.parse(text.toString(), random.nextBoolean(), Tcp.ALL)) {
        case Read.Ok(List<Rule> rules) -> read += rules.size();
        case Read.Faulty(String why) -> assertThat(why).endsWith(".");
      }
    }
    assertThat(read).isGreaterThan(1000);
  }

  private static Rule tcp(
      Optional<String> deed, String host, int port, Reach reach, Breadth breadth, boolean allow) {
    return new Rule(Tcp.id(Tcp.TCP), deed, new Endpoint(host, port, reach), breadth, allow);
  }

  private static List<Rule> allow(String text) {
    return rules(RuleText.parse(text, true, Tcp.ALL));
  }

  private static List<Rule> rules(Read read) {
    return ((Read.Ok) read).rules();
  }

  private static String fault(String text) {
    return ((Read.Faulty) RuleText.parse(text, true, Tcp.ALL)).why();
  }
}
