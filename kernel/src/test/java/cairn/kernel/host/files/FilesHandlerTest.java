package cairn.kernel.host.files;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.Limits;
import cairn.kernel.Pid;
import cairn.kernel.host.FakeCall;
import cairn.registry.Payload;
import cairn.registry.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilesHandlerTest extends FilesBed {
  @Test
  void whatIsWrittenIsReadAndStandsInTheFolder() throws IOException {
    Value at = data();
    Value file = opened(at, "note", "read", "write", "create");

    assertThat(ok(writing(file, 3, "lo"))).isEqualTo(Value.unsigned(2));
    assertThat(ok(sent("append", file, Value.bytes(Payload.utf8("!")))))
        .isEqualTo(Value.unsigned(6));
    assertThat(error(writing(file, 0, "hel"))).isEqualTo("ok");

    assertThat(read(file)).isEqualTo("hello!");
    assertThat(Files.readString(inside.resolve("note"))).isEqualTo("hello!");
  }

  @Test
  void whatIsOnThisMachineIsDoneAtOnceOnTheThreadOfAProgram() {
    Value file = opened(data(), "note", "read", "write", "create");
    Value start = Value.unsigned(0);
    // The thread of the pool that has just answered may not be back yet.
    while (!handed("stat", file).isAnswered()) Thread.onSpinWait();

    FakeCall write = handed("write-at", file, start, Value.bytes(Payload.utf8("hello")));
    FakeCall read = handed("read-at", file, start, Value.unsigned(10));
    FakeCall wrong = handed("stat", Value.unsigned(77));

    assertThat(List.of(write, read, wrong)).allMatch(FakeCall::isAnswered);
    assertThat(ok(read)).isEqualTo(Value.bytes(Payload.utf8("hello")));
    assertThat(error(wrong)).isEqualTo("invalid-handle");
  }

  @Test
  void aThreadThatMayNotWaitDoesNothingItself() {
    Value file = opened(data(), "note", "read", "write", "create");
    Thread here = Thread.currentThread();
    var answering = new CompletableFuture<Thread>();

    FakeCall stat = FakeCall.of(PID, program("a"), files, "stat", file);
    stat.whenAnswered(() -> answering.complete(Thread.currentThread()));
    files.handle(stat);

    assertThat(error(stat)).isEqualTo("ok");
    assertThat(answering.join()).isNotSameAs(here);
  }

  @Test
  void aFileSystemOfThisMachinesDisksOrMemoryIsLocal() throws FileFault {
    for (var each : Map.of("/", true, "/dev/pts", false).entrySet()) {
      if (!Files.isDirectory(Path.of(each.getKey()))) continue;
      int descriptor = Posix.open(Posix.HERE, each.getKey(), Posix.FOLDER);
      try {
        assertThat(Posix.isLocal(descriptor)).as(each.getKey()).isEqualTo(each.getValue());
      } finally {
        Posix.close(descriptor);
      }
    }
    assertThat(Posix.isLocal(-1)).isFalse();
  }

  private FakeCall handed(String message, Value... arguments) {
    FakeCall call = FakeCall.of(PID, program("a"), files, message, arguments);
    call.mayBlock = true;
    files.handle(call);
    return call;
  }

  @Test
  void aHandleIsNoOtherProcess() {
    Value file = opened(own(), "note", "read", "write", "create");
    Pid other = new Pid(8);
    Value byte1 = Value.unsigned(1);

    assertThat(error(sentBy(other, "a", "read-at", file, Value.unsigned(0), byte1)))
        .isEqualTo("invalid-handle");
    assertThat(error(sentBy(other, "a", "close", file))).isEqualTo("invalid-handle");
    assertThat(error(sent("stat", file))).isEqualTo("ok");
    ok(sent("close", file));
    assertThat(error(sent("stat", file))).isEqualTo("invalid-handle");
  }

  @Test
  void handlesAreLimitedAndGoWithTheirProcess() throws IOException {
    Value at = data();
    Files.writeString(inside.resolve("file"), "x");
    int most = Limits.DEFAULT.handles();

    for (int i = 1; i < most; i++) ok(opening(at, "file", "read"));
    assertThat(error(opening(at, "file", "read"))).isEqualTo("too-many");
    assertThat(error(opening(at, "new", "write", "create"))).isEqualTo("too-many");
    assertThat(inside.resolve("new")).doesNotExist();
    assertThat(openOnTheHost()).isGreaterThanOrEqualTo(most);
    files.ended(PID);

    // The lane does things in order: once this is answered, the end before it is done.
    ok(sentBy(new Pid(8), "a", "own"));
    assertThat(openOnTheHost()).as("the handler's own").isEqualTo(1);
  }

  private long openOnTheHost() throws IOException {
    long count = 0;
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path fd : all.toList()) {
        try {
          if (Files.readSymbolicLink(fd).startsWith(inside)) count++;
        } catch (IOException closedMeanwhile) {
          // It is one of somebody else's.
        }
      }
    }
    return count;
  }

  @Test
  void whatNobodyHearsOfIsNotLeftOpen() throws IOException {
    data();
    FakeCall call = FakeCall.of(PID, program("a"), files, "folder", Value.text("/data"));
    call.cancel();
    files.handle(call);

    // Done in order: this answer says that the other was tried.
    assertThat(error(sent("own"))).isEqualTo("ok");
    assertThat(openOnTheHost()).as("the handler's own and the first").isEqualTo(2);
  }

  @Test
  void aFolderThatIsTakenBackAnswersThatFromThenOn() {
    FakeCall giving = sent("folder", Value.text("/data"));
    Value at = ok(giving);
    Value file = opened(at, "file", "read", "write", "create");
    Value mine = opened(own(), "file", "read", "write", "create");

    giving.revoke();

    assertThat(error(writing(file, 0, "x"))).isEqualTo("permission-denied");
    assertThat(error(opening(at, "file", "read"))).isEqualTo("permission-denied");
    assertThat(error(sent("close", file))).isEqualTo("ok");
    assertThat(error(writing(mine, 0, "x"))).isEqualTo("ok");
    // Allowed anew, it is there anew.
    assertThat(error(opening(data(), "file", "read"))).isEqualTo("ok");
  }

  @Test
  void howAFileIsOpenedIsHeededTo() throws IOException {
    Value at = data();
    Files.writeString(inside.resolve("old"), "content");
    Files.createDirectory(inside.resolve("sub"));

    assertThat(error(opening(at, "old", "write", "create", "exclusive"))).isEqualTo("exists");
    assertThat(error(opening(at, "none", "read"))).isEqualTo("not-found");
    assertThat(error(opening(at, "old", "read", "folder"))).isEqualTo("not-a-folder");
    assertThat(error(opening(at, "old/", "read"))).isEqualTo("not-a-folder");
    assertThat(error(opening(at, "sub", "write"))).isEqualTo("is-a-folder");
    assertThat(error(opening(at, "sub", "create", "folder"))).isEqualTo("invalid");
    Value readable = opened(at, "old", "read");
    assertThat(error(writing(readable, 0, "x"))).isEqualTo("invalid-handle");
    assertThat(error(sent("set-size", readable, Value.unsigned(0)))).isNotEqualTo("ok");
    opened(at, "old", "write", "truncate");
    assertThat(Files.size(inside.resolve("old"))).isZero();
  }

  @Test
  void sizesBeyondWhatThereIsAreErrors() {
    Value file = opened(data(), "f", "read", "write", "create");

    assertThat(error(writing(file, -1, "x"))).isEqualTo("too-large");
    assertThat(error(writing(file, Long.MAX_VALUE, "x"))).isEqualTo("too-large");
    assertThat(error(sent("read-at", file, Value.unsigned(-1), Value.unsigned(1))))
        .isEqualTo("invalid");
    assertThat(error(sent("set-size", file, Value.unsigned(-1)))).isEqualTo("invalid");
    assertThat(error(sent("allocate", file, Value.unsigned(0), Value.unsigned(0))))
        .isEqualTo("invalid");
    assertThat(error(sent("entries", data(), Value.unsigned(-1), Value.unsigned(1))))
        .isEqualTo("invalid");
  }

  @Test
  void aListGoesOnWhereAnEntrySaysAlsoWhenThingsAreRemoved() throws IOException {
    List<String> expected = new ArrayList<>(List.of(".", ".."));
    for (int i = 0; i < 50; i++) {
      expected.add("file-" + i);
      Files.writeString(inside.resolve("file-" + i), "");
    }
    Value at = data();

    List<String> names = new ArrayList<>();
    Value after = Value.unsigned(0);
    while (true) {
      var some = (Value.Items) ok(sent("entries", at, after, Value.unsigned(7)));
      if (some.items().isEmpty()) break;
      assertThat(some.items()).hasSizeLessThanOrEqualTo(7);
      for (Value one : some.items()) {
        var entry = (Value.Fields) one;
        String name = ((Value.Text) entry.get("name")).value();
        names.add(name);
        after = entry.get("next");
        // What was told already may go.
        if (name.startsWith("file")) Files.delete(inside.resolve(name));
      }
    }

    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void timesAreSetAndWhatIsKeptStays() {
    Value file = opened(data(), "f", "read", "write", "create");
    Value moment = Value.named("at", Value.unsigned(1_700_000_000_123_456_789L));

    ok(sent("set-times", file, moment, moment));
    ok(sent("set-times", file, Value.named("now"), Value.named("keep")));

    var status = (Value.Fields) ok(sent("stat", file));
    assertThat(status.get("modified")).isEqualTo(Value.unsigned(1_700_000_000_123_456_789L));
    assertThat(((Value.Unsigned) status.get("accessed")).value())
        .isGreaterThan(1_700_000_000_123_456_789L);
  }

  @Test
  void onlyWhatWasGivenIsNamed() {
    assertThat(sent("given").value()).isEqualTo(new Value.Items(List.of(Value.text("/data"))));
    assertThat(error(sent("folder", Value.text(inside.toString())))).isEqualTo("not-found");
  }

  @Test
  void aMessageIsKeptUntilItsTurnIsOver() {
    Value file = opened(data(), "f", "write", "create");
    var slow = new CountDownLatch(1);
    FakeCall first = FakeCall.of(PID, program("a"), files, "given");
    first.whenAnswered(() -> await(slow));
    files.handle(first);
    FakeCall writing = writing(file, 0, "wanted");
    FakeCall cancelled = writing(file, 10, "cancelled");
    FakeCall faulty = writing(Value.unsigned(99), 0, "nowhere");
    cancelled.cancel();
    files.ended(PID);
    assertThat(List.of(writing, cancelled, faulty)).allMatch(FakeCall::isKept);

    slow.countDown();

    List.of(first, writing, cancelled, faulty).forEach(FakeCall::awaitLetGo);
    assertThat(writing.isAnswered()).isTrue();
  }

  @Test
  void soManyMessagesOfOneProcessWaitAndNoMore() {
    var slow = new CountDownLatch(1);
    FakeCall first = FakeCall.of(PID, program("a"), files, "given");
    first.whenAnswered(() -> await(slow));
    files.handle(first);
    // The first has begun as soon as one more can wait than there may.
    var waiting = new ArrayList<FakeCall>();
    for (int i = 0; i < Limits.DEFAULT.unanswered() + 1; i++) {
      FakeCall call = sent("given");
      call.cancel();
      waiting.add(call);
    }

    FakeCall tooMany = sent("given");

    assertThat(tooMany.isFailed()).isTrue();
    FakeCall other = sentBy(new Pid(8), "a", "given");
    assertThat(other.isAnswered()).as("another process's is only behind them").isFalse();
    slow.countDown();
    other.value();
    waiting.forEach(FakeCall::awaitLetGo);
    sent("given").value();
  }

  private static void await(CountDownLatch slow) {
    try {
      if (!slow.await(60, TimeUnit.SECONDS)) throw new AssertionError("it was let wait");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
