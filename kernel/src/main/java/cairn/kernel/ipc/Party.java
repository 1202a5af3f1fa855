package cairn.kernel.ipc;

import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.NativeHandler;
import cairn.kernel.Pid;
import cairn.kernel.Refusal;
import cairn.kernel.judge.Subject;
import cairn.registry.InterfaceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One who sends and receives: a process, or the kernel itself. Its methods are for any thread.
 *
 * <p>It is kept by pins: one for being alive, one for each of its guest threads, one while another
 * thread carries a message that the gate let go. When the last is gone, nothing more comes from it
 * but what waits at a port, and those it used can be told.
 */
public final class Party {
  /** Interfaces it can be known to handle. */
  private static final int MOST_ABLE = 256;

  /** Interfaces it can send to at once. */
  static final int MOST_ROUTES = 256;

  private final Pid pid;
  private volatile Limits limits;
  private final Life life;
  private final LimitHits hits = new LimitHits();

  /** What it may have on the way: bodies it sent, and answers it has not taken. */
  final InFlight inFlight;

  /** What it can receive. */
  final Mailbox mailbox;

  final Map<InterfaceId, Route> routes = new ConcurrentHashMap<>();
  final AtomicLong sent = new AtomicLong();
  final AtomicLong bytesSent = new AtomicLong();
  final RefusalCounts refusals = new RefusalCounts();
  final AtomicLong dropped = new AtomicLong();

  /** Ids that were unknown, foreign or already answered, and ignored. */
  final AtomicLong ignored = new AtomicLong();

  /** Emitters of this party that sleep for a handler or room. */
  final Set<Waiting> stuck = ConcurrentHashMap.newKeySet();

  private final Set<Party> usedParties = ConcurrentHashMap.newKeySet();
  private final Set<NativeHandler> usedNatives = ConcurrentHashMap.newKeySet();

  /** Interfaces that it has asked to handle. */
  private final Set<InterfaceId> able = ConcurrentHashMap.newKeySet();

  /** Handlers that were told of its end, each once. */
  private final Set<Party> told = ConcurrentHashMap.newKeySet();

  /** Its questions that were open at its end. Written once by whoever ends it. */
  private volatile List<Question> abandoned = List.of();

  private volatile boolean gone;
  private final AtomicInteger pins = new AtomicInteger(1);
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Subject subject;

  /** What a party tells whoever owns its life. Called without locks, on any thread. */
  public interface Life {
    /** It has ended and nothing of it is on the way any more. Once. */
    void gone();

    /** It does not take what is brought to it, and is to be ended. */
    void unresponsive();
  }

  /** Alive, with nothing in its mailbox. */
  public Party(Pid pid, Limits limits, Subject subject, InFlight inFlight, Ids ids, Life life) {
    this.pid = pid;
    this.limits = limits;
    this.subject = subject;
    this.life = life;
    this.inFlight = pid.equals(Pid.KERNEL) ? inFlight : inFlight.share();
    this.mailbox = new Mailbox(pid, limits, this.inFlight, ids, hits);
  }

  /** Its identity. */
  public Pid pid() {
    return pid;
  }

  /** Its limits. */
  public Limits limits() {
    return limits;
  }

  /** Other limits from now on. What is there stays, but nothing comes to it. */
  void limit(Limits others) {
    limits = others;
    subject.limit(others);
    mailbox.limit(others);
  }

  /** It was refused something because of this limit. */
  public void hit(Limit limit) {
    hits.hit(limit);
  }

  /** How often each limit was reached, those that never were left out. */
  public Map<Limit, Long> hits() {
    return hits.counts();
  }

  /** As whom the gate knows it. */
  public Subject subject() {
    return subject;
  }

  /** Its program is known now. Before its first message. */
  public void become(Subject known) {
    subject = known;
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return over.get();
  }

  /** Holds it; false: it is gone, and nothing may be done in its name. */
  public boolean pin() {
    while (true) {
      int now = pins.get();
      if (now == 0) return false;
      if (pins.compareAndSet(now, now + 1)) return true;
    }
  }

  /** Lets it go; the last one ends its story. */
  public void unpin() {
    if (pins.decrementAndGet() == 0) life.gone();
  }

  void unresponsive() {
    life.unresponsive();
  }

  /** False: it has been already. */
  boolean markOver() {
    return over.compareAndSet(false, true);
  }

  /** It sends to that handler, which is to learn of its end. */
  void use(Handler handler) {
    switch (handler) {
      case Handler.Nobody _ -> {}
      case Handler.Native told -> usedNatives.add(told.code);
      case Handler.ByProcess told -> {
        if (usedParties.size() >= 64) usedParties.removeIf(Party::isOver);
        usedParties.add(told.party);
      }
    }
  }

  /** It has asked to handle an interface, so whoever chooses handlers may choose it. */
  void ableTo(InterfaceId id) {
    if (able.size() < MOST_ABLE) able.add(id);
  }

  /** It has said that it does not handle an interface any more. */
  void notAbleTo(InterfaceId id) {
    able.remove(id);
  }

  boolean isAbleTo(InterfaceId id) {
    return able.contains(id);
  }

  Set<InterfaceId> able() {
    return able;
  }

  /** It has ended with these questions open. */
  void abandon(List<Question> open) {
    abandoned = open;
  }

  /** They are forgotten then. */
  List<Question> abandoned() {
    List<Question> all = abandoned;
    abandoned = List.of();
    return all;
  }

  /** Nothing more comes from it, but what already waits at a port. */
  boolean isGone() {
    return gone;
  }

  void markGone() {
    gone = true;
  }

  /** Whether this handler is still to be told of its end; answers true once. */
  boolean tellOnce(Party handler) {
    return told.add(handler);
  }

  List<Party> usedParties() {
    return new ArrayList<>(usedParties);
  }

  List<NativeHandler> usedNatives() {
    return new ArrayList<>(usedNatives);
  }

  /** Counts lines or messages of it that were thrown away. */
  public void countDropped(long more) {
    dropped.addAndGet(more);
  }

  /** Messages emitted. */
  public long sent() {
    return sent.get();
  }

  /** Bytes of their bodies. */
  public long bytesSent() {
    return bytesSent.get();
  }

  /** Messages that no handler was given. */
  public List<Refusal> refusals() {
    return refusals.list();
  }

  /** One-way messages that went nowhere. */
  public long dropped() {
    return dropped.get();
  }

  /** Ids it named that meant nothing. */
  public long ignored() {
    return ignored.get();
  }

  /** Numbers about what waits for it. */
  public Mailbox.Levels levels() {
    return mailbox.levels();
  }
}
