package cairn.permissions;

import static cairn.permissions.Asked.connect;
import static cairn.permissions.Asked.counted;
import static cairn.permissions.Asked.danger;
import static cairn.permissions.Asked.listen;
import static cairn.permissions.Asked.register;
import static cairn.permissions.Asked.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.permissions.FakeGate.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a sheet asks, when its buttons work, and what they decide. Long, because every case begins
 * with a sheet that was shown and armed.
 */
class PermissionSheetModelTest {
  private static final Decision ALLOWED = new Decision.Allow(Lifetime.THIS_RUN, Breadth.EXACT);
  private static final Decision DENIED = new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT);

  private final FakeGate gate = new FakeGate();
  private final FakeTime time = new FakeTime();
  private final PermissionSheetModel sheet = new PermissionSheetModel(gate, time);

  // Arming.

  @Test
  void allowIsDeadForTheFirst600Milliseconds() {
    shown(connect(1, "10.0.0.7", 80));

    time.advanceMillis(599);
    sheet.allow();
    assertThat(gate.answers()).isEmpty();

    time.advanceMillis(1);
    sheet.allow();
    assertThat(gate.answers()).containsExactly(new Answered(1, ALLOWED));
  }

  @Test
  void aNewRowTheGoingOfARowAMoveAndARecallDisarmIt() {
    shown(connect(1, "10.0.0.7", 80));
    List<Runnable> disturbances =
        List.of(
            () -> update(connect(1, "10.0.0.7", 80), connect(2, "10.0.0.8", 80)),
            () -> update(connect(1, "10.0.0.7", 80)),
            sheet::disturb,
            () -> {
              sheet.putAway();
              sheet.recall();
            });
    for (var disturbance : disturbances) {
      time.advanceMillis(600);
      sheet.tick();
      assertThat(sheet.armedProperty().get()).isTrue();

      disturbance.run();

      assertThat(sheet.armedProperty().get()).isFalse();
      sheet.allow();
    }
    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void aCountThatGrowsDoesNotDisarmIt() {
    shown(connect(1, "10.0.0.7", 80));
    time.advanceMillis(600);

    update(counted(connect(1, "10.0.0.7", 80), 3));
    sheet.allow();

    assertThat(gate.answers()).hasSize(1);
  }

  @Test
  void itIsNeverArmedBehindOtherWindowsAndWaitsAnewWhenItComesBack() {
    shown(connect(1, "10.0.0.7", 80));
    sheet.attentive(false);
    time.advanceMillis(10_000);
    sheet.allow();
    assertThat(sheet.progressProperty().get()).isZero();

    sheet.attentive(true);
    time.advanceMillis(599);
    sheet.allow();
    assertThat(gate.answers()).isEmpty();

    time.advanceMillis(1);
    sheet.allow();
    assertThat(gate.answers()).hasSize(1);
  }

  @Test
  void theWayToBeingArmedCanBeSeen() {
    shown(connect(1, "10.0.0.7", 80));

    time.advanceMillis(300);
    sheet.tick();

    assertThat(sheet.progressProperty().get()).isEqualTo(0.5);
    assertThat(sheet.armedProperty().get()).isFalse();
  }

  // Answers.

  @Test
  void theAnswerIsAsLongAndAsWideAsWasChosen() {
    armed(connect(1, "10.0.0.7", 80));

    sheet.lifetimeProperty().set(Lifetime.ALWAYS);
    sheet.breadthProperty().set(Breadth.HOST);
    sheet.allow();

    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Allow(Lifetime.ALWAYS, Breadth.HOST)));
  }

  @Test
  void aNoCountsAtOnce() {
    shown(connect(1, "10.0.0.7", 80));

    sheet.deny();

    assertThat(gate.answers()).containsExactly(new Answered(1, DENIED));
  }

  @Test
  void whoeverAnswersFirstAnswersAndTheRestIsNothing() {
    armed(connect(1, "10.0.0.7", 80));

    sheet.deny();
    sheet.deny();
    sheet.allow();
    sheet.denyRest();

    assertThat(gate.answers()).hasSize(1);
    assertThat(sheet.isShowable()).isFalse();
  }

  @Test
  void anAnsweredQuestionInALateSnapshotIsNotShownAgain() {
    armed(connect(1, "10.0.0.7", 80));
    sheet.allow();

    time.advanceMillis(200);
    update(connect(1, "10.0.0.7", 80));

    assertThat(sheet.isShowable()).isFalse();
    assertThat(sheet.isForgettable()).isFalse();
  }

  @Test
  void aQuestionThatOutlivesItsAnswerIsAskedAgain() {
    armed(connect(1, "10.0.0.7", 80));
    sheet.lifetimeProperty().set(Lifetime.ONCE);
    sheet.allow();

    time.advanceMillis(1100);
    update(connect(1, "10.0.0.7", 80));

    assertThat(sheet.isShowable()).isTrue();
    assertThat(sheet.armedProperty().get()).isFalse();
  }

  @Test
  void afterOneOfSeveralMessagesWasAllowedTheOthersAreAskedAboutAtOnce() {
    armed(counted(connect(1, "10.0.0.7", 80), 3));
    sheet.lifetimeProperty().set(Lifetime.ONCE);
    sheet.allow();

    update(counted(connect(1, "10.0.0.7", 80), 2));

    assertThat(sheet.isShowable()).isTrue();
    assertThat(sheet.armedProperty().get()).isFalse();
  }

  @Test
  void aQuestionThatTheKernelDroppedIsGoneWithoutAnAnswer() {
    armed(connect(1, "10.0.0.7", 80));

    update();
    sheet.allow();
    sheet.deny();

    assertThat(sheet.isShowable()).isFalse();
    assertThat(sheet.isForgettable()).isTrue();
    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void onlyWhatIsTickedIsAnswered() {
    armed(connect(1, "10.0.0.7", 80), listen(2, 8080));
    sheet.rows().get(1).tickedProperty().set(false);

    sheet.allow();

    assertThat(gate.answers()).extracting(Answered::question).containsExactly(1L);
    assertThat(sheet.rows()).extracting(row -> row.id().number()).containsExactly(2L);
    assertThat(sheet.rows().getFirst().isTicked()).isTrue();
  }

  @Test
  void nobodyAnswersWhatIsOutOfSight() {
    var many = IntStream.range(0, 20).mapToObj(i -> connect(i, "10.0.0." + i, 80));
    armed(many.toArray(PermissionRequest[]::new));
    assertThat(sheet.rows()).hasSize(4);
    assertThat(sheet.hiddenProperty().get()).isEqualTo(16);

    sheet.allow();
    sheet.allow();

    assertThat(gate.answers()).extracting(Answered::question).containsExactly(0L, 1L, 2L, 3L);
    assertThat(sheet.rows()).extracting(row -> row.id().number()).containsExactly(4L, 5L, 6L, 7L);
  }

  @Test
  void longHostsLeaveRoomForFewerRows() {
    String host = "a23456789.".repeat(20) + "example";

    shown(connect(1, host, 1), connect(2, host, 2), connect(3, host, 3));

    assertThat(sheet.rows()).extracting(row -> row.id().number()).containsExactly(1L);
  }

  @Test
  void aFloodBehindTheRowsDoesNotDisarmThem() {
    var all = new ArrayList<PermissionRequest>();
    for (int i = 1; i < 5; i++) all.add(connect(i, "10.0.0.7", i));
    armed(all.toArray(PermissionRequest[]::new));

    for (int i = 5; i < 100; i++) {
      all.add(connect(i, "10.0.0.7", i));
      update(all.toArray(PermissionRequest[]::new));
    }
    sheet.allow();

    assertThat(gate.answers()).hasSize(4);
  }

  @Test
  void aRowThatComesLaterIsNotTickedOnceTheUserHasChosen() {
    armed(connect(1, "10.0.0.7", 80), listen(2, 8080));
    sheet.rows().get(1).tickedProperty().set(false);

    update(connect(1, "10.0.0.7", 80), listen(2, 8080), connect(3, "10.0.0.8", 80));

    assertThat(sheet.rows()).extracting(SheetRow::isTicked).containsExactly(true, false, false);
  }

  @Test
  void withNothingTickedNothingIsAnswered() {
    armed(connect(1, "10.0.0.7", 80), listen(2, 8080));
    sheet.rows().forEach(row -> row.tickedProperty().set(false));

    sheet.allow();
    sheet.deny();

    assertThat(gate.answers()).isEmpty();
  }

  @Test
  void denyingTheRestAnswersAllThatIsOpenDangersToo() {
    shown(connect(1, "10.0.0.7", 80), danger(2), listen(3, 8080));

    sheet.denyRest();

    assertThat(gate.answers())
        .containsExactly(
            new Answered(1, new Decision.DenyRest()),
            new Answered(2, new Decision.DenyRest()),
            new Answered(3, new Decision.DenyRest()));
    assertThat(sheet.isShowable()).isFalse();
  }

  @Test
  void theNextSheetBeginsWithWhatIsPreselected() {
    armed(connect(1, "10.0.0.7", 80));
    sheet.lifetimeProperty().set(Lifetime.ALWAYS);
    sheet.breadthProperty().set(Breadth.ANY);
    sheet.allow();
    update();

    update(connect(2, "10.0.0.8", 80));

    assertThat(sheet.lifetimeProperty().get()).isEqualTo(Lifetime.THIS_RUN);
    assertThat(sheet.breadthProperty().get()).isEqualTo(Breadth.EXACT);
  }

  // Putting it away.

  @Test
  void closingIsNoAnswerAndTheQuestionsWait() {
    armed(connect(1, "10.0.0.7", 80));

    sheet.putAway();
    update(connect(1, "10.0.0.7", 80), connect(2, "10.0.0.8", 80));

    assertThat(gate.answers()).isEmpty();
    assertThat(sheet.isShowable()).isFalse();
    assertThat(sheet.waiting()).isEqualTo(2);

    sheet.recall();
    assertThat(sheet.isShowable()).isTrue();
  }

  @Test
  void whatIsAskedAfterAllWasSettledIsShownThoughTheLastSheetWasPutAway() {
    armed(connect(1, "10.0.0.7", 80));
    sheet.putAway();
    update();

    update(connect(2, "10.0.0.8", 80));

    assertThat(sheet.isShowable()).isTrue();
  }

  // Danger.

  @Test
  void aDangerTakesTwoStepsEachOfThemArmedAndIsAllowedOnce() {
    armed(danger(1));
    sheet.lifetimeProperty().set(Lifetime.ALWAYS);
    sheet.breadthProperty().set(Breadth.ANY);

    sheet.allow();
    sheet.allow();
    assertThat(gate.answers()).isEmpty();
    assertThat(sheet.confirmingProperty().get()).isTrue();

    time.advanceMillis(600);
    sheet.allow();
    assertThat(gate.answers())
        .containsExactly(new Answered(1, new Decision.Allow(Lifetime.ONCE, Breadth.EXACT)));
  }

  @Test
  void aDangerStandsAloneBehindTheOrdinaryQuestions() {
    armed(danger(1), connect(2, "10.0.0.7", 80), danger(3));
    assertThat(sheet.rows()).extracting(row -> row.id().number()).containsExactly(2L);
    assertThat(sheet.dangerProperty().get()).isFalse();
    assertThat(sheet.hiddenProperty().get()).isEqualTo(2);

    sheet.allow();

    assertThat(sheet.rows()).extracting(row -> row.id().number()).containsExactly(1L);
    assertThat(sheet.dangerProperty().get()).isTrue();
    assertThat(sheet.armedProperty().get()).isFalse();
    assertThat(sheet.waiting()).isEqualTo(2);
  }

  @Test
  void theSecondStepIsForTheDangerThatWasRead() {
    armed(danger(1), danger(2));
    sheet.allow();

    update(danger(2));
    time.advanceMillis(600);
    sheet.allow();

    assertThat(gate.answers()).isEmpty();
    assertThat(sheet.confirmingProperty().get()).isTrue();
  }

  @Test
  void aDeniedDangerStaysDeniedForThisRun() {
    shown(danger(1));

    sheet.deny();

    assertThat(gate.answers()).containsExactly(new Answered(1, DENIED));
  }

  // What can be chosen.

  @Test
  void portsAndPlacesAreOfferedWhereThereAreHosts() {
    shown(connect(1, "10.0.0.7", 80));
    assertThat(sheet.hasEndpoints()).isTrue();

    update(register(2));
    assertThat(sheet.hasEndpoints()).isFalse();
    assertThat(sheet.isAboutWholes()).isFalse();

    update(unknown(3));
    assertThat(sheet.isAboutWholes()).isTrue();
  }

  private void shown(PermissionRequest... questions) {
    update(questions);
    sheet.attentive(true);
  }

  private void armed(PermissionRequest... questions) {
    shown(questions);
    time.advanceMillis(600);
  }

  private void update(PermissionRequest... questions) {
    sheet.update(List.of(questions), time.getAsLong());
  }
}
