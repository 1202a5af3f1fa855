package cairn.kernel.ipc;

import cairn.kernel.Answer;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.kernel.MessageId;
import cairn.kernel.MessageTrace.Outcome;
import cairn.kernel.Pid;
import cairn.kernel.Syscall;
import cairn.kernel.abi.Syscalls.Delivery;
import cairn.kernel.abi.Syscalls.Next;
import cairn.kernel.engine.GuestFault;
import cairn.kernel.schedule.GuestKilled;
import cairn.registry.Payload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that one party can receive: messages for interfaces it handles, answers to its questions, and
 * ends of processes that used it. Any thread may bring; only its own threads take.
 *
 * <p>One monitor, this object's, guards everything here, and under it nothing is called but a
 * sleeper's wake. What arrives is handed to the thread that has waited longest for it, in its hand:
 * a woken thread does not look again and nothing can overtake it. So this holds whenever the
 * monitor is free: no waiter matches anything that lies here.
 *
 * <p>A question knows the threads that wait for its answer, so what arrives costs by who gets it,
 * and not by how many threads wait for how many other things.
 *
 * <p>Bounded: messages and bytes by the limits, except that an empty mailbox takes any one message;
 * answers by the number of open questions and by {@value #MAX_ANSWER_BYTES} bytes, beyond which an
 * error comes in an answer's place; ends by {@value #MAX_ENDS}.
 *
 * <p>Longer than others, because what arrives and who waits for it change under one monitor.
 */
public final class Mailbox {
  /** Bytes of answers that may lie here. */
  static final int MAX_ANSWER_BYTES = 32 << 20;

  /** Ends that may lie here; a handler that leaves more untaken is unresponsive. */
  static final int MAX_ENDS = 65_536;

  /** Bytes before the body of a message, of an answer, and of a whole end (docs/ABI.md). */
  private static final int MESSAGE_HEAD = 53;

  private static final int ANSWER_HEAD = 14;
  private static final int END = 13;

  /** Debts at which those to nobody are first looked for. */
  private static final int FIRST_SWEEP = 1024;

  /** The slot value for "whatever arrives for interfaces I handle". */
  private static final long ANYTHING = 1;

  /** What became of a message that was brought. */
  enum Offered {
    /** It is here, or already taken. */
    TAKEN_IN,
    /** There is no room. */
    FULL,
    /** This party does not handle that interface any more. */
    GONE,
    /** The message's path leads elsewhere by now. */
    ASTRAY
  }

  /**
   * Numbers about a mailbox.
   *
   * @param oldestOpenNanos age of the oldest open question, 0 without one
   */
  public record Levels(
      int messages,
      long bytes,
      int open,
      int owed,
      long oldestOpenNanos,
      long received,
      long bytesReceived,
      long answers) {}

  /** What was left in a mailbox when it closed. */
  record Left(
      List<Message> messages, List<Question> owed, List<Question> open, List<Place> places) {}

  /** What its threads wait for in next. {@code asked}: the questions behind the ids. */
  record Wish(
      int threads, Set<MessageId> ids, boolean anything, long sinceNanos, List<Question> asked) {}

  /** Answers that came from one interface, and the sum of the times they took. */
  record Answers(long answered, long errors, long nanos) {}

  /** A process that used this one has ended. {@code untold}: the interfaces by which it did. */
  record End(Pid pid, Set<Port> untold, long arrival) {}

  /** A process that has ever sent here. */
  private static final class User {
    final Pid pid;
    int queued;
    boolean ended;
    final Set<Port> used = new HashSet<>(2);
    @Nullable Port usedLast;

    User(Pid pid) {
      this.pid = pid;
    }
  }

  private final Pid pid;
  private final LimitHits hits;
  private Limits limits; // guarded by this
  private final InFlight inFlight;
  private final Ids ids;

  private final LongMap<Question> open = new LongMap<>();
  private final LongMap<Question> owed = new LongMap<>();
  private final LongMap<User> users = new LongMap<>();
  private final Set<Place> places = new HashSet<>();
  private final ArrayDeque<End> ends = new ArrayDeque<>();
  private final Pulls pulls = new Pulls();
  private final ArrayList<Waiter> waiters = new ArrayList<>(1);

  /** Those of them that take whatever comes, in the same order. */
  private final ArrayList<Waiter> anyone = new ArrayList<>(1);

  /** Answers that no waiter was offered yet. Empty whenever the monitor is free, as the next. */
  private final ArrayList<Question> fresh = new ArrayList<>(1);

  /** Waiters for which nothing may be left to hope for. */
  private final ArrayList<Waiter> despairing = new ArrayList<>(0);

  private long waits;

  /** Slots of waiters that were looked at to give them something; for tests. */
  private long looks;

  private @Nullable Message first;
  private @Nullable Message last;
  private int messages;
  private long bytes;

  /** Messages that it took as a filter, and neither passed on nor answered. */
  private int held;

  private long heldBytes;
  private long answerBytes;

  /** Of the open questions, those that native handlers ask in this party's name. */
  private int relayed;

  private long arrivals;
  private long received;

  /** Of those received. */
  private long answersReceived;

  private long bytesReceived;
  private long nextId;
  private long lastId;
  private int sweepAt = FIRST_SWEEP;

  /** An end arrived that no waiter has been offered yet. False whenever the monitor is free. */
  private boolean endArrived;

  /** Something that a question of {@link #pulls} waits for had no room among the answers. */
  private boolean pullHeld;

  /** Somebody waits for room; read without the monitor by the thread that has made some. */
  private volatile boolean roomWanted;

  private volatile boolean closed;

  /** It has taken a message for an interface. Written under the monitor, read by anybody. */
  private volatile boolean tookMessage;

  /** Of the party with this pid. */
  Mailbox(Pid pid, Limits limits, InFlight inFlight, Ids ids, LimitHits hits) {
    this.pid = pid;
    this.hits = hits;
    this.limits = limits;
    this.inFlight = inFlight;
    this.ids = ids;
  }

  Pid pid() {
    return pid;
  }

  /** Other limits from now on. */
  synchronized void limit(Limits others) {
    limits = others;
    // Whoever waits for room may have it now.
    roomWanted = true;
  }

  // ---- questions of its own -------------------------------------------------------------------

  /**
   * Opens a question: its answer's place is reserved. Null: there are too many. With a {@code
   * courier} it is asked in this party's name, to answer another question of it, and is not
   * counted.
   */
  synchronized @Nullable Question ask(
      Message message, long now, Optional<Consumer<Answer>> courier) {
    if (closed) throw new GuestKilled();
    if (courier.isEmpty() ? isFullOfQuestions() : relayed >= 2L * limits.unanswered()) return null;
    if (courier.isPresent()) relayed++;
    var question = new Question(freshId(), message, now, courier);
    open.put(question.id, question);
    return question;
  }

  private long freshId() {
    if (nextId == lastId) {
      nextId = ids.block();
      lastId = nextId + Ids.BLOCK;
    }
    return nextId++;
  }

  /** Takes back a question that nobody has seen. */
  synchronized void unask(Question question) {
    close(question);
    loseHope();
  }

  /** Whoever calls this lets those who waited for it {@linkplain #loseHope lose hope} after it. */
  private void close(Question question) {
    if (open.remove(question.id) != null && question.courier != null) relayed--;
    if (!pulls.isEmpty()) pulls.remove(question);
    for (Waiter waiter : question.waiters()) if (--waiter.hopes == 0) despairing.add(waiter);
    question.forgetWaiters();
  }

  /** Whether it may ask no more before it has taken answers. */
  synchronized boolean isFullOfQuestions() {
    return open.size() - relayed >= limits.unanswered();
  }

  /**
   * Brings an answer. False: the question is not open any more, or there is no room and an error
   * took the answer's place; nobody will see this answer. {@code byHandler}: it counts in the
   * statistics of the interface.
   */
  boolean answer(Question question, Answer answer, boolean byHandler) {
    Consumer<Answer> courier = question.courier;
    synchronized (this) {
      if (open.get(question.id) != question || question.answer != null) return false;
      if (courier == null) return keep(question, answer, byHandler);
      long now = System.nanoTime();
      if (byHandler) count(question, answer, now);
      Track.answered(question.message, answer, now);
      Track.received(question.message);
      close(question);
      loseHope();
    }
    courier.accept(answer);
    return true;
  }

  private boolean keep(Question question, Answer answer, boolean byHandler) {
    boolean fits = true;
    Answer kept = answer;
    if (answer instanceof Answer.Success(var body)) {
      fits =
          (answerBytes == 0 || answerBytes + body.length() <= MAX_ANSWER_BYTES)
              && inFlight.take(body.length());
      if (fits) answerBytes += body.length();
      else {
        kept = new Answer.Failure();
        hits.hit(Limit.ANSWERS);
      }
    }
    question.answer = kept;
    question.arrival = ++arrivals;
    question.onCancel = null;
    long now = System.nanoTime();
    if (byHandler) count(question, kept, now);
    Track.answered(question.message, kept, now);
    fresh.add(question);
    serve();
    return fits;
  }

  private static void count(Question question, Answer answer, long now) {
    Route route = question.message.route;
    if (answer instanceof Answer.Success) route.answered++;
    else route.errors++;
    route.answerNanos += Math.max(0, now - question.sinceNanos - question.askedNanos());
  }

  /** Closes a question of its own; null when there is none of that id. */
  @Nullable Question cancel(MessageId id) {
    Question question;
    synchronized (this) {
      question = open.get(id.number());
      if (question == null) return null;
      question.fate = Question.Fate.CANCELLED;
      Track.ends(question.message, Outcome.CANCELLED);
      if (question.answer != null) dropAnswer(question);
      close(question);
      if (giveBack(question) || endArrived) serve();
      loseHope();
    }
    return question;
  }

  /** Has an action run when the question is cancelled; false: it is already, or is answered. */
  synchronized boolean onCancel(Question question, Runnable action) {
    if (open.get(question.id) != question) return false;
    if (question.answer == null) question.onCancel = action;
    return true;
  }

  // ---- what it owes ---------------------------------------------------------------------------

  /** Takes a question off the list of owed ones; null: not owed. */
  synchronized @Nullable Question settle(MessageId id) {
    Question question = owed.remove(id.number());
    if (question == null) return null;
    if (isHeld(question)) {
      noLongerHeld(question);
      question.message.landed();
    }
    return question;
  }

  /** A message that it took as a filter and still has; null: none of that id. */
  synchronized @Nullable Message held(MessageId id) {
    Question question = owed.get(id.number());
    return question != null && isHeld(question) ? question.message : null;
  }

  /** The same, and from now on it is no longer this party's. */
  synchronized @Nullable Message letGo(MessageId id) {
    Message message = held(id);
    if (message != null) noLongerHeld(owed.remove(id.number()));
    return message;
  }

  private static boolean isHeld(Question question) {
    return question.message.at.isFilter();
  }

  private void noLongerHeld(@Nullable Question question) {
    if (question == null) return;
    held--;
    heldBytes -= question.message.length;
  }

  // ---- what answers its own questions ---------------------------------------------------------

  /**
   * Has a question of its own answered by the next message for this port, or the next end of a
   * process that used it. The message is taken when it becomes the answer.
   */
  synchronized void answerWithNext(
      Question question, Port port, Function<Delivery, Payload> packing) {
    if (open.get(question.id) != question || question.answer != null) return;
    pulls.add(port, question, packing);
    serve();
  }

  /** What had been taken to answer a question that is cancelled is for the next. False: nothing. */
  private boolean giveBack(Question question) {
    Port from = question.pulledFrom;
    if (from == null || !(question.answer instanceof Answer.Success(var body))) return false;
    inFlight.takeAnyway(body.length());
    pulls.giveBack(from, new Pulls.Returned(body, question.arrival));
    return true;
  }

  /** Answers as many of those questions as there are things for them, and room. */
  private void servePulls() {
    if (pulls.isEmpty()) return;
    dropCancelled();
    while (true) {
      Pulls.Match match = pulls.match(first, ends);
      if (match == null) return;
      int size = match.size();
      pullHeld = answerBytes > 0 && answerBytes + size > MAX_ANSWER_BYTES;
      if (pullHeld) return;
      Question question = match.question();
      pulls.remove(question);
      question.pulledFrom = match.pull().port();
      Payload body = bodyFor(match);
      // What it was before has just given back as much.
      inFlight.takeAnyway(body.length());
      answerBytes += body.length();
      var answer = new Answer.Success(body);
      question.answer = answer;
      question.arrival = ++arrivals;
      question.onCancel = null;
      long now = System.nanoTime();
      count(question, answer, now);
      Track.answered(question.message, answer, now);
      fresh.add(question);
      dropCancelled();
    }
  }

  /** Takes what a question is answered with, packed. */
  private Payload bodyFor(Pulls.Match match) {
    var packing = match.pull().packing();
    return switch (match) {
      case Pulls.Match.OfReturned(var _, Pulls.Returned returned) -> {
        pulls.takeReturned(match.pull().port());
        inFlight.giveBack(returned.body().length());
        yield returned.body();
      }
      case Pulls.Match.OfMessage(var _, Message message) -> packing.apply(take(message));
      case Pulls.Match.OfEnd(var pull, End end) -> {
        end.untold().remove(pull.port());
        if (end.untold().isEmpty()) ends.remove(end);
        yield packing.apply(new Delivery.ProcessEnded(end.pid()));
      }
    };
  }

  // ---- messages for it ------------------------------------------------------------------------

  /**
   * Brings a message for an interface that this party handles as {@code as}. {@code willWait}:
   * whoever brings it waits for room if there is none.
   */
  synchronized Offered offer(Message message, Handler as, boolean willWait) {
    if (closed || message.at.handler != as) return Offered.GONE;
    if (message.isAstray()) return Offered.ASTRAY;
    if (message.isCancelled()) {
      message.landed();
      return Offered.TAKEN_IN;
    }
    if (!fits(message.length)) {
      if (willWait) roomWanted = true;
      return Offered.FULL;
    }
    Track.queues(message, as);
    append(message);
    serve();
    return Offered.TAKEN_IN;
  }

  /** Whether a message of this length would be taken in now. */
  synchronized boolean hasRoom(int length) {
    return closed || fits(length);
  }

  private boolean fits(int length) {
    return messages + held == 0
        || (messages + held < limits.mailboxMessages()
            && bytes + heldBytes + length <= limits.mailboxBytes());
  }

  /** Takes a message out again, if it is still here. */
  synchronized void withdraw(Message message) {
    if (message.home != this) return;
    unlink(message);
    message.landed();
    if (endArrived) serve();
  }

  /** Takes out all messages brought to one place, in order, or those that are astray there. */
  synchronized List<Message> withdrawAll(Place place, boolean onlyAstray) {
    var out = new ArrayList<Message>();
    for (Message m = first; m != null; m = m.next)
      if (m.at == place && (!onlyAstray || m.isAstray())) out.add(m);
    out.forEach(this::unlink);
    if (endArrived) serve();
    return out;
  }

  /** A process has ended, and nothing of it is on the way here any more. False: too many ends. */
  synchronized boolean userEnded(Pid pid) {
    User user = users.get(pid.number());
    if (user != null && !closed) {
      user.ended = true;
      tellEnd(user);
      serve();
    }
    return ends.size() <= MAX_ENDS;
  }

  // ---- taking ---------------------------------------------------------------------------------

  /** Takes the first message that matches, or waits for one. */
  Next next(Syscall.NextMessage wish, Sleeper sleeper) {
    Waiter waiter;
    synchronized (this) {
      if (closed) throw new GuestKilled();
      Next found = look(wish.wanted(), wish.room());
      if (endArrived) serve();
      if (found != null) {
        loseHope();
        return found;
      }
      if (!wish.block()) return NOTHING;
      waiter = new Waiter(wish.wanted(), wish.room(), sleeper, System.nanoTime());
      enlist(waiter);
      if (waiter.hopes == 0) {
        delist(waiter);
        throw waitsForNothing();
      }
    }
    try {
      while (waiter.outcome == null && !waiter.hopeless) sleeper.sleep();
    } finally {
      if (waiter.outcome == null)
        synchronized (this) {
          delist(waiter);
        }
    }
    Next outcome = waiter.outcome;
    if (outcome == null) throw waitsForNothing();
    return outcome;
  }

  private static final Next NOTHING = new Next.Nothing();

  private static GuestFault waitsForNothing() {
    return new GuestFault("It waits for nothing: no answer it waits for can ever come.");
  }

  /** Whether somebody waited for room when there was none. Clears the mark. */
  boolean takeRoomWanted() {
    if (!roomWanted) return false;
    synchronized (this) {
      roomWanted = false;
      return true;
    }
  }

  private @Nullable Next look(List<Long> wanted, int room) {
    int slot = -1;
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < wanted.size(); i++) {
      long arrival = arrivalFor(wanted.get(i));
      if (arrival < earliest) {
        earliest = arrival;
        slot = i;
      }
    }
    return slot < 0 ? null : take(wanted.get(slot), slot, earliest, room);
  }

  /** When the first thing that matches this slot arrived; the end of time when there is none. */
  private long arrivalFor(long slot) {
    if (slot == 0) return Long.MAX_VALUE;
    if (slot == ANYTHING) {
      long message = Long.MAX_VALUE;
      dropCancelled();
      if (first != null) message = first.arrival;
      End end = ends.peekFirst();
      return end == null ? message : Math.min(message, end.arrival);
    }
    Question question = open.get(slot);
    return question == null || question.answer == null ? Long.MAX_VALUE : question.arrival;
  }

  private Next take(long value, int slot, long arrival, int room) {
    if (value != ANYTHING) {
      Question question = open.get(value);
      Answer answer = question == null ? null : question.answer;
      if (question == null || answer == null) throw new IllegalStateException("no such answer");
      int size = sizeOf(answer);
      if (size > room) return new Next.TooLarge(size);
      dropAnswer(question);
      close(question);
      Track.received(question.message);
      received++;
      answersReceived++;
      bytesReceived += size - ANSWER_HEAD;
      return new Next.Taken(slot, new Delivery.AnswerTo(new MessageId(value), answer));
    }
    Message message = first;
    if (message != null && message.arrival == arrival) {
      int size = MESSAGE_HEAD + message.length;
      if (size > room) return new Next.TooLarge(size);
      return new Next.Taken(slot, take(message));
    }
    if (END > room) return new Next.TooLarge(END);
    return new Next.Taken(slot, new Delivery.ProcessEnded(ends.removeFirst().pid));
  }

  private Delivery take(Message message) {
    unlink(message);
    received++;
    tookMessage = true;
    bytesReceived += message.length;
    if (message.at.isFilter()) return keep(message);
    Payload body = message.landed();
    long id = 0;
    Question question = message.question;
    if (question != null && question.fate == Question.Fate.WANTED) {
      id = question.id;
      owed.put(id, question);
      if (owed.size() >= sweepAt) sweep();
    }
    Track.taken(message, id != 0);
    return new Delivery.Message(message.route.port.id(), id, message.from.pid(), body);
  }

  /** A filter's: every message has an id, under which it can be passed on as it is. */
  private Delivery keep(Message message) {
    Question question = message.question;
    if (question == null)
      question = new Question(freshId(), message, System.nanoTime(), Optional.empty());
    owed.put(question.id, question);
    held++;
    heldBytes += message.length;
    if (owed.size() >= sweepAt) sweep();
    Track.taken(message, true);
    return new Delivery.Message(
        message.route.port.id(), question.id, message.from.pid(), message.body());
  }

  /** Forgets debts to nobody: handlers that never answer are not to grow by askers that ended. */
  private void sweep() {
    var dead = new ArrayList<Question>();
    owed.forEach(
        question -> {
          boolean held = isHeld(question);
          if (question.fate == Question.Fate.CANCELLED
              || (question.fate == Question.Fate.ASKER_ENDED && !held)) dead.add(question);
        });
    for (Question question : dead) settle(new MessageId(question.id));
    sweepAt = Math.max(FIRST_SWEEP, 2 * owed.size());
  }

  /**
   * Gives what has arrived to the threads that have waited longest for it. One that has too little
   * room is told so and wakes too, but does not keep others from it.
   */
  private void serve() {
    do {
      endArrived = false;
      servePulls();
      for (Waiter waiter = nextServed(); waiter != null; waiter = nextServed()) {
        delist(waiter);
        looks += waiter.wanted.size();
        Next outcome = look(waiter.wanted, waiter.room);
        if (outcome == null) throw new IllegalStateException("a waiter that matches nothing");
        waiter.outcome = outcome;
        waiter.sleeper.wake();
      }
      // Taking a process's last message lets its end arrive, perhaps for a waiter passed by before.
    } while (endArrived);
    loseHope();
  }

  /** Of the waiters that match something, the one that has waited longest. */
  private @Nullable Waiter nextServed() {
    Waiter found = null;
    if (!anyone.isEmpty()) {
      dropCancelled();
      if (first != null || !ends.isEmpty()) found = anyone.getFirst();
    }
    for (int i = fresh.size() - 1; i >= 0; i--) {
      Question question = fresh.get(i);
      if (question.waiters().isEmpty()) {
        fresh.remove(i);
        continue;
      }
      Waiter waiter = question.waiters().getFirst();
      if (found == null || waiter.order < found.order) found = waiter;
    }
    return found;
  }

  /** Waits from now on. Of ids that are no open question nothing can ever come. */
  private void enlist(Waiter waiter) {
    waiters.add(waiter);
    waiter.order = ++waits;
    for (long slot : waiter.wanted) {
      if (slot == ANYTHING) waiter.forAnything = true;
      Question question = slot == 0 ? null : open.get(slot);
      if (question != null && question.enlist(waiter)) waiter.hopes++;
    }
    if (!waiter.forAnything) return;
    waiter.hopes++;
    anyone.add(waiter);
  }

  /** Waits no more. Idempotent. */
  private void delist(Waiter waiter) {
    if (!waiters.remove(waiter)) return;
    if (waiter.forAnything) anyone.remove(waiter);
    for (long slot : waiter.wanted) {
      Question question = slot == 0 ? null : open.get(slot);
      if (question != null) question.delist(waiter);
    }
  }

  /** Wakes threads for which nothing can come any more, after a question was closed. */
  private void loseHope() {
    if (despairing.isEmpty()) return;
    for (Waiter waiter : despairing) {
      delist(waiter);
      waiter.hopeless = true;
      waiter.sleeper.wake();
    }
    despairing.clear();
  }

  // ---- the queue ------------------------------------------------------------------------------

  private void append(Message message) {
    message.home = this;
    message.arrival = ++arrivals;
    message.previous = last;
    if (last == null) first = message;
    else last.next = message;
    last = message;
    messages++;
    bytes += message.length;
    long pid = message.from.pid().number();
    // The kernel never ends, so its end is nobody's to learn.
    if (pid == 0) return;
    User user = users.get(pid);
    if (user == null) {
      user = new User(message.from.pid());
      users.put(pid, user);
    }
    user.queued++;
    Port port = message.route.port;
    if (user.usedLast == port) return;
    user.usedLast = port;
    user.used.add(port);
  }

  private void unlink(Message message) {
    if (message.previous == null) first = message.next;
    else message.previous.next = message.next;
    if (message.next == null) last = message.previous;
    else message.next.previous = message.previous;
    message.previous = null;
    message.next = null;
    message.home = null;
    messages--;
    bytes -= message.length;
    User user = users.get(message.from.pid().number());
    if (user == null) return;
    user.queued--;
    tellEnd(user);
  }

  /** Cancelled while on its way here: nobody is to see it. */
  private void dropCancelled() {
    while (first != null && first.isCancelled()) {
      Message gone = first;
      unlink(gone);
      gone.landed();
    }
  }

  private void tellEnd(User user) {
    if (!user.ended || user.queued > 0) return;
    users.remove(user.pid.number());
    ends.add(new End(user.pid, user.used, ++arrivals));
    endArrived = true;
  }

  private void dropAnswer(Question question) {
    if (question.answer instanceof Answer.Success(var body)) {
      answerBytes -= body.length();
      inFlight.giveBack(body.length());
    }
    if (!pullHeld) return;
    pullHeld = false;
    endArrived = true;
  }

  private static int sizeOf(Answer answer) {
    return answer instanceof Answer.Success(var body) ? ANSWER_HEAD + body.length() : ANSWER_HEAD;
  }

  // ---- interfaces -----------------------------------------------------------------------------

  /**
   * Becomes the handler at a place, whose monitor the caller holds. False: it has ended, or handles
   * too many.
   */
  synchronized boolean handle(Place place, Handler as) {
    if (closed) return false;
    if (places.size() >= limits.handles()) {
      hits.hit(Limit.HANDLES);
      return false;
    }
    places.add(place);
    place.handler = as;
    return true;
  }

  /** Stops handling at a place, whose monitor the caller holds. */
  synchronized void unhandle(Place place) {
    places.remove(place);
    place.handler = Handler.Nobody.INSTANCE;
  }

  synchronized List<Place> places() {
    return new ArrayList<>(places);
  }

  /** Whether this process has ever sent a message here, and its end was not told yet. */
  synchronized boolean knows(Pid pid) {
    return users.get(pid.number()) != null;
  }

  // ---- the end --------------------------------------------------------------------------------

  /** Whether it has ever taken a message for an interface that it handles. */
  boolean tookMessage() {
    return tookMessage;
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all of it. What was here is the caller's to settle. */
  synchronized Left close() {
    if (closed) return new Left(List.of(), List.of(), List.of(), List.of());
    closed = true;
    var messagesLeft = new ArrayList<Message>();
    while (first != null) {
      Message message = first;
      messagesLeft.add(message);
      first = message.next;
      message.next = null;
      message.previous = null;
      message.home = null;
    }
    last = null;
    messages = 0;
    bytes = 0;
    var openLeft = new ArrayList<Question>();
    open.forEach(
        question -> {
          if (question.answer != null) dropAnswer(question);
          else question.fate = Question.Fate.ASKER_ENDED;
          Track.ends(question.message, Outcome.ABANDONED);
          openLeft.add(question);
        });
    open.clear();
    pulls.clear(inFlight);
    relayed = 0;
    var owedLeft = new ArrayList<Question>();
    owed.forEach(owedLeft::add);
    owed.clear();
    users.clear();
    ends.clear();
    held = 0;
    heldBytes = 0;
    var placesLeft = new ArrayList<>(places);
    places.clear();
    return new Left(messagesLeft, owedLeft, openLeft, placesLeft);
  }

  // ---- looking in -----------------------------------------------------------------------------

  synchronized Levels levels() {
    long now = System.nanoTime();
    long[] oldest = {now};
    open.forEach(question -> oldest[0] = Math.min(oldest[0], question.sinceNanos));
    return new Levels(
        messages,
        bytes,
        open.size() - relayed,
        owed.size(),
        now - oldest[0],
        received,
        bytesReceived,
        answersReceived);
  }

  /** What its threads wait for; empty when none waits here. */
  synchronized Optional<Wish> wish() {
    if (waiters.isEmpty()) return Optional.empty();
    var wanted = new HashSet<MessageId>();
    var asked = new ArrayList<Question>();
    boolean anything = false;
    for (Waiter waiter : waiters)
      for (long slot : waiter.wanted) {
        if (slot == ANYTHING) anything = true;
        Question question = open.get(slot);
        if (question != null && pulls.has(question)) anything = true;
        else if (question != null && wanted.add(new MessageId(slot))) asked.add(question);
      }
    return Optional.of(
        new Wish(waiters.size(), wanted, anything, waiters.getFirst().sinceNanos, asked));
  }

  /** The questions it took and owes the answers to. */
  synchronized List<Question> owed() {
    var all = new ArrayList<Question>();
    owed.forEach(all::add);
    return all;
  }

  /** A thread that waits in next, and for what. */
  record Asleep(long sinceNanos, boolean forAnything, List<Question> asked) {}

  /** Its threads that wait in next. */
  synchronized List<Asleep> asleep() {
    var all = new ArrayList<Asleep>();
    for (Waiter waiter : waiters) {
      var asked = new ArrayList<Question>();
      for (long slot : waiter.wanted) {
        Question question = open.get(slot);
        if (question != null) asked.add(question);
      }
      all.add(new Asleep(waiter.sinceNanos, waiter.wanted.contains(ANYTHING), asked));
    }
    return all;
  }

  synchronized Answers answersOn(Route route) {
    return new Answers(route.answered, route.errors, route.answerNanos);
  }

  /** How many slots of waiters were looked at to give them something; for tests. */
  synchronized long looks() {
    return looks;
  }

  /** How many threads wait in next. */
  synchronized int waiters() {
    return waiters.size();
  }
}
