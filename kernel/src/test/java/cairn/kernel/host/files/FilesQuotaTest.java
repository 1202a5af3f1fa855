package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Pid;
import cairn.kernel.host.FakeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs' own folders are full when they are full. 4 KiB are what a name costs. */
class FilesQuotaTest extends FilesBed {
  private static final int KIB = 1024;

  @Override
  OwnFolders.Limits limits() {
    return new OwnFolders.Limits(64 * KIB, 96 * KIB);
  }

  private static String kib(int count) {
    return "x".repeat(count * KIB);
  }

  @Test
  void whatDoesNotFitIsRefusedAndWhatIsRemovedMakesRoom() {
    Value at = own();
    Value file = opened(at, "big", "write", "create");

    assertThat(error(writing(file, 0, kib(60)))).isEqualTo("ok");
    assertThat(error(writing(file, 60 * KIB, "y"))).isEqualTo("quota-reached");
    assertThat(error(opening(at, "other", "write", "create"))).isEqualTo("quota-reached");
    assertThat(error(sent("make-folder", at, Value.text("f")))).isEqualTo("quota-reached");
    assertThat(error(writing(file, 0, "again"))).isEqualTo("ok");

    ok(sent("set-size", file, Value.unsigned(10)));
    assertThat(error(opening(at, "other", "write", "create"))).isEqualTo("ok");
    ok(sent("remove-file", at, Value.text("other")));
    assertThat(error(writing(file, 10, kib(59)))).isEqualTo("ok");
  }

  @Test
  void holesAndRoomTakenBeforehandCount() {
    Value at = own();
    Value file = opened(at, "hole", "write", "create");

    assertThat(error(sent("set-size", file, Value.unsigned(1 << 20)))).isEqualTo("quota-reached");
    assertThat(error(writing(file, 1 << 20, "x"))).isEqualTo("quota-reached");
    assertThat(error(sent("allocate", file, Value.unsigned(0), Value.unsigned(1 << 20))))
        .isEqualTo("quota-reached");
    assertThat(error(sent("append", file, Value.bytes(payload(61))))).isEqualTo("quota-reached");
    assertThat(error(sent("append", file, Value.bytes(payload(60))))).isEqualTo("ok");
  }

  private static Payload payload(int kib) {
    return Payload.utf8(kib(kib));
  }

  @Test
  void aFileThatIsRemovedButOpenCountsUntilItIsClosed() {
    Value at = own();
    Value file = opened(at, "ghost", "read", "write", "create");
    ok(writing(file, 0, kib(40)));
    ok(sent("remove-file", at, Value.text("ghost")));

    Value next = opened(at, "next", "write", "create");
    assertThat(error(writing(next, 0, kib(40)))).isEqualTo("quota-reached");
    ok(sent("close", file));
    assertThat(error(writing(next, 0, kib(40)))).isEqualTo("ok");
  }

  @Test
  void aSecondNameCostsANameAndTheFileGoesWithTheLastOne() {
    Value at = own();
    ok(writing(opened(at, "one", "write", "create"), 0, kib(40)));
    ok(sent("link", at, Value.text("one"), new Value.Bool(false), at, Value.text("two")));

    ok(sent("remove-file", at, Value.text("one")));
    Value next = opened(at, "next", "write", "create");
    assertThat(error(writing(next, 0, kib(20)))).isEqualTo("quota-reached");
    ok(sent("rename", at, Value.text("next"), at, Value.text("two")));
    // It is still open: with the process it goes.
    files.ended(PID);
    Value again = ok(sentBy(new Pid(8), "a", "own"));
    FakeCall open =
        sentBy(
            new Pid(8),
            "a",
            "open",
            again,
            Value.text("third"),
            new Value.Bool(true),
            new Value.Flags(List.of("write", "create")));
    Value third = ((Value.Fields) ok(open)).get("handle");
    assertThat(
            error(
                sentBy(
                    new Pid(8),
                    "a",
                    "write-at",
                    third,
                    Value.unsigned(0),
                    Value.bytes(payload(50)))))
        .isEqualTo("ok");
  }

  @Test
  void allProgramsTogetherHaveALimitAndOneThatRunsAgainIsCountedAgain() {
    ok(writing(opened(own(), "mine", "write", "create"), 0, kib(50)));
    Pid other = new Pid(9);
    Value theirs = ok(sentBy(other, "b", "own"));
    FakeCall open =
        sentBy(
            other,
            "b",
            "open",
            theirs,
            Value.text("file"),
            new Value.Bool(true),
            new Value.Flags(List.of("write", "create")));
    Value file = ((Value.Fields) ok(open)).get("handle");

    assertThat(error(writeOf(other, file, 50))).isEqualTo("quota-reached");
    assertThat(error(writeOf(other, file, 30))).isEqualTo("ok");

    files.close();
    files = handler();
    assertThat(error(opening(own(), "more", "write", "create"))).isEqualTo("ok");
    Value more = opened(own(), "more", "write");
    assertThat(error(writing(more, 0, kib(7)))).isEqualTo("quota-reached");
  }

  private FakeCall writeOf(Pid pid, Value file, int kib) {
    return sentBy(pid, "b", "write-at", file, Value.unsigned(0), Value.bytes(payload(kib)));
  }

  @Test
  void aProgramsFolderIsNoOtherPrograms() {
    ok(writing(opened(own(), "mine", "write", "create"), 0, "mine"));
    Pid same = new Pid(8);
    Pid other = new Pid(9);

    assertThat(statusOf(same, "a")).isEqualTo("ok");
    assertThat(statusOf(other, "b")).isEqualTo("not-found");
  }

  private String statusOf(Pid pid, String program) {
    Value at = ok(sentBy(pid, program, "own"));
    return error(sentBy(pid, program, "stat-path", at, Value.text("mine"), new Value.Bool(false)));
  }

  @Test
  void theGivenFolderHasNoQuotaAndNothingMovesBetweenTheTwo() {
    Value given = data();
    ok(writing(opened(given, "large", "write", "create"), 0, kib(200)));

    assertThat(error(sent("rename", given, Value.text("large"), own(), Value.text("large"))))
        .isEqualTo("other-device");
  }
}
