package cairn.kernel;

import static cairn.kernel.TestKernel.allow;
import static cairn.kernel.TestKernel.own;
import static cairn.kernel.TestKernel.request;
import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.boot.KernelBuilder;
import cairn.kernel.schedule.GuestSchedulers;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads of one process at its mailbox. */
@Timeout(120)
final class ManyThreadsTest {
  private static final InterfaceId SERVICE = own("service");

  private static Limits threads(int most) {
    var usual = Limits.DEFAULT;
    return new Limits(
        usual.memory(),
        usual.tables(),
        usual.mailboxMessages(),
        usual.mailboxBytes(),
        usual.unanswered(),
        usual.parked(),
        usual.body(),
        usual.handles(),
        usual.timers(),
        usual.logLines(),
        usual.module(),
        most,
        usual.stacks());
  }

  private static boolean isHeld(TestKernel it, String word) {
    return it.port(own(word)).filter(row -> row.waiting() == 1).isPresent();
  }

  /** {@code come}: where it says that it is about to wait for the first time. */
  private static Consumer<ScriptGuest> taker(String name, List<String> come, List<String> taken) {
    return guest -> {
      come.add(name);
      while (true) {
        var got = guest.message();
        taken.add(name + " " + got.body().utf8());
        guest.answer(got.id(), got.body());
      }
    };
  }

  @Test
  void aMessageGoesToTheThreadThatHasWaitedLongestAndToNoOther() {
    try (var it = new TestKernel()) {
      var taken = new CopyOnWriteArrayList<String>();
      var come = new CopyOnWriteArrayList<String>();
      var handler =
          it.open(
              "handler",
              guest -> {
                assertThat(guest.register(SERVICE)).isEqualTo("ok");
                assertThat(guest.thread(taker("first", come, taken))).isEqualTo("ok");
                guest.hold("one waits");
                assertThat(guest.thread(taker("second", come, taken))).isEqualTo("ok");
                guest.hold("two wait");
                taker("third", come, taken).accept(guest);
              },
              SERVICE,
              own("one waits"),
              own("two wait"));
      // A further thread is made on another than the stepper's, so it comes when it comes.
      it.until(() -> come.contains("first") && isHeld(it, "one waits"));
      it.stepper.runUntilIdle();
      it.release("one waits");
      it.until(() -> come.contains("second") && isHeld(it, "two wait"));
      it.stepper.runUntilIdle();
      it.release("two wait");
      it.until(() -> come.contains("third"));
      it.stepper.runUntilIdle();
      assertThat(it.state(handler)).isInstanceOf(ProcessState.Waiting.class);

      var client =
          it.open(
              "client",
              guest -> {
                for (String text : List.of("a", "b", "c", "d"))
                  assertThat(guest.ask(SERVICE, text)).isEqualTo(text);
              },
              SERVICE);

      assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
      assertThat(taken).containsExactly("first a", "second b", "third c", "first d");
    }
  }

  @Test
  void moreThreadsAreAllowedWhileItRuns() {
    try (var it = new TestKernel()) {
      var said = new CopyOnWriteArrayList<String>();
      var few = threads(2);
      var process =
          it.open(
              "process",
              guest -> {
                said.add(guest.thread(other -> other.hold("go")));
                said.add(guest.thread(other -> other.hold("go")));
                guest.hold("changed");
                said.add(guest.thread(other -> other.hold("go")));
              },
              few,
              own("changed"),
              own("go"));
      it.until(() -> said.size() == 2);
      assertThat(said).containsExactly("ok", "too-many");
      it.settle(process);

      it.kernel.limit(process, threads(3));
      it.release("changed");

      assertThat(it.end(process)).isEqualTo(new Exit.Exited(0));
      assertThat(said).containsExactly("ok", "too-many", "ok");
    }
  }

