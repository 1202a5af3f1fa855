package cairn.shell.inspect;

import static cairn.shell.inspect.Scripted.asks;
import static cairn.shell.inspect.Scripted.at;
import static cairn.shell.inspect.Scripted.on;
import static cairn.shell.inspect.Scripted.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cairn.kernel.Exit;
import cairn.kernel.KernelSnapshot.OfThread;
import cairn.kernel.Limit;
import cairn.kernel.MessageId;
import cairn.kernel.Pid;
import cairn.kernel.ProcessState;
import cairn.shell.inspect.ProcessDetails.Fact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessesModelTest {
  private final Scripted.NotingKernel kernel = new Scripted.NotingKernel();
  private final List<Pid> restarted = new ArrayList<>();
  private final List<Runnable> work = new ArrayList<>();
  private final ProcessesModel model =
      new ProcessesModel(kernel, new Activity(), restarted::add, work::add, Runnable::run);

  @Test
  void countsWhatRunsAndWhatWaitsForTheUser() {
    var question = asks(2, "sudoku", "93.184.216.34", 443);
    model.take(
        at(
            0,
            List.of(
                process(1, "chat").done(),
                process(2, "sudoku").in(new ProcessState.AskingUser(question)).done(),
                process(3, "old").in(new ProcessState.Ended(new Exit.Exited(0))).done()),
            List.of(),
            List.of(question, question)));

    assertThat(model.running().get()).isEqualTo(2);
    assertThat(model.asking().get()).isEqualTo(1);
  }

  @Test
  void aRowHasRatesSharesNamesAndPermissions() {
    kernel.grants.add(Scripted.allowed("chat", "tcp"));
    kernel.grants.add(Scripted.allowed("other", "log"));
    model.take(at(0, process(1, "chat").done()));

    model.take(
        at(
            1,
            process(1, "chat")
                .cpu(12_340_000)
                .memory(16_000_000)
                .messages(212)
                .open(3)
                .handles(on("log"), on("tcp"))
                .done()));

    var row = row(0);
    assertThat(row.cpuPercent()).isEqualTo(1.2);
    assertThat(row.memoryShare()).isEqualTo(0.25);
    assertThat(row.messagesPerSecond()).isEqualTo(212);
    assertThat(row.open()).isEqualTo(3);
    assertThat(row.handles()).containsExactly("log", "tcp");
    assertThat(row.permissions()).containsExactly("tcp");
    assertThat(row.hash()).startsWith("bafkrei");
    assertThat(row.tail()).isEqualTo("…" + row.hash().substring(row.hash().length() - 4));
  }

  @Test
  void theFilterLooksAtNameStateHashAndInterfaces() {
    model.take(
        at(
            0,
            process(1, "chat").in(new ProcessState.Suspended()).done(),
            process(2, "Paint").handles(on("tcp")).done()));

    assertThat(filtered("PAINT")).containsExactly("Paint");
    assertThat(filtered("paused")).containsExactly("chat");
    assertThat(filtered("tcp running")).containsExactly("Paint");
    assertThat(filtered(row(0).hash())).hasSize(1);
    assertThat(filtered("nothing")).isEmpty();
    assertThat(filtered("  ")).hasSize(2);
  }

  @Test
  void pausingAndEndingReachTheKernel() {
    model.take(
        at(
            0,
            process(1, "runs").done(),
            process(2, "paused").in(new ProcessState.Suspended()).done(),
            process(3, "over").in(new ProcessState.Ended(new Exit.Exited(0))).done()));

    model.pauseOrResume(List.of(row(0), row(1), row(2)));
    model.pauseOrResume(List.of(row(1), row(2)));
    model.end(List.of(row(0), row(1), row(2)));
    model.remove(List.of(row(0), row(1), row(2)));
    model.restart(List.of(row(2)));

    assertThat(kernel.told)
        .containsExactly("pause 1", "resume 2", "end 1 by you", "end 2 by you", "forget 3");
    assertThat(restarted).containsExactly(new Pid(3));
  }

  @Test
  void detailsSayWhatIsUnderWay() {
    var question = asks(1, "chat", "10.0.0.7", 4000);
    var waiting =
        new ProcessState.Waiting(Set.of(new MessageId(71)), "an answer from tcp", 1_000_000_000L);
    model.take(
        at(
            4.2,
            List.of(process(1, "chat").in(waiting).open(5).waiting(2, 1).done()),
            List.of(),
            List.of(question)));

    assertThat(model.details(new Pid(1)).orElseThrow().inFlight())
        .containsExactly(
            new Fact("tcp: connect 10.0.0.7:4000", "you", "4.2 s"),
            new Fact("an answer from tcp", "#71", "3.2 s"),
            new Fact("3 questions without an answer", "", "3.2 s"),
            new Fact("owes 1 answer", "", ""),
            new Fact("2 messages wait for it", "", "200 bytes"));
    assertThat(model.details(new Pid(2))).isEmpty();
  }

  @Test
  void detailsSayHowLongItRunsAndWhereItTrapped() {
    var trap = new Exit.Trapped("unreachable", List.of("crash", "main\u001b[31m", "_start"));
    model.take(
        at(
            0,
            process(1, "chat").done(),
            process(2, "crash").in(new ProcessState.Ended(trap)).done()));

    assertThat(model.details(new Pid(1)).orElseThrow().pidAndAge())
        .isEqualTo("pid 1 · running 00:14:07");
    assertThat(model.details(new Pid(2)).orElseThrow().pidAndAge()).isEqualTo("pid 2");
    assertThat(model.details(new Pid(2)).orElseThrow().stack())
        .containsExactly("crash", "main[31m", "_start");
  }

  @Test
  void theThreadsOfTheChosenProcessAreReadElsewhere() {
    kernel.threads.add(
        new OfThread(0, "waits for a message", 12_000_000, 400, List.of("recv\u001b[31m", "main")));
    kernel.threads.add(
        new OfThread(1, "runs", 3_000_000_000L, 0, Collections.nCopies(40, "again")));
    model.take(at(0, process(1, "chat").done()));
    doWork();
    assertThat(kernel.askedThreads).as("nobody is chosen").isEmpty();

    model.choose(Optional.of(new Pid(1)));
    assertThat(kernel.askedThreads).isEmpty();
    assertThat(model.details(new Pid(1)).orElseThrow().threads()).isEmpty();
    doWork();

    var lines = model.details(new Pid(1)).orElseThrow().threads();
    assertThat(lines.get(0))
        .isEqualTo(
            new ThreadLine(
                "Thread 0", "waits for a message", "12 ms", List.of("recv[31m", "main")));
    assertThat(lines.get(1).cpu()).isEqualTo("3.0 s");
    assertThat(lines.get(1).stack()).hasSize(33).endsWith("again", "… and 8 more");
  }

  @Test
  void threadsAreReadTwiceASecondAndOneReadAtATime() {
    model.choose(Optional.of(new Pid(1)));
    model.take(at(0, process(1, "chat").done(), process(2, "paint").done()));
    model.take(at(5, process(1, "chat").done(), process(2, "paint").done()));
    assertThat(work).as("threads and deadlocks, while both are under way").hasSize(2);
    doWork();
    model.take(at(5.1, process(1, "chat").done(), process(2, "paint").done()));
    doWork();
    model.choose(Optional.of(new Pid(2)));
    model.take(at(5.4, process(1, "chat").done(), process(2, "paint").done()));
    doWork();
    assertThat(kernel.askedThreads).as("too soon").doesNotContain(new Pid(2));
    model.take(at(5.7, process(1, "chat").done(), process(2, "paint").done()));
    doWork();
    model.choose(Optional.empty());
    model.take(at(9, process(1, "chat").done(), process(2, "paint").done()));
    doWork();

    assertThat(kernel.askedThreads).containsExactly(new Pid(1), new Pid(1), new Pid(2));
  }

  @Test
  void detailsSayWhoStartedItAndWhichLimitsItReached() {
    model.take(
        at(
            0,
            process(1, "boss\u202e").done(),
            process(2, "hand").startedBy(1).hit(Limit.PARKED, 3).done(),
            process(3, "late").startedBy(9).hit(Limit.MEMORY, 1).done()));

    var hand = model.details(new Pid(2)).orElseThrow();
    assertThat(hand.startedBy()).contains("started by “boss” (pid 1)");
    assertThat(hand.limits())
        .containsExactly(
            new Fact("Memory", "4.3 GB", ""),
            new Fact("Mailbox", "4,096 · 16.8 MB", ""),
            new Fact("Open questions", "4,096", ""),
            new Fact("Messages that wait for you", "256", "hit 3 times"));
    var late = model.details(new Pid(3)).orElseThrow();
    assertThat(late.startedBy()).contains("started by pid 9, which has ended and was removed");
    assertThat(late.limits()).contains(new Fact("Memory", "4.3 GB", "hit once"));
  }

  @Test
  void aDeadlockIsNamedAndOneOfItEnded() {
    kernel.deadlocks.add(Scripted.circle(1, 2));
    kernel.deadlocks.add(Scripted.circle(3, 4));
    kernel.deadlocks.add(Scripted.circle(11, 12, 13, 14, 15, 16, 17, 18));
    model.take(
        at(
            0,
            process(1, "chat\u202e").done(),
            process(2, "paint").done(),
            process(3, "echo").done(),
            process(4, "echo").done()));
    assertThat(model.deadlocks().get()).as("read elsewhere").isEmpty();
    doWork();

    assertThat(model.deadlocks().get())
        .extracting(DeadlockLine::text)
        .containsExactly(
            "“chat” waits for “paint”, which waits for “chat”. None of them can go on: end one.",
            "“echo” (pid 3) waits for “echo” (pid 4), which waits for “echo” (pid 3). None of them can"
                + " go on: end one.",
            "pid 11 waits for pid 12, which waits for pid 13, which waits for pid 14, which waits"
                + " for pid 15, which waits for pid 16, which waits for 2 more, which waits for"
                + " pid 11. None of them can go on: end one.");
    model.end(model.deadlocks().get().getFirst().members().getLast().pid());
    assertThat(kernel.told).containsExactly("end 2 by you");

    kernel.deadlocks.clear();
    model.take(at(0.9, process(1, "chat").done()));
    assertThat(work).as("too soon").isEmpty();
    model.take(at(1, process(1, "chat").done()));
    doWork();
    assertThat(model.deadlocks().get()).isEmpty();
  }

  private void doWork() {
    var now = List.copyOf(work);
    work.clear();
    now.forEach(Runnable::run);
  }

  @Test
  void childrenStandBehindTheOneThatStartedThemAlsoWhenThatHasEnded() {
    var ended = new ProcessState.Ended(new Exit.Exited(0));
    model.take(
        at(
            0,
            process(1, "shell").in(ended).done(),
            process(2, "clock").done(),
            process(3, "child").startedBy(1).done(),
            process(4, "grandchild").startedBy(3).done(),
            process(9, "orphan").startedBy(7).done()));

    assertThat(model.rows().shown())
        .extracting(row -> row.now().name(), row -> row.now().line().depth())
        .containsExactly(
            tuple("shell", 0),
            tuple("child", 1),
            tuple("grandchild", 2),
            tuple("clock", 0),
            tuple("orphan", 0));
    assertThat(row(1).startedBy()).isEqualTo("Started by pid 1, which has ended");
    assertThat(row(2).startedBy()).isEqualTo("Started by pid 3");
    assertThat(row(3).startedBy()).isEmpty();
    assertThat(row(4).startedBy()).isEqualTo("Started by pid 7, which has ended");
    assertThat(model.details(new Pid(3)).orElseThrow().startedBy())
        .contains("started by “shell” (pid 1), which has ended");
    assertThat(model.details(new Pid(9)).orElseThrow().startedBy())
        .contains("started by pid 7, which has ended and was removed");
  }

  @Test
  void copiedRowsAreTabSeparatedAndHarmlessInASpreadsheet() {
    model.take(at(0, process(1, "=cmd|' /C calc'!A0").done(), process(2, "a\tb\nc").done()));

    var lines = Tsv.of(ProcessRow.COLUMNS, List.of(row(0), row(1))).split("\n");

    assertThat(lines[0])
        .isEqualTo("Program\tState\tCPU\tMemory\tMessages/s\tOpen\tHandles\tPermissions");
    assertThat(lines[1]).startsWith("'=cmd|' /C calc'!A0\trunning\t0.0 %\t200 KB\t0\t0\t");
    assertThat(lines[2]).startsWith("a b c\trunning");
    assertThat(lines).hasSize(3);
  }

  private List<String> filtered(String text) {
    model.filter(text);
    return model.rows().shown().stream().map(row -> row.now().name()).toList();
  }

  private ProcessRow row(int index) {
    return model.rows().shown().get(index).now();
  }
}
