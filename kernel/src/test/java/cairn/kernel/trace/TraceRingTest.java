package cairn.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.MessageTrace.Row;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import cairn.registry.Sha256;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TraceRingTest {
  private static final Pid SENDER = new Pid(7);
  private static final Pid HANDLER = new Pid(8);
  private static final InterfaceId ON = new InterfaceId(Sha256.of(Payload.utf8("on")));

  private final TraceRing ring = new TraceRing(16, 4, 4096);

  private long begin(int size) {
    return ring.begin(System.nanoTime(), SENDER, ON, 3, size, 100 + size);
  }

  @Test
  void aRowTellsWhatWasNoted() {
    long row = begin(42);
    ring.queued(row, HANDLER);
    ring.taken(row);
    ring.answered(row, System.nanoTime(), 5, 0);
    ring.received(row);

    var read = ring.row(row).orElseThrow();

    assertThat(read.number()).isEqualTo(1);
    assertThat(read.from()).isEqualTo(SENDER);
    assertThat(read.to()).isEqualTo(new HandledBy.Process(HANDLER));
    assertThat(read.on()).isEqualTo(ON);
    assertThat(read.message()).isEqualTo(3);
    assertThat(read.size()).isEqualTo(42);
    assertThat(read.question()).isEqualTo(142);
    assertThat(read.outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(read.answerSize()).isEqualTo(5);
    assertThat(read.answerHead()).isZero();
    assertThat(read.passed()).isEqualTo(MessageTrace.NEVER);
    assertThat(read.queued()).isZero();
    assertThat(read.taken()).isBetween(0L, read.answered());
    assertThat(read.received()).isGreaterThanOrEqualTo(read.answered());
  }

  @Test
  void whatIsStillOnItsWayIsOpen() {
    long row = begin(1);

    assertThat(ring.row(row).orElseThrow().outcome()).isEqualTo(Outcome.OPEN);
    assertThat(ring.row(row).orElseThrow().to()).isEqualTo(new HandledBy.Nobody());
    assertThat(ring.row(row).orElseThrow().taken()).isEqualTo(MessageTrace.NEVER);

    ring.asks(row);
    assertThat(ring.row(row).orElseThrow().outcome()).isEqualTo(Outcome.ASKING);

    ring.passed(row);
    ring.waits(row);
    assertThat(ring.row(row).orElseThrow().outcome()).isEqualTo(Outcome.WAITING);

    ring.queued(row, HANDLER);
    assertThat(ring.row(row).orElseThrow().outcome()).isEqualTo(Outcome.OPEN);
    assertThat(ring.row(row).orElseThrow().queued())
        .isGreaterThanOrEqualTo(ring.row(row).orElseThrow().passed());
  }

  @Test
  void theFirstEndCounts() {
    long row = begin(1);

    ring.ends(row, Outcome.DENIED);
    ring.answered(row, System.nanoTime(), 2, 1);
    ring.ends(row, Outcome.ABANDONED);

    assertThat(ring.row(row).orElseThrow().outcome()).isEqualTo(Outcome.DENIED);
    assertThat(ring.row(row).orElseThrow().answered()).isNotNegative();
  }

  @Test
  void aHandlerThatEndsLeavesTheMessageWaitingForTheNext() {
    long row = begin(1);
    ring.queued(row, HANDLER);

    ring.waits(row);

    assertThat(ring.row(row).orElseThrow().to()).isEqualTo(new HandledBy.Nobody());
    assertThat(ring.row(row).orElseThrow().queued()).isEqualTo(MessageTrace.NEVER);
  }

  @Test
  void oldRowsAreOverwrittenAndCounted() {
    for (int i = 1; i <= 40; i++) begin(i);

    var all = ring.since(1, 100);

    assertThat(all.rows()).extracting(Row::size).containsExactlyElementsOf(range(25, 40));
    assertThat(all.lost()).isEqualTo(24);
    assertThat(all.next()).isEqualTo(41);
    assertThat(ring.overwritten()).isEqualTo(24);
    assertThat(ring.row(24)).isEmpty();
    assertThat(ring.row(41)).isEmpty();
  }

  @Test
  void readingGoesOnWhereItStopped() {
    for (int i = 1; i <= 10; i++) begin(i);

    var first = ring.since(1, 4);
    var second = ring.since(first.next(), 100);

    assertThat(first.rows()).extracting(Row::size).containsExactly(1, 2, 3, 4);
    assertThat(second.rows()).extracting(Row::size).containsExactlyElementsOf(range(5, 10));
    assertThat(second.lost()).isZero();
    assertThat(ring.since(second.next(), 100).rows()).isEmpty();
  }

  @Test
  void whatComesTooLateTouchesNoOtherRow() {
    long old = begin(1);
    for (int i = 2; i <= 17; i++) begin(i);

    ring.queued(old, HANDLER);
    ring.ends(old, Outcome.DENIED);

    var younger = ring.row(old + 16).orElseThrow();
    assertThat(younger.size()).isEqualTo(17);
    assertThat(younger.outcome()).isEqualTo(Outcome.OPEN);
    assertThat(younger.to()).isEqualTo(new HandledBy.Nobody());
  }

  @Test
  void rowsOfManyThreadsAreNeverMixed() throws InterruptedException {
    var small = new TraceRing(64, 16, 0);
    var done = new CountDownLatch(3);
    var threads = new ArrayList<Thread>();
    for (int t = 1; t <= 3; t++) {
      var pid = new Pid(t);
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 60_000; i++) {
                      int size = (int) pid.number() * 1000 + i % 1000;
                      long row = small.begin(size, pid, ON, i % 200, size, size);
                      small.queued(row, pid);
                      small.answered(row, size + 7, size, i % 200);
                    }
                    done.countDown();
                  }));
    }
    var faults = new ArrayList<Row>();
    long next = 1;
    long seen = 0;
    boolean more = true;
    while (done.getCount() > 0 || more) {
      more = done.getCount() > 0;
      var rows = small.since(next, 1000);
      more |= rows.next() > next;
      next = rows.next();
      seen += rows.rows().size() + rows.lost();
      for (Row row : rows.rows()) if (!isWhole(row)) faults.add(row);
    }
    for (var thread : threads) thread.join();

    assertThat(faults).isEmpty();
    // A row that was given up at the very end is never passed by.
    assertThat(seen).isEqualTo(next - 1).isGreaterThan(179_000);
  }

  private static boolean isWhole(Row row) {
    int size = row.size();
    boolean head =
        row.atNanos() == size && row.question() == size && row.from().number() == size / 1000;
    boolean to =
        row.to() instanceof HandledBy.Nobody
            || row.to().equals(new HandledBy.Process(new Pid(size / 1000)));
    boolean answer =
        row.outcome() == Outcome.OPEN
            || (row.answerSize() == size && row.answerHead() == row.message());
    return head && to && answer && (row.answered() == MessageTrace.NEVER || row.answered() == 7);
  }

  @Test
  void bodiesAreKeptOfThoseThatAreWanted() {
    var program = new ProgramId(Sha256.of(Payload.utf8("program")));
    ring.record(program, true);
    ring.record(HANDLER, true);

    assertThat(ring.bodies().any()).isTrue();
    assertThat(ring.bodies().wants(SENDER, Optional.of(program))).isTrue();
    assertThat(ring.bodies().wants(SENDER, Optional.empty())).isFalse();
    assertThat(ring.bodies().wants(HANDLER, Optional.empty())).isTrue();

    ring.record(program, false);
    ring.record(HANDLER, false);
    assertThat(ring.bodies().any()).isFalse();
  }

  @Test
  void theOldestBodiesGoFirst() {
    for (int i = 1; i <= 10; i++) {
      ring.bodies().message(i, Payload.owning(new byte[1000]));
      ring.bodies().answer(i, Payload.utf8("answer " + i));
    }

    assertThat(ring.bodies(7)).isEmpty();
    assertThat(ring.bodies(8).orElseThrow().message().orElseThrow().length()).isEqualTo(1000);
    assertThat(ring.bodies(10).orElseThrow().answer()).contains(Payload.utf8("answer 10"));
  }

  @Test
  void ofALongBodyTheBeginningIsKept() {
    var roomy = new TraceRing(16, 4, 1 << 20);

    roomy.bodies().message(1, Payload.owning(new byte[RecordedBodies.MOST + 1]));

    var kept = roomy.bodies(1).orElseThrow();
    assertThat(kept.message().orElseThrow().length()).isEqualTo(RecordedBodies.MOST);
    assertThat(kept.cut()).isTrue();
  }

  @Test
  void everyOutcomeIsReadAsItWasWritten() {
    var roomy = new TraceRing(64, 4, 1 << 20);
    var over = EnumSet.complementOf(EnumSet.of(Outcome.OPEN, Outcome.ASKING, Outcome.WAITING));
    for (Outcome outcome : over) {
      long row = roomy.begin(1, SENDER, ON, 3, 10, 7);

      roomy.ends(row, outcome);

      assertThat(roomy.row(row).orElseThrow().outcome()).isEqualTo(outcome);
    }
  }

  @Test
  void allOfItTogetherStaysWithinItsBound() {
    long heads = (long) TraceRing.ROWS * (TraceRing.WORDS * 8 + 4);

    assertThat(heads + TraceRing.BODY_BYTES).isLessThanOrEqualTo(TraceRing.BYTES);
  }

  private static List<Integer> range(int from, int to) {
    var all = new ArrayList<Integer>();
    for (int i = from; i <= to; i++) all.add(i);
    return all;
  }
}
