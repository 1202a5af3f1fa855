package cairn.permissions;

import cairn.kernel.gate.Breadth;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import cairn.kernel.gate.RequestId;
import cairn.kernel.gate.Scope;
import cairn.registry.Descriptor.Risk;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The one sheet of one process: what it asks now, how wide the answer is to be, and whether a yes
 * counts yet. Confined to the JavaFX thread.
 *
 * <p>Ordinary questions stand together and are answered together, those that are ticked; only as
 * many as can be read at a glance, so that nobody answers what is out of sight. The others come
 * after them, and a flood of them changes nothing before the user's eyes but a number. A danger
 * stands alone, after them, and takes two steps: {@link #allow} asks again, {@link #allow} lets
 * this one message pass.
 *
 * <p>A yes counts only when the sheet has stood unchanged before an attentive user for 600 ms
 * ({@link #armedProperty}); a no counts at once. Whoever answers first, answers: rows vanish with
 * the answer, or when the kernel no longer has the question, and what comes later has no effect.
 */
public final class PermissionSheetModel {
  /**
   * A snapshot taken this long after an answer and still holding the question means that the answer
   * did not settle it: another message of the same kind waits.
   */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** When a question was answered, by {@link #nanoTime}, and how many messages waited for it. */
  private record Answer(long atNanos, int count) {
    /** Whether the question is still there because the answer was for one of its messages. */
    boolean leftMore(PermissionRequest now, long snapshotNanos) {
      return now.count() < count || snapshotNanos - atNanos > SETTLED.toNanos();
    }
  }

  /** The most rows shown at once, and the most lines they may take. */
  private static final int ROWS = 4;

  private static final int LINES = 12;

  /** Characters of a host or a text that fit on a line. */
  private static final int LINE = 24;

  private final Decider decider;
  private final LongSupplier nanoTime;
  private final Arming arming;
  private final ObservableList<SheetRow> rows =
      FXCollections.observableArrayList(row -> new Observable[] {row.tickedProperty()});

  /** What others see. Kept here, because it hears of changes only while somebody holds it. */
  private final ObservableList<SheetRow> shown = FXCollections.unmodifiableObservableList(rows);

  private final ObjectProperty<Lifetime> lifetime = new SimpleObjectProperty<>(this, "lifetime");
  private final ObjectProperty<Breadth> breadth = new SimpleObjectProperty<>(this, "breadth");
  private final ReadOnlyBooleanWrapper danger = new ReadOnlyBooleanWrapper(this, "danger");
  private final ReadOnlyBooleanWrapper confirming = new ReadOnlyBooleanWrapper(this, "confirming");
  private final ReadOnlyBooleanWrapper armed = new ReadOnlyBooleanWrapper(this, "armed");
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(this, "progress");
  private final ReadOnlyIntegerWrapper hidden = new ReadOnlyIntegerWrapper(this, "hidden");

  /** Questions that were answered here and may still be in snapshots. */
  private final Map<RequestId, Answer> answered = new HashMap<>();

  /** Everything that waits, shown or not, oldest first. */
  private List<PermissionRequest> open = List.of();

  private boolean away;

  /**
   * A sheet without questions.
   *
   * @param nanoTime the clock of {@link cairn.kernel.KernelSnapshot#atNanos}: System::nanoTime
   */
  public PermissionSheetModel(Decider decider, LongSupplier nanoTime) {
    this.decider = decider;
    this.nanoTime = nanoTime;
    arming = new Arming(nanoTime);
    preselect();
  }

  /** The questions of this process in a snapshot taken at that time, oldest first. */
  public void update(List<PermissionRequest> questions, long atNanos) {
    var there = questions.stream().map(PermissionRequest::id).collect(Collectors.toSet());
    answered.keySet().retainAll(there);
    for (var question : questions) {
      var answer = answered.get(question.id());
      if (answer != null && answer.leftMore(question, atNanos)) answered.remove(question.id());
    }
    open = questions.stream().filter(q -> !answered.containsKey(q.id())).toList();
    show();
  }

  /** Brings the rows in line with what is open. */
  private void show() {
    if (open.isEmpty()) {
      rows.clear();
      away = false;
      hidden.set(0);
      preselect();
      return;
    }
    var ordinary = open.stream().filter(q -> q.risk() != Risk.DANGER).toList();
    var front = ordinary.isEmpty() ? open.subList(0, 1) : atAGlance(ordinary);
    boolean ofDanger = ordinary.isEmpty();
    boolean otherSheet =
        rows.isEmpty() || ofDanger != danger.get() || (ofDanger && !has(front.getFirst().id()));
    if (otherSheet) {
      rows.clear();
      preselect();
      danger.set(ofDanger);
    }
    boolean changed = merge(front);
    if (changed || otherSheet) disturb();
    hidden.set(open.size() - front.size());
  }

  private static List<PermissionRequest> atAGlance(List<PermissionRequest> questions) {
    int lines = 0;
    int count = 0;
    for (var question : questions) {
      lines += lines(question.scope()) + (question.changed().isPresent() ? 2 : 0);
      if (count > 0 && (lines > LINES || count == ROWS)) break;
      count++;
    }
    return questions.subList(0, count);
  }

  private static int lines(Scope scope) {
    return switch (scope) {
      case Scope.Endpoint(String host, int _, Scope.Reach _) -> 1 + host.length() / LINE;
      case Scope.Program(String address, var arguments) ->
          2 + address.length() / LINE + Math.min(arguments.size(), LINES);
      case Scope.Text(String text) -> 1 + Math.min(text.length(), ProgramWords.MAX) / LINE;
      case Scope.OfInterface _, Scope.Whole _ -> 1;
    };
  }

  private boolean merge(List<PermissionRequest> front) {
    var ids = front.stream().map(PermissionRequest::id).collect(Collectors.toSet());
    boolean changed = rows.removeIf(row -> !ids.contains(row.id()));
    // Who has begun to choose rows has not chosen one that comes now.
    boolean all = rows.stream().allMatch(SheetRow::isTicked);
    var known = rows.stream().collect(Collectors.toMap(SheetRow::id, row -> row));
    for (var question : front) {
      var row = known.get(question.id());
      if (row == null) {
        var added = new SheetRow(question);
        added.tickedProperty().set(all);
        rows.add(added);
        changed = true;
      } else if (!row.request().equals(question)) {
        row.update(question);
      }
    }
    return changed;
  }

  private boolean has(RequestId id) {
    return rows.stream().anyMatch(row -> row.id().equals(id));
  }

  private void preselect() {
    lifetime.set(Lifetime.THIS_RUN);
    breadth.set(Breadth.EXACT);
    danger.set(false);
    confirming.set(false);
  }

  /**
   * The sheet was shown, moved, or changed under the user's eyes: Allow is dead for 600 ms from
   * now.
   */
  public void disturb() {
    arming.restart();
    tick();
  }

  /** Whether the sheet stands in front, in a window that has the keyboard; false at first. */
  public void attentive(boolean now) {
    arming.attentive(now);
    tick();
  }

  /** Time has passed; to be called with every pulse until it is armed. */
  public void tick() {
    progress.set(arming.progress());
    armed.set(arming.isArmed());
  }

  /**
   * Yes, to what is ticked. No effect before it is armed. The first yes to a danger only asks
   * again.
   */
  public void allow() {
    if (!arming.isArmed() || ticked().isEmpty()) return;
    if (!danger.get()) {
      answer(new Decision.Allow(lifetime.get(), breadth.get()));
    } else if (confirming.get()) {
      answer(new Decision.Allow(Lifetime.ONCE, Breadth.EXACT));
    } else {
      confirming.set(true);
      disturb();
    }
  }

  /** No, to what is ticked, at once. */
  public void deny() {
    answer(
        danger.get()
            ? new Decision.Deny(Lifetime.THIS_RUN, Breadth.EXACT)
            : new Decision.Deny(lifetime.get(), breadth.get()));
  }

  /** No, to all of this and to everything that this process will ask in this run. */
  public void denyRest() {
    settle(open, new Decision.DenyRest());
  }

  private void answer(Decision decision) {
    settle(ticked().stream().map(SheetRow::request).toList(), decision);
  }

  private void settle(List<PermissionRequest> questions, Decision decision) {
    long now = nanoTime.getAsLong();
    for (var question : questions) answered.put(question.id(), new Answer(now, question.count()));
    for (var question : questions) decider.decide(question, decision);
    open = open.stream().filter(q -> !answered.containsKey(q.id())).toList();
    // What was left out this time is what the next answer is about.
    rows.forEach(row -> row.tickedProperty().set(true));
    show();
  }

  private List<SheetRow> ticked() {
    return rows.stream().filter(SheetRow::isTicked).toList();
  }

  /** The user wants to decide later: nothing is answered. */
  public void putAway() {
    away = !open.isEmpty();
  }

  /** The user wants to see it again. */
  public void recall() {
    away = false;
    disturb();
  }

  /** Whether there is a sheet to show. */
  public boolean isShowable() {
    return !open.isEmpty() && !away;
  }

  /** Whether nothing would be lost with it: no question, and no answer still under way. */
  public boolean isForgettable() {
    return open.isEmpty() && answered.isEmpty();
  }

  /** Questions that wait, shown or not. */
  public int waiting() {
    return open.size();
  }

  /** What is asked, oldest first; empty without questions. */
  public ObservableList<SheetRow> rows() {
    return shown;
  }

  /** Whether any question is about a host, so that ports and places can be chosen. */
  public boolean hasEndpoints() {
    return rows.stream().anyMatch(row -> row.request().scope() instanceof Scope.Endpoint);
  }

  /** Whether any question is about a program to be started, so that arguments can be any. */
  public boolean hasPrograms() {
    return rows.stream().anyMatch(row -> row.request().scope() instanceof Scope.Program);
  }

  /** Whether every question is about a program to be started. */
  public boolean isAboutPrograms() {
    return rows.stream().allMatch(row -> row.request().scope() instanceof Scope.Program);
  }

  /** Whether every question is about a whole interface, so that there is nothing to choose. */
  public boolean isAboutWholes() {
    return rows.stream().allMatch(row -> row.request().scope() instanceof Scope.Whole);
  }

  /**
   * How wide a yes to what is shown would be: a yes for once is for the message that waits,
   * whatever else is chosen.
   */
  public Breadth breadthOfYes() {
    return lifetime.get() == Lifetime.ONCE || danger.get() ? Breadth.EXACT : breadth.get();
  }

  /** How long the answer holds. */
  public ObjectProperty<Lifetime> lifetimeProperty() {
    return lifetime;
  }

  /** How wide the answer is. */
  public ObjectProperty<Breadth> breadthProperty() {
    return breadth;
  }

  /** Whether the one row is a danger: then nothing can be chosen. */
  public ReadOnlyBooleanProperty dangerProperty() {
    return danger.getReadOnlyProperty();
  }

  /** Whether the second yes is awaited. */
  public ReadOnlyBooleanProperty confirmingProperty() {
    return confirming.getReadOnlyProperty();
  }

  /** Whether a yes counts. */
  public ReadOnlyBooleanProperty armedProperty() {
    return armed.getReadOnlyProperty();
  }

  /** How far it is to being armed, 0 to 1. */
  public ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  /** Questions that wait behind those shown. */
  public ReadOnlyIntegerProperty hiddenProperty() {
    return hidden.getReadOnlyProperty();
  }
}
