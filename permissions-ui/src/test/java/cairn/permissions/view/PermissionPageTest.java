package cairn.permissions.view;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.Rule;
import cairn.kernel.gate.Scope;
import cairn.kernel.gate.Scopes;
import cairn.permissions.Asked;
import cairn.permissions.PermissionPageModel;
import cairn.themes.Theme;
import cairn.themes.Themes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class PermissionPageTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final List<Grant> grants = new CopyOnWriteArrayList<>();
  private final PermissionPageModel model =
      new PermissionPageModel(
          () -> List.copyOf(grants),
          id -> grants.removeIf(g -> g.id().equals(id)),
          program ->
              List.of("chat", "web").stream()
                  .filter(name -> Asked.program(name).equals(program))
                  .findFirst(),
          Asked.INTERFACES,
          InstantSource.fixed(NOW));

  // Set before each test.
  @SuppressWarnings("NullAway.Init")
  private Scene scene;

  @SuppressWarnings("NullAway.Init")
  private PermissionPage page;

  @SuppressWarnings("NullAway.Init")
  private Stage stage;

  @Start
  void start(Stage stage) {
    this.stage = stage;
    grants.add(grant(1, "chat", "connect", "10.0.0.7", 4000, Breadth.EXACT, true, 212, 0));
    grants.add(grant(-2, "chat", "connect", "example.org", 0, Breadth.HOST, true, 41, 2));
    grants.add(grant(3, "web", "listen", "127.0.0.1", 8080, Breadth.EXACT, true, 1, 4000));
    grants.add(grant(-4, "web", "connect", "93.184.215.14", 443, Breadth.ANY, false, 3, 70));
    grants.add(grant(5, "nameless", "connect", "192.168.1.1", 80, Breadth.EXACT, true, 0, 0));
    page = new PermissionPage(model);
    page.refresh();
    scene = new Scene(new StackPane(page.node()), 960, 560);
    stage.setScene(scene);
    Themes.apply(scene, Theme.LIGHT);
    stage.show();
  }

  @Test
  void revokingTakesTheGrantBackAndTheLineAway(FxRobot robot) {
    int before = lines().size();

    robot.clickOn(revokeOf("connect to 10.0.0.7:4000"));

    assertThat(grants).extracting(g -> g.id().number()).doesNotContain(1L).hasSize(4);
    assertThat(lines()).hasSize(before - 1);
  }

  @Test
  void forgettingAProgramTakesAllItsGrantsBack(FxRobot robot) {
    var forget = lineOf("connect to 10.0.0.7:4000").getParent().getParent().lookup(".hyperlink");

    robot.clickOn(forget);

    assertThat(grants).extracting(g -> g.id().number()).containsExactly(3L, -4L, 5L);
  }

  @Test
  void theKeyboardAloneRevokesAndARefreshDoesNotMoveIt(FxRobot robot) {
    var revoke = revokeOf("connect to 10.0.0.7:4000");
    robot.interact(revoke::requestFocus);

    robot.interact(page::refresh);
    robot.type(KeyCode.SPACE);

    assertThat(grants).extracting(g -> g.id().number()).doesNotContain(1L).hasSize(4);
  }

  @Test
  void anotherWordAboutTheSameIsShown(FxRobot robot) {
    grants.set(0, grant(1, "chat", "connect", "10.0.0.7", 4000, Breadth.EXACT, false, 0, 0));

    robot.interact(page::refresh);

    assertThat(lineOf("connect to 10.0.0.7:4000").lookupAll(".label"))
        .anyMatch(label -> isText(label, "denied"))
        .noneMatch(label -> isText(label, "always"));
  }

  @Test
  void withoutGrantsThePageSaysSo(FxRobot robot) {
    grants.clear();

    robot.interact(page::refresh);

    assertThat(robot.lookup("Nothing is allowed yet").<Node>query().getParent().isVisible())
        .isTrue();
  }

  // Whatever was allowed, all of it is shown, and it can be taken back.

  @ParameterizedTest
  @CsvSource({"560, 100", "560, 200", "800, 100", "800, 200", "1280, 100", "1600, 200"})
  void allOfAGrantIsShownAndCanBeTakenBackAtAnyWidth(double width, int percent, FxRobot robot)
      throws IOException {
    String host = "www.your-bank.example." + "a23456789-b23456789-c23456789.".repeat(6) + "evil";
    String cid = "bafkreifehpxb7molstjtaktc5jvhqxgqihlfsdbt7zb3wzikv2e74otoki";
    grants.clear();
    grants.add(grant(1, "chat", "connect", host, 4000, Breadth.EXACT, true, 2_000_000, 4000));
    grants.add(
        spawn(2, new Scope.Program(cid, List.of("--quiet", "-".repeat(46), "evil.example"))));
    grants.add(spawn(3, new Scope.Program(cid, Collections.nCopies(3000, "0123456789"))));

    robot.interact(
        () -> {
          stage.setWidth(width + stage.getWidth() - scene.getWidth());
          if (percent != 100) scene.getStylesheets().add(Screens.larger(percent / 100.0));
          page.refresh();
        });
    WaitForAsyncUtils.waitForFxEvents();

    assertThat(scene.getWidth()).isEqualTo(width);
    for (var line : lines()) {
      for (var shown : line.lookupAll(".label, .button")) {
        var bounds = shown.localToScene(shown.getLayoutBounds());
        assertThat(bounds.getMinX()).isGreaterThanOrEqualTo(0);
        assertThat(bounds.getMaxX()).as("%s", shown).isLessThanOrEqualTo(width);
      }
      assertThat(line.lookup(".button").getLayoutBounds().getWidth()).isGreaterThan(40);
    }
    for (var text : scene.getRoot().lookupAll(".perm-grant .text"))
      if (text instanceof Text words && words.getText().length() > 3)
        assertThat(words.getLayoutBounds().getWidth()).as(words.getText()).isGreaterThan(20);
    assertThat(whats())
        .anyMatch(what -> what.contains(host + ":4000"))
        .anyMatch(
            what ->
                what.contains(cid)
                    && what.endsWith(
                        "with 3 arguments: \"--quiet\" \""
                            + "-".repeat(46)
                            + "\" \"evil.example\""))
        .anyMatch(
            what ->
                what.endsWith(
                    "with 3,000 arguments of 30,000 characters, which are not shown here"));
    if (percent == 100)
      assertThat(Screens.save(scene, "page-long-" + (int) width, Theme.LIGHT)).isNotEmptyFile();
  }

  /** What is painted, line breaks aside. */
  private List<String> whats() {
    return scene.getRoot().lookupAll(".perm-grant .text").stream()
        .filter(Text.class::isInstance)
        .map(text -> ((Text) text).getText())
        .toList();
  }

  private static Grant spawn(long id, Scope scope) {
    var process = Asked.INTERFACES.shipped("process").definition().id();
    return new Grant(
        new GrantId(id),
        Asked.program("starter"),
        new Rule(process, Optional.of("spawn"), scope, Breadth.EXACT, true),
        Optional.empty(),
        Instant.EPOCH,
        NOW,
        1);
  }

  // Pictures: people look at them, this test only sees that there are some.

  @ParameterizedTest
  @EnumSource
  void itLooksAsItShould(Theme theme, FxRobot robot) throws IOException {
    Screens.dress(scene, theme);
    assertThat(Screens.save(scene, "page", theme)).isNotEmptyFile();

    robot.clickOn("by interface");
    assertThat(Screens.save(scene, "page-by-interface", theme)).isNotEmptyFile();

    grants.clear();
    robot.interact(page::refresh);
    assertThat(Screens.save(scene, "page-empty", theme)).isNotEmptyFile();
  }

  private Node revokeOf(String what) {
    return lineOf(what).lookup(".button");
  }

  private Node lineOf(String what) {
    return lines().stream()
        .filter(line -> line.lookupAll(".label").stream().anyMatch(l -> isText(l, what)))
        .findFirst()
        .orElseThrow();
  }

  private List<Node> lines() {
    return List.copyOf(scene.getRoot().lookupAll(".perm-grant"));
  }

  private static boolean isText(Node node, String text) {
    return node instanceof Label label && text.equals(label.getText());
  }

  private static Grant grant(
      long id,
      String program,
      String deed,
      String host,
      int port,
      Breadth breadth,
      boolean allow,
      long uses,
      long secondsAgo) {
    var tcp = Asked.INTERFACES.shipped("tcp").definition().id();
    return new Grant(
        new GrantId(id),
        Asked.program(program),
        new Rule(tcp, Optional.of(deed), Scopes.endpoint(host, port), breadth, allow),
        id < 0 ? Optional.of(new Pid(1)) : Optional.empty(),
        Instant.EPOCH,
        NOW.minusSeconds(secondsAgo),
        uses);
  }
}
