package cairn.kernel.judge;

import static cairn.kernel.gate.Breadth.ANY;
import static cairn.kernel.gate.Breadth.EXACT;
import static cairn.kernel.gate.Breadth.HOST;
import static cairn.kernel.gate.Breadth.PROGRAM;
import static cairn.kernel.gate.Lifetime.ALWAYS;
import static cairn.kernel.gate.Lifetime.ONCE;
import static cairn.kernel.gate.Lifetime.THIS_RUN;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Scope.Endpoint;
import cairn.kernel.gate.Scope.Reach;
import cairn.kernel.gate.Tcp;
import cairn.kernel.judge.Rules.Verdict;
import cairn.registry.Descriptor.Risk;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final InterfaceId TCP = Tcp.id(Tcp.TCP);
  private static final InterfaceId OTHER = Tcp.id(Tcp.SPEECH);
  private static final ProgramId FETCH = new ProgramId(Sha256.of(Payload.utf8("fetch")));
  private static final Scope WEB = new Endpoint("10.0.0.7", 80, Reach.LOCAL);
  private static final Scope SECURE = new Endpoint("10.0.0.7", 443, Reach.LOCAL);
  private static final Scope ELSEWHERE = new Endpoint("10.0.0.8", 80, Reach.LOCAL);
  private static final Verdict ASK = new Verdict.Ask();
  private static final Verdict FLAG_ALLOWS = new Verdict.Allow(Optional.empty());
  private static final Verdict FLAG_DENIES = new Verdict.Deny(Optional.empty());

  // Breadth.

  @Test
  void exactlyThisCoversNothingElse() {
    var rule = rule(WEB, EXACT, true);

    assertThat(Rules.covers(rule, "connect", WEB)).isTrue();
    assertThat(Rules.covers(rule, "connect", SECURE)).isFalse();
    assertThat(Rules.covers(rule, "connect", ELSEWHERE)).isFalse();
    assertThat(Rules.covers(rule, "listen", WEB)).isFalse();
    assertThat(Rules.covers(rule, "connect", new Scope.Whole())).isFalse();
  }

  @Test
  void anyPortCoversThisHostOnly() {
    var rule = rule(WEB, HOST, true);

    assertThat(Rules.covers(rule, "connect", SECURE)).isTrue();
    assertThat(Rules.covers(rule, "connect", ELSEWHERE)).isFalse();
    assertThat(Rules.covers(rule, "listen", SECURE)).isFalse();
  }

  @Test
  void exactlyTheseArgumentsCoverNoOthers() {
    var nice = new Scope.Program("bafk", List.of("nice", "one"));
    var rule = rule(nice, EXACT, true);

    assertThat(Rules.covers(rule, "connect", nice)).isTrue();
    for (var others :
        List.of(
            List.of("evil"),
            List.of("nice"),
            List.of("nice one"),
            List.of("one", "nice"),
            List.<String>of()))
      assertThat(Rules.covers(rule, "connect", new Scope.Program("bafk", others))).isFalse();
    // What was kept before arguments were part of it.
    assertThat(Rules.covers(rule(new Scope.Text("bafk"), EXACT, true), "connect", nice)).isFalse();
  }

  @Test
  void anyArgumentsCoverThisProgramOnly() {
    var rule = rule(new Scope.Program("bafk", List.of()), PROGRAM, true);

    assertThat(Rules.covers(rule, "connect", new Scope.Program("bafk", List.of("evil")))).isTrue();
    assertThat(Rules.covers(rule, "connect", new Scope.Program("bafy", List.of()))).isFalse();
    assertThat(Rules.covers(rule, "connect", new Scope.Text("bafk"))).isFalse();
  }

  @Test
  void theWordForAProgramAndForExactlyItsArgumentsMakeTheirRules() {
    var spawn = request(new Scope.Program("bafk", List.of("nice")), Risk.ASK);

    assertThat(Rules.ruleFor(spawn, new Decision.Allow(THIS_RUN, EXACT)).orElseThrow().scope())
        .isEqualTo(new Scope.Program("bafk", List.of("nice")));
    var any = Rules.ruleFor(spawn, new Decision.Allow(ALWAYS, PROGRAM)).orElseThrow();
    assertThat(any.scope()).isEqualTo(new Scope.Program("bafk", List.of()));
    assertThat(any.breadth()).isEqualTo(PROGRAM);
    // Any port of a program, and any arguments of a host, are exactly what was asked.
    assertThat(Rules.ruleFor(spawn, new Decision.Allow(ALWAYS, HOST)).orElseThrow().breadth())
        .isEqualTo(EXACT);
    assertThat(
            Rules.ruleFor(request(WEB, Risk.ASK), new Decision.Allow(ALWAYS, PROGRAM))
                .orElseThrow())
        .isEqualTo(rule(WEB, EXACT, true));
  }

  @Test
  void anywhereCoversTheDeedWhateverItIsAbout() {
    var rule = rule(WEB, ANY, true);

    for (var scope : List.of(WEB, SECURE, ELSEWHERE, new Scope.Whole(), new Scope.Text("x")))
      assertThat(Rules.covers(rule, "connect", scope)).isTrue();
    assertThat(Rules.covers(rule, "listen", WEB)).isFalse();
  }

  @Test
  void aRuleWithoutADeedCoversAllDeeds() {
    var rule = new Rule(TCP, Optional.empty(), new Scope.Whole(), ANY, true);

    assertThat(Rules.covers(rule, "connect", WEB)).isTrue();
    assertThat(Rules.covers(rule, "listen", SECURE)).isTrue();
  }

  @Test
  void aNameDoesNotCoverTheAddressBehindIt() {
    var rule = rule(new Endpoint("example.org", 80, Reach.NAME), HOST, true);

    assertThat(Rules.covers(rule, "connect", new Endpoint("93.184.215.14", 80, Reach.PUBLIC)))
        .isFalse();
  }

  @Test
  void whereAnAddressLeadsIsNoPartOfWhatItIs() {
    var rule = rule(WEB, EXACT, true);

    assertThat(Rules.covers(rule, "connect", new Endpoint("10.0.0.7", 80, Reach.PUBLIC))).isTrue();
  }

  @Test
  void interfacesAreTheSameByIdWhateverTheyAreCalled() {
    var rule = rule(new Scope.OfInterface(OTHER, "speech"), EXACT, true);

    assertThat(Rules.covers(rule, "connect", new Scope.OfInterface(OTHER, "8 digits"))).isTrue();
    assertThat(Rules.covers(rule, "connect", new Scope.OfInterface(TCP, "speech"))).isFalse();
  }

  @Test
  void kindsOfScopeNeverCoverEachOther() {
    var kinds =
        List.of(
            new Scope.Whole(),
            WEB,
            new Scope.OfInterface(TCP, "10.0.0.7"),
            new Scope.Text("10.0.0.7"));

    for (var decided : kinds)
      for (var breadth : List.of(EXACT, HOST))
        for (var scope : kinds)
          assertThat(Rules.covers(rule(decided, breadth, true), "connect", scope))
              .as("%s %s covers %s", decided, breadth, scope)
              .isEqualTo(decided.equals(scope));
  }

  // Order of the layers.

  @Test
  void withoutAnyRuleTheClassOfTheDeedDecides() {
    assertThat(decide(List.of(), List.of(), List.of(), Risk.FREE)).isEqualTo(FLAG_ALLOWS);
    assertThat(decide(List.of(), List.of(), List.of(), Risk.ASK)).isEqualTo(ASK);
    assertThat(decide(List.of(), List.of(), List.of(), Risk.DANGER)).isEqualTo(ASK);
  }

  @Test
  void theFirstLayerThatSaysAnythingWins() {
    // Every combination of yes, no and silence in the three layers.
    for (int flag = 0; flag < 3; flag++)
      for (int run = 0; run < 3; run++)
        for (int stored = 0; stored < 3; stored++) {
          var flags = flag == 0 ? List.<Rule>of() : List.of(rule(WEB, EXACT, flag == 1));
          var ofRun = run == 0 ? List.<Grant>of() : List.of(grant(-1, rule(WEB, EXACT, run == 1)));
          var kept =
              stored == 0 ? List.<Grant>of() : List.of(grant(7, rule(WEB, EXACT, stored == 1)));

          var verdict = decide(flags, ofRun, kept, Risk.ASK);

          Verdict expected = ASK;
          if (flag != 0) expected = flag == 1 ? FLAG_ALLOWS : FLAG_DENIES;
          else if (run != 0) expected = run == 1 ? allowedBy(-1) : deniedBy(-1);
          else if (stored != 0) expected = stored == 1 ? allowedBy(7) : deniedBy(7);
          assertThat(verdict).as("%d %d %d", flag, run, stored).isEqualTo(expected);
        }
  }

  @Test
  void rulesOfOtherInterfacesAndPlacesSayNothing() {
    var elsewhere = rule(ELSEWHERE, HOST, true);
    var otherInterface = new Rule(OTHER, Optional.of("connect"), WEB, ANY, true);

    assertThat(
            decide(
                List.of(elsewhere, otherInterface),
                List.of(grant(-1, elsewhere)),
                List.of(grant(1, otherInterface)),
                Risk.ASK))
        .isEqualTo(ASK);
  }

  @Test
  void flagsMatchInTheOrderTheyWereGiven() {
    var none = new Rule(TCP, Optional.empty(), new Scope.Whole(), ANY, false);
    var web = rule(WEB, EXACT, true);

    assertThat(decide(List.of(web, none), List.of(), List.of(), Risk.ASK)).isEqualTo(FLAG_ALLOWS);
    assertThat(decide(List.of(none, web), List.of(), List.of(), Risk.ASK)).isEqualTo(FLAG_DENIES);
  }

  @Test
  void aFlagMayForbidWhatIsFree() {
    var none = new Rule(TCP, Optional.empty(), new Scope.Whole(), ANY, false);

    assertThat(decide(List.of(none), List.of(), List.of(), Risk.FREE)).isEqualTo(FLAG_DENIES);
  }

  @Test
  void amongGrantsTheNarrowestWinsInWhateverOrderTheyCome() {
    var exactNo = grant(1, rule(WEB, EXACT, false));
    var hostYes = grant(2, rule(WEB, HOST, true));
    var anyNo = grant(3, rule(WEB, ANY, false));
    var all = new ArrayList<>(List.of(exactNo, hostYes, anyNo));

    assertThat(decide(List.of(), all, List.of(), Risk.ASK)).isEqualTo(deniedBy(1));
    assertThat(decide(List.of(), all.reversed(), List.of(), Risk.ASK)).isEqualTo(deniedBy(1));
    assertThat(decide(List.of(), List.of(anyNo, hostYes), List.of(), Risk.ASK))
        .isEqualTo(allowedBy(2));
  }

  @Test
  void betweenEquallyNarrowGrantsTheNoWins() {
    var yes = grant(1, rule(WEB, EXACT, true));
    var no = grant(2, rule(WEB, EXACT, false));

    assertThat(decide(List.of(), List.of(), List.of(yes, no), Risk.ASK)).isEqualTo(deniedBy(2));
    assertThat(decide(List.of(), List.of(), List.of(no, yes), Risk.ASK)).isEqualTo(deniedBy(2));
  }

  // Danger.

  @Test
  void noGrantLetsADangerPassButANoHolds() {
    var yes = grant(1, rule(WEB, EXACT, true));
    var no = grant(2, rule(WEB, ANY, false));

    assertThat(decide(List.of(), List.of(yes), List.of(yes), Risk.DANGER)).isEqualTo(ASK);
    assertThat(decide(List.of(), List.of(yes), List.of(no), Risk.DANGER)).isEqualTo(deniedBy(2));
  }

  @Test
  void onlyAFlagThatNamesExactlyThisLetsADangerPass() {
    var exact = rule(WEB, EXACT, true);
    var host = rule(WEB, HOST, true);
    var any = new Rule(TCP, Optional.empty(), new Scope.Whole(), ANY, true);
    var noDeed = new Rule(TCP, Optional.empty(), WEB, EXACT, true);

    assertThat(decide(List.of(exact), List.of(), List.of(), Risk.DANGER)).isEqualTo(FLAG_ALLOWS);
    for (var wide : List.of(host, any, noDeed))
      assertThat(decide(List.of(wide), List.of(), List.of(), Risk.DANGER)).isEqualTo(ASK);
  }

  @Test
  void guardedPortsOfThisNetworkAreADanger() {
    var guarded = Set.of(5001);

    for (var reach : List.of(Reach.LOOPBACK, Reach.LOCAL))
      assertThat(Rules.risk(Risk.ASK, new Endpoint("x", 5001, reach), guarded))
          .isEqualTo(Risk.DANGER);
    for (var reach : List.of(Reach.PUBLIC, Reach.NAME))
      assertThat(Rules.risk(Risk.ASK, new Endpoint("x", 5001, reach), guarded)).isEqualTo(Risk.ASK);
    assertThat(Rules.risk(Risk.ASK, new Endpoint("x", 80, Reach.LOOPBACK), guarded))
        .isEqualTo(Risk.ASK);
    assertThat(Rules.risk(Risk.FREE, new Endpoint("x", 5001, Reach.LOOPBACK), guarded))
        .isEqualTo(Risk.FREE);
    assertThat(Rules.risk(Risk.ASK, new Scope.Whole(), guarded)).isEqualTo(Risk.ASK);
  }

  // What a decision leaves behind.

  @Test
  void onceLeavesNoRule() {
    assertThat(Rules.ruleFor(request(WEB, Risk.ASK), new Decision.Allow(ONCE, EXACT))).isEmpty();
    assertThat(Rules.ruleFor(request(WEB, Risk.ASK), new Decision.Deny(ONCE, EXACT))).isEmpty();
  }

  @Test
  void denyingTheRestLeavesNoRule() {
    assertThat(Rules.ruleFor(request(WEB, Risk.ASK), new Decision.DenyRest())).isEmpty();
  }

  @Test
  void everyRuleCoversTheQuestionItAnswers() {
    var scopes =
        List.of(
            WEB, new Scope.Whole(), new Scope.Text("x"), new Scope.OfInterface(OTHER, "speech"));
    for (var scope : scopes)
      for (var breadth : Breadth.values())
        for (var lifetime : List.of(THIS_RUN, ALWAYS))
          for (var allow : List.of(true, false)) {
            Decision decision =
                allow
                    ? new Decision.Allow(lifetime, breadth)
                    : new Decision.Deny(lifetime, breadth);

            var rule = Rules.ruleFor(request(scope, Risk.ASK), decision).orElseThrow();

            assertThat(rule.on()).isEqualTo(TCP);
            assertThat(rule.allow()).isEqualTo(allow);
            assertThat(Rules.covers(rule, "connect", scope)).isTrue();
            assertThat(Rules.covers(rule, "listen", scope)).isFalse();
          }
  }

  @Test
  void equallyWideDecisionsLeaveEqualRules() {
    var anyPort = new Decision.Allow(ALWAYS, HOST);
    var anywhere = new Decision.Allow(ALWAYS, ANY);

    assertThat(Rules.ruleFor(request(WEB, Risk.ASK), anyPort))
        .isEqualTo(Rules.ruleFor(request(SECURE, Risk.ASK), anyPort));
    assertThat(Rules.ruleFor(request(WEB, Risk.ASK), anywhere))
        .isEqualTo(Rules.ruleFor(request(ELSEWHERE, Risk.ASK), anywhere));
  }

  @Test
  void aDangerIsAllowedOnceWhateverWasSaidAndDeniedAsSaid() {
    var danger = request(WEB, Risk.DANGER);

    for (var lifetime : Lifetime.values())
      for (var breadth : Breadth.values())
        assertThat(Rules.ruleFor(danger, new Decision.Allow(lifetime, breadth))).isEmpty();
    assertThat(Rules.ruleFor(danger, new Decision.Deny(THIS_RUN, EXACT)))
        .contains(rule(WEB, EXACT, false));
  }

  private static Verdict decide(List<Rule> flags, List<Grant> run, List<Grant> stored, Risk risk) {
    return Rules.decide(flags, run, stored, TCP, "connect", WEB, risk);
  }

  private static Rule rule(Scope scope, Breadth breadth, boolean allow) {
    return new Rule(TCP, Optional.of("connect"), scope, breadth, allow);
  }

  private static Grant grant(long id, Rule rule) {
    return new Grant(
        new GrantId(id),
        FETCH,
        rule,
        id < 0 ? Optional.of(new Pid(3)) : Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        0);
  }

  private static Verdict allowedBy(long id) {
    return new Verdict.Allow(Optional.of(new GrantId(id)));
  }

  private static Verdict deniedBy(long id) {
    return new Verdict.Deny(Optional.of(new GrantId(id)));
  }

  private static PermissionRequest request(Scope scope, Risk risk) {
    return new PermissionRequest(
        new RequestId(1),
        new Pid(3),
        FETCH,
        "fetch",
        TCP,
        "tcp",
        true,
        "connect",
        "connect to",
        scope,
        risk,
        1,
        0,
        List.of(),
        Optional.empty());
  }
}
