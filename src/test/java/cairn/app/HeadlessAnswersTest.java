package cairn.app;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.PermissionRequest.Changed;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.RuleText;
import cairn.kernel.gate.Scope;
import cairn.kernel.judge.Rules;
import cairn.registry.Descriptor.Risk;
import cairn.registry.Interfaces;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HeadlessAnswersTest {
  private static final Interfaces INTERFACES = Interfaces.shipped();
  private static final String CID = "bafkreic4rwbplxvcyqlchxbql3xw3y7p6kk5yfvtpmre6pr7vwyq6sip4y";

  @Test
  void theArgumentsOfAProgramAreAllToldEachInItsOwnQuotationMarks() {
    var arguments = List.of("--quiet", "two words", "it's", "--send-to\u200b", "evil.example");

    var line = refused("process", "spawn", new Scope.Program(CID, arguments), Optional.empty());

    assertThat(line)
        .startsWith("cairn: refused: process, ")
        .contains(
            CID
                + " with 5 arguments: \"--quiet\" \"two words\" \"it's\" \"--send-to\\u{200b}\""
                + " \"evil.example\"");
    assertThat(ruleOf(line)).satisfies(rule -> covers(rule, "spawn", CID, arguments));
    assertThat(Rules.covers(ruleOf(line), "spawn", new Scope.Program(CID, List.of("evil"))))
        .isFalse();
  }

  @Test
  void argumentsThatAreTooLongAreCountedAndTheFlagSaysWhatItCovers() {
    var arguments = Collections.nCopies(3000, "0123456789");

    var line = refused("process", "spawn", new Scope.Program(CID, arguments), Optional.empty());

    assertThat(line)
        .contains("with 3000 arguments of 30000 characters, which are not shown here")
        .contains("(allow it, with any arguments, with --allow process.spawn=" + CID + ")")
        .hasSizeLessThan(500);
  }

  @Test
  void theFlagAllowsWhatWasRefusedAndNothingElse() {
    for (var asked :
        List.<List<Object>>of(
            List.of("tcp", "connect", new Scope.Endpoint("10.0.0.7", 80, Scope.Reach.LOCAL)),
            List.of("tcp", "listen", new Scope.Endpoint("10.0.0.7", 80, Scope.Reach.LOCAL)),
            List.of("tcp", "connect", new Scope.Endpoint("fd00::7", 80, Scope.Reach.LOCAL)),
            List.of("files", "folder", new Scope.Text("/it's a \"folder\" \u05d0")),
            List.of("process", "spawn", new Scope.Program(CID, List.of())),
            List.of("process", "spawn", new Scope.Program(CID, List.of("", "'", "\"\\ \n"))))) {
      var deed = (String) asked.get(1);
      var scope = (Scope) asked.get(2);
      var line = refused((String) asked.get(0), deed, scope, Optional.empty());

      var rule = ruleOf(line);

      assertThat(Rules.covers(rule, deed, scope)).as(line).isTrue();
      assertThat(Rules.covers(rule, deed + "s", scope)).as(line).isFalse();
    }
  }

  @Test
  void aTextOfWhichNotAllCanBeSeenIsToldWithItsNumbersAndWithoutAFlag() {
    assertThat(refused("files", "folder", new Scope.Text("/da\u202eta"), Optional.empty()))
        .contains("\"/da\\u{202e}ta\"")
        .doesNotContain("--allow files");
  }

  @Test
  void aChangedMessageIsToldWithBothPrograms() {
    var changed = new Changed(new Pid(3), "fetch", new Pid(4), "a \"filter\"");

    assertThat(
            refused(
                "tcp",
                "connect",
                new Scope.Endpoint("10.0.0.7", 80, Scope.Reach.LOCAL),
                Optional.of(changed)))
        .contains("10.0.0.7:80, as \"a \\\"filter\\\"\" changed what \"fetch\" sent (allow it");
  }

  private static void covers(Rule rule, String deed, String address, List<String> arguments) {
    assertThat(Rules.covers(rule, deed, new Scope.Program(address, arguments))).isTrue();
  }

  /** Reads the flag as a shell would, and then as the command line does. */
  private static Rule ruleOf(String line) {
    String word = line.substring(line.indexOf("--allow ") + 8, line.length() - 1);
    var plain = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\'') quoted = !quoted;
      else if (c == '\\' && !quoted) plain.append(word.charAt(++i));
      else if (c == ' ' && !quoted) throw new AssertionError("two words: " + word);
      else plain.append(c);
    }
    return ((RuleText.Read.Ok) RuleText.parse(plain.toString(), true, INTERFACES.all()))
        .rules()
        .getFirst();
  }

  private static String refused(
      String interfaceName, String deed, Scope scope, Optional<Changed> changed) {
    var told = new ArrayList<String>();
    var request =
        new PermissionRequest(
            new RequestId(1),
            new Pid(3),
            new ProgramId(Sha256.of(Payload.utf8("fetch"))),
            "fetch",
            INTERFACES.shipped(interfaceName).definition().id(),
            interfaceName,
            true,
            deed,
            "do",
            scope,
            Risk.ASK,
            1,
            0,
            List.of(),
            changed);
    new HeadlessAnswers(INTERFACES).to(request, false, told::add);
    return told.getFirst();
  }
}
