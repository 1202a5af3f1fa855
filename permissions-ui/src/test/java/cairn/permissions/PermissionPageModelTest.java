package cairn.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Scopes;
import cairn.permissions.GrantGroup.Kind;
import cairn.permissions.PermissionPageModel.Grouping;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermissionPageModelTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final InterfaceId TCP = Asked.INTERFACES.shipped("tcp").definition().id();

  private final List<Grant> grants = new ArrayList<>();
  private final List<GrantId> revoked = new ArrayList<>();
  private final PermissionPageModel page =
      new PermissionPageModel(
          () -> List.copyOf(grants),
          revoked::add,
          program -> program.equals(Asked.program("chat")) ? Optional.of("chat") : Optional.empty(),
          Asked.INTERFACES,
          InstantSource.fixed(NOW));

  @Test
  void grantsStandByProgramWithTheirScopeInWords() {
    var everything = new Rule(TCP, Optional.empty(), new Scope.Whole(), Breadth.ANY, true);
    grants.add(grant(1, "chat", connect("10.0.0.7", 4000, Breadth.EXACT, true), 212, 0));
    grants.add(grant(-1, "chat", connect("example.org", 0, Breadth.HOST, true), 41, 2));
    grants.add(grant(2, "chat", connect("10.0.0.9", 1, Breadth.ANY, false), 1, 90_000));
    grants.add(grant(3, "chat", everything, 0, 0));

    page.refresh();

    var group = page.groupsProperty().get().getFirst();
    assertThat(group.title()).isEqualTo("chat");
    assertThat(group.hash()).matches("bafkrei.{3}….{4}");
    assertThat(group.lines())
        .containsExactly(
            line(
                -1,
                "connect to example.org, any port",
                "public addresses of that name",
                "used 41 times, last 2 s ago",
                Kind.THIS_RUN,
                "this run"),
            line(
                1,
                "connect to 10.0.0.7:4000",
                "local network",
                "used 212 times, last now",
                Kind.ALWAYS,
                "always"),
            line(
                2,
                "connect to any address",
                "",
                "refused once, last yesterday",
                Kind.DENIED,
                "denied"),
            line(3, "everything", "", "not used yet", Kind.ALWAYS, "always"));
  }

  @Test
  void theyStandByInterfaceToo() {
    grants.add(grant(1, "chat", connect("10.0.0.7", 4000, Breadth.EXACT, true), 0, 0));
    grants.add(grant(2, "nameless", connect("10.0.0.8", 4000, Breadth.EXACT, true), 0, 0));

    page.groupingProperty().set(Grouping.BY_INTERFACE);

    var group = page.groupsProperty().get().getFirst();
    assertThat(page.groupsProperty().get()).hasSize(1);
    assertThat(group.title()).isEqualTo("tcp");
    assertThat(group.lines().getFirst().label()).isEqualTo("chat");
    assertThat(group.lines().get(1).label()).startsWith("bafkrei");
  }

  @Test
  void anInterfaceThatDoesNotShipIsShownByItsId() {
    var id = new InterfaceId(Sha256.of(Payload.utf8("x")));
    var rule = new Rule(id, Optional.of("shout"), new Scope.Whole(), Breadth.EXACT, true);
    grants.add(grant(1, "chat", rule, 0, 0));

    page.refresh();

    var line = page.groupsProperty().get().getFirst().lines().getFirst();
    assertThat(line.label()).isEqualTo(id.shortHex());
    assertThat(line.what()).isEqualTo("“shout”");
  }

  @Test
  void aRevokedGrantIsGoneAtOnceThoughTheKernelStillHasIt() {
    grants.add(grant(1, "chat", connect("10.0.0.7", 4000, Breadth.EXACT, true), 0, 0));
    grants.add(grant(2, "chat", connect("10.0.0.7", 4001, Breadth.EXACT, true), 0, 0));
    page.refresh();

    page.revoke(new GrantId(1));
    page.refresh();

    assertThat(revoked).containsExactly(new GrantId(1));
    assertThat(page.groupsProperty().get().getFirst().lines())
        .extracting(GrantGroup.Line::id)
        .containsExactly(new GrantId(2));
  }

  @Test
  void forgettingTakesBackAllOfTheGroup() {
    grants.add(grant(1, "chat", connect("10.0.0.7", 4000, Breadth.EXACT, true), 0, 0));
    grants.add(grant(-1, "chat", connect("10.0.0.7", 4001, Breadth.EXACT, true), 0, 0));
    grants.add(grant(2, "other", connect("10.0.0.7", 4001, Breadth.EXACT, true), 0, 0));
    page.refresh();
    var chat =
        page.groupsProperty().get().stream().filter(g -> g.title().equals("chat")).findFirst();

    page.forget(chat.orElseThrow());

    assertThat(revoked).containsExactlyInAnyOrder(new GrantId(1), new GrantId(-1));
    assertThat(page.groupsProperty().get()).hasSize(1);
  }

  private static GrantGroup.Line line(
      long id, String what, String where, String usage, Kind kind, String pill) {
    return new GrantGroup.Line(new GrantId(id), "tcp", what, where, usage, kind, pill);
  }

  private static Rule connect(String host, int port, Breadth breadth, boolean allow) {
    return new Rule(TCP, Optional.of("connect"), Scopes.endpoint(host, port), breadth, allow);
  }

  private static Grant grant(long id, String program, Rule rule, long uses, long secondsAgo) {
    return new Grant(
        new GrantId(id),
        Asked.program(program),
        rule,
        id < 0 ? Optional.of(new Pid(1)) : Optional.empty(),
        Instant.EPOCH,
        NOW.minusSeconds(secondsAgo),
        uses);
  }
}
