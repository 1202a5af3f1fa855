package cairn.kernel.trace;

import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.MessageTrace;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.InterfaceId;
import cairn.registry.Payload;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The heads of the last messages, in slots of {@value #WORDS} longs. Any thread; no locks.
 *
 * <p>A row's number says its slot. Whoever begins a row claims the slot with a compare-and-set of
 * its first word to minus the number, writes the rest, and publishes the number. If the slot is
 * still being written, by a thread that has stood still while the ring went round, the younger row
 * is given up: a row is never a mix of two. A reader copies a slot between two looks at its number
 * and throws the copy away when they differ.
 *
 * <p>What happens to the message later is written as one long each: a tag made of the ring's round,
 * and the value. A thread that comes too late, after its slot has gone to another row, may only
 * write a long with the wrong tag, which readers take for "not yet". So a row may lack a time, but
 * never has another's.
 */
public final class TraceRing implements MessageTrace {
  /** What heads and bodies together may take. */
  public static final int BYTES = 64 << 20;

  static final int BODY_BYTES = 9 << 20;
  static final int ROWS = 1 << 19;
  private static final int SEGMENT_ROWS = 1 << 12;

  static final int WORDS = 13;
  private static final int NUMBER = 0;
  private static final int AT = 1;

  /** Pid above, the message's index plus 1 in the low 16 bits. */
  private static final int FROM = 2;

  private static final int SIZE = 3;
  private static final int QUESTION = 4;

  // What is written later, each with its tag.
  private static final int TO = 5;
  private static final int PASSED = 6;
  private static final int QUEUED = 7;
  private static final int TAKEN = 8;
  private static final int ANSWERED = 9;

  /** Outcome in 6 bits, the answer's first byte plus 1 in 9, its size plus 1 in 32. */
  private static final int OUTCOME = 10;

  private static final int RECEIVED = 11;

  /** How long the user was asked, in sum; and in the lowest bit, whether he was at the gate. */
  private static final int ASKED = 12;

  private static final int OUTCOME_BITS = 6;
  private static final int SIZE_SHIFT = OUTCOME_BITS + 9;

  private static final int TAG_BITS = 12;
  private static final int VALUE_BITS = 64 - TAG_BITS;
  private static final long VALUE = (1L << VALUE_BITS) - 1;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle ID = MethodHandles.arrayElementVarHandle(InterfaceId[].class);
  private static final long OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;
  private static final Outcome[] OUTCOMES = Outcome.values();

  /** A piece of the ring, made when it is first reached. */
  private static final class Segment {
    final long[] words;
    final @Nullable InterfaceId[] ids;

    Segment(int rows) {
      words = new long[rows * WORDS];
      ids = new @Nullable InterfaceId[rows];
    }
  }

  private final int rows;
  private final int segmentRows;
  private final int roundShift;
  private final AtomicReferenceArray<@Nullable Segment> segments;
  private final AtomicLong next = new AtomicLong(1);
  private final RecordedBodies bodies;

  /** Of the usual size, empty. */
  public TraceRing() {
    this(ROWS, SEGMENT_ROWS, BODY_BYTES);
  }

  /** {@code rows} and {@code segmentRows} are powers of two. */
  TraceRing(int rows, int segmentRows, int bodyBytes) {
    this.rows = rows;
    this.segmentRows = segmentRows;
    this.roundShift = Integer.numberOfTrailingZeros(rows);
    this.segments = new AtomicReferenceArray<>(rows / segmentRows);
    this.bodies = new RecordedBodies(bodyBytes);
  }

  // ---- noting ---------------------------------------------------------------------------------

  /**
   * A message begins its way. {@code message}: its first byte, -1 without one; {@code question}: 0
   * for one-way.
   *
   * @return the row's number, to be given with all that follows; 0 when the row was given up
   */
  public long begin(long nanos, Pid from, InterfaceId on, int message, int size, long question) {
    long number = next.getAndIncrement();
    Segment segment = segmentFor(number);
    int slot = slot(number);
    int at = slot * WORDS;
    long[] words = segment.words;
    long before = (long) WORD.getOpaque(words, at + NUMBER);
    if (before < 0 || before > number || !WORD.compareAndSet(words, at + NUMBER, before, -number))
      return 0;
    WORD.setOpaque(words, at + AT, nanos);
    WORD.setOpaque(words, at + FROM, from.number() << 16 | (message + 1));
    WORD.setOpaque(words, at + SIZE, (long) size);
    WORD.setOpaque(words, at + QUESTION, question);
    ID.setOpaque(segment.ids, slot, on);
    WORD.setRelease(words, at + NUMBER, number);
    return number;
  }

  /** The user is asked about it, at the gate or when its handler has it. */
  public void asks(long number) {
    meanwhile(number, Outcome.ASKING);
  }

  /** The user was asked about it for so long when its handler had it, and has answered. */
  public void askedLater(long number, long nanos) {
    if (number == 0) return;
    long before = (long) WORD.getOpaque(words(number), slot(number) * WORDS + ASKED);
    long sum = Math.max(0, value(before, number));
    write(number, ASKED, sum + (Math.max(0, nanos) << 1));
    meanwhile(number, Outcome.OPEN);
  }

  /** He is asked no more, if he was: from when it was emitted on, nearly. */
  private void leavesGate(long number) {
    if (outcome(number) == code(Outcome.ASKING) && !isSet(number, TAKEN))
      write(number, ASKED, since(number, System.nanoTime()) << 1 | 1);
  }

  /** The gate let it through, after having looked at it. */
  public void passed(long number) {
    if (number != 0) leavesGate(number);
    time(number, PASSED);
    meanwhile(number, Outcome.OPEN);
  }

  /** It waits for a handler, or for room at one. */
  public void waits(long number) {
    if (number == 0) return;
    write(number, TO, 0);
    // A handler that had it queued has ended.
    WORD.setOpaque(words(number), slot(number) * WORDS + QUEUED, 0L);
    meanwhile(number, Outcome.WAITING);
  }

  /** A process is about to have it in its mailbox. */
  public void queued(long number, Pid handler) {
    if (number != 0) placed(number, handler.number() << 2 | 1);
  }

  /** Java code has it, and begins at once. */
  public void handedToNative(long number) {
    if (number == 0) return;
    placed(number, 2);
    time(number, TAKEN);
  }

  private void placed(long number, long handler) {
    write(number, TO, handler);
    // On the straight way there was nothing to wait for, and no clock is read.
    boolean waited = outcome(number) == code(Outcome.WAITING);
    if (waited || isSet(number, PASSED)) time(number, QUEUED);
    else write(number, QUEUED, 0);
    if (waited) meanwhile(number, Outcome.OPEN);
  }

  /** Its handler took it. */
  public void taken(long number) {
    time(number, TAKEN);
  }

  /**
   * Its answer came, at this time. {@code size}: of a success, -1 for an error; {@code head}: its
   * first byte or -1. What was said of it before by {@link #ends} stays.
   */
  public void answered(long number, long nanos, int size, int head) {
    if (number == 0) return;
    write(number, ANSWERED, since(number, nanos));
    if (isOver(number)) return;
    Outcome outcome = size < 0 ? Outcome.FAILED : Outcome.ANSWERED;
    write(number, OUTCOME, (size + 1L) << SIZE_SHIFT | (head + 1L) << OUTCOME_BITS | code(outcome));
  }

  /** Its emitter took the answer. */
  public void received(long number) {
    time(number, RECEIVED);
  }

  /** Its story is over, in this way. The first time counts. */
  public void ends(long number, Outcome outcome) {
    if (number == 0 || isOver(number)) return;
    leavesGate(number);
    write(number, OUTCOME, code(outcome));
  }

  private void meanwhile(long number, Outcome state) {
    if (number != 0 && !isOver(number)) write(number, OUTCOME, code(state));
  }

  // The codes never leave this ring.
  @SuppressWarnings("EnumOrdinal")
  private static int code(Outcome outcome) {
    return outcome.ordinal();
  }

  private boolean isOver(long number) {
    return outcome(number) > code(Outcome.WAITING);
  }

  private int outcome(long number) {
    long told = value((long) WORD.getOpaque(words(number), slot(number) * WORDS + OUTCOME), number);
    return told == NEVER ? code(Outcome.OPEN) : (int) (told & OUTCOME_MASK);
  }

  /** The bodies of what is recorded. */
  public RecordedBodies bodies() {
    return bodies;
  }

  private void time(long number, int word) {
    if (number != 0) write(number, word, since(number, System.nanoTime()));
  }

  private long since(long number, long nanos) {
    long begun = (long) WORD.getOpaque(words(number), slot(number) * WORDS + AT);
    return Math.max(0, nanos - begun);
  }

  private void write(long number, int word, long value) {
    WORD.setOpaque(
        words(number), slot(number) * WORDS + word, (tag(number) << VALUE_BITS) | (value & VALUE));
  }

  private boolean isSet(long number, int word) {
    return value((long) WORD.getOpaque(words(number), slot(number) * WORDS + word), number)
        != NEVER;
  }

  /** The value, or NEVER when it is of another round. */
  private long value(long tagged, long number) {
    return tagged >>> VALUE_BITS == tag(number) ? tagged & VALUE : NEVER;
  }

  /** Never 0, which is what an unused slot holds. */
  private long tag(long number) {
    return (number >>> roundShift) % ((1 << TAG_BITS) - 1) + 1;
  }

  private int slot(long number) {
    return (int) (number & segmentRows - 1);
  }

  private long[] words(long number) {
    return segmentFor(number).words;
  }

  private Segment segmentFor(long number) {
    int index = (int) ((number & rows - 1) / segmentRows);
    Segment segment = segments.getPlain(index);
    return segment != null ? segment : made(index);
  }

  private Segment made(int index) {
    var fresh = new Segment(segmentRows);
    Segment other = segments.compareAndExchange(index, null, fresh);
    return other == null ? fresh : other;
  }

  // ---- reading --------------------------------------------------------------------------------

  @Override
  public long next() {
    return next.get();
  }

  @Override
  public long overwritten() {
    return Math.max(0, next.get() - 1 - rows);
  }

  @Override
  public Rows since(long number, int most) {
    long end = next.get();
    long first = Math.max(number, Math.max(1, end - rows));
    long lost = Math.max(0, first - Math.max(1, number));
    var found = new ArrayList<Row>((int) Math.min(most, Math.max(0, end - first)));
    long at = first;
    for (; at < end && found.size() < most; at++) {
      Row row = read(at);
      if (row != null) {
        found.add(row);
      } else {
        // Just begun, and not published: it comes next time. One that never comes is lost.
        if (end - at < Math.min(rows, SEGMENT_ROWS) && !isGone(at)) break;
        lost++;
      }
    }
    return new Rows(found, at, lost);
  }

  /** Whether a row's slot has gone to a younger one, or an older one kept it. */
  private boolean isGone(long number) {
    long there = (long) WORD.getAcquire(words(number), slot(number) * WORDS);
    return there > number || (there < 0 && there != -number);
  }

  @Override
  public Optional<Row> row(long number) {
    return number < 1 || number >= next.get()
        ? Optional.empty()
        : Optional.ofNullable(read(number));
  }

  private @Nullable Row read(long number) {
    Segment segment = segmentFor(number);
    long[] words = segment.words;
    int slot = slot(number);
    int at = slot * WORDS;
    if ((long) WORD.getAcquire(words, at + NUMBER) != number) return null;
    long begun = (long) WORD.getOpaque(words, at + AT);
    long from = (long) WORD.getOpaque(words, at + FROM);
    long size = (long) WORD.getOpaque(words, at + SIZE);
    long question = (long) WORD.getOpaque(words, at + QUESTION);
    var id = (InterfaceId) ID.getOpaque(segment.ids, slot);
    // From the last to the first: a row that has been answered has been taken too.
    long asked = later(words, at, ASKED, number);
    long received = later(words, at, RECEIVED, number);
    long outcome = later(words, at, OUTCOME, number);
    long answered = later(words, at, ANSWERED, number);
    long taken = later(words, at, TAKEN, number);
    long queued = later(words, at, QUEUED, number);
    long passed = later(words, at, PASSED, number);
    long to = later(words, at, TO, number);
    VarHandle.acquireFence();
    if ((long) WORD.getOpaque(words, at + NUMBER) != number || id == null) return null;
    Outcome became = outcome == NEVER ? Outcome.OPEN : OUTCOMES[(int) (outcome & OUTCOME_MASK)];
    long askedInAll = Math.max(0, asked >> 1);
    long askedAtGate = 0;
    if (became == Outcome.ASKING && taken == NEVER) askedAtGate = NEVER;
    else if (asked != NEVER && (asked & 1) != 0)
      askedAtGate = passed == NEVER ? askedInAll : Math.min(askedInAll, passed);
    return new Row(
        number,
        begun,
        new Pid(from >>> 16),
        handler(to),
        id,
        (int) (from & 0xffff) - 1,
        (int) size,
        question,
        askedAtGate,
        askedInAll - Math.max(0, askedAtGate),
        passed,
        queued,
        taken,
        answered,
        received,
        became,
        outcome == NEVER ? -1 : (int) (outcome >>> SIZE_SHIFT) - 1,
        outcome == NEVER ? -1 : (int) (outcome >>> OUTCOME_BITS & 0x1ff) - 1);
  }

  private long later(long[] words, int at, int word, long number) {
    return value((long) WORD.getAcquire(words, at + word), number);
  }

  private static HandledBy handler(long to) {
    if (to == NEVER || to == 0) return new HandledBy.Nobody();
    return to == 2 ? new HandledBy.Native() : new HandledBy.Process(new Pid(to >>> 2));
  }

  @Override
  public Optional<Bodies> bodies(long number) {
    return bodies.of(number);
  }

  @Override
  public void record(ProgramId program, boolean wanted) {
    bodies.want(program, wanted);
  }

  @Override
  public void record(Pid process, boolean wanted) {
    bodies.want(process, wanted);
  }

  @Override
  public Recording recording() {
    return bodies.recording();
  }

  /** The first byte of a body, -1 when there is none. */
  public static int head(Payload body) {
    return body.isEmpty() ? -1 : body.at(0);
  }
}