  @Test
  void theReturnOfAThreadLeavesTheOthersAtTheMailbox() {
    try (var it = new TestKernel()) {
      var taken = new CopyOnWriteArrayList<String>();
      var handler =
          it.open(
              "handler",
              guest -> {
                assertThat(guest.register(SERVICE)).isEqualTo("ok");
                assertThat(guest.thread(other -> taken.add("ran"))).isEqualTo("ok");
                taker("main", new CopyOnWriteArrayList<>(), taken).accept(guest);
              },
              SERVICE);
      it.until(() -> taken.contains("ran") && it.row(handler).threads() == 1);

      var client = it.open("client", guest -> guest.ask(SERVICE, "x"), SERVICE);

      assertThat(it.end(client)).isEqualTo(new Exit.Exited(0));
      assertThat(taken).containsExactly("ran", "main x");
    }
  }

  @Test
  void theEndFindsThreadsAtTheMailboxAndGivesAllTheirMemoryBack() {
    try (var it = new TestKernel()) {
      var handler =
          it.open(
              "handler",
              guest -> {
                assertThat(guest.register(SERVICE)).isEqualTo("ok");
                for (int i = 0; i < 5; i++)
                  assertThat(guest.thread(ScriptGuest::receive)).isEqualTo("ok");
                guest.receive();
              },
              SERVICE);
      it.settle(handler);
      it.until(() -> it.row(handler).threads() == 6);

      it.kernel.end(handler, "the test");

      assertThat(it.end(handler)).isEqualTo(new Exit.Killed("the test"));
      assertThat(it.kernel.snapshot().totals().memoryBytes()).isZero();
      assertThat(it.row(handler).threads()).isZero();
    }
  }

  /** {@code -Dcairn.long=true}: a hundred times as much. */
  private static int much(int usually) {
    return Boolean.getBoolean("cairn.long") ? 100 * usually : usually;
  }

  @Test
  void onRealCarriersEachOfManyMessagesIsTakenOnceByOneOfManyThreads() throws Exception {
    int clients = 4;
    int each = much(400);
    var seen = new AtomicIntegerArray(clients * each);
    var takers = new AtomicInteger();
    var scripts = new Scripts();
    try (var kernel =
        new KernelBuilder(scripts, GuestSchedulers.best(4), Interfaces.shipped()).build()) {
      Consumer<ScriptGuest> taker =
          guest -> {
            takers.incrementAndGet();
            while (true) {
              var got = guest.message();
              seen.incrementAndGet(Integer.parseInt(got.body().utf8()));
              guest.answer(got.id(), got.body());
            }
          };
      var handler =
          kernel.open(
              request(
                  scripts.program(
                      "handler",
                      guest -> {
                        if (!guest.register(SERVICE).equals("ok")) return;
                        for (int i = 0; i < 15; i++) if (!guest.thread(taker).equals("ok")) return;
                        taker.accept(guest);
                      }),
                  "handler",
                  allow(SERVICE)));
      var ended = new ArrayList<CompletableFuture<Exit>>();
      for (int c = 0; c < clients; c++) {
        int client = c;
        Consumer<ScriptGuest> asker =
            guest -> {
              for (int i = 0; i < each; i++) {
                String text = Integer.toString(client * each + i);
                if (!guest.ask(SERVICE, text).equals(text)) throw new AssertionError(text);
              }
            };
        ended.add(
            kernel
                .ended(
                    kernel.open(
                        request(scripts.program("client " + c, asker), "client", allow(SERVICE))))
                .toCompletableFuture());
      }

      for (var end : ended)
        assertThat(end.get(100, TimeUnit.SECONDS)).isEqualTo(new Exit.Exited(0));

      for (int i = 0; i < seen.length(); i++) assertThat(seen.get(i)).as("message " + i).isOne();
      // The last of them may come when the others have done all the work.
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (takers.get() < 16 && System.nanoTime() < deadline) Thread.onSpinWait();
      assertThat(takers).hasValue(16);
      kernel.end(handler, "the test");
      kernel.ended(handler).toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(kernel.snapshot().totals().memoryBytes()).isZero();
    }
  }
}
