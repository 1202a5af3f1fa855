package cairn.shell.inspect;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.KeptChoice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.shell.FxBridge;
import cairn.shell.PlainWords;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What {@code cairn:interfaces} shows. Confined to the JavaFX thread. */
public final class InterfacesModel {
  private static final long A_SECOND = 1_000_000_000;

  private final Kernel kernel;
  private final Interfaces interfaces;
  private final Activity activity;
  private final LiveRows<InterfaceId, InterfaceRow> rows = new LiveRows<>(InterfaceRow::id);
  private Optional<KernelSnapshot> last = Optional.empty();
  private final ReadOnlyIntegerWrapper handled = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper unhandled = new ReadOnlyIntegerWrapper();

  private final SlowLook timesLook;
  private final ReadOnlyObjectWrapper<Times> times =
      new ReadOnlyObjectWrapper<>(new Times(Optional.empty(), List.of()));
  private Optional<InterfaceId> chosen = Optional.empty();

  /** How long the messages of an interface took lately, a line each. */
  public record Times(Optional<InterfaceId> of, List<ProcessDetails.Fact> lines) {
    public Times {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Of a kernel's interfaces. {@code work}: reads the trace; {@code paint}: the JavaFX thread's.
   */
  public InterfacesModel(Kernel kernel, Activity activity, Executor work, Executor paint) {
    this.kernel = kernel;
    timesLook = new SlowLook(A_SECOND, work, paint);
    this.interfaces = kernel.interfaces();
    this.activity = activity;
    rows.order(
        java.util.Comparator.comparing(row -> row.now().name(), String.CASE_INSENSITIVE_ORDER));
  }

  /** Who answers an interface, and who could; empty when it is gone. */
  public Optional<InterfaceRouting> routing(InterfaceId id) {
    return last.flatMap(
        now ->
            now.interfaces().stream()
                .filter(of -> of.id().equals(id))
                .findFirst()
                .map(of -> InterfaceRouting.of(of, now)));
  }

  /** As {@link Kernel#choose}. */
  public Choice choose(InterfaceId on, Optional<ProgramId> of, Answerer who) {
    return kernel.choose(on, of, who);
  }

  /** As {@link Kernel#filter}. */
  public Choice filterBy(InterfaceId on, Optional<ProgramId> of, Optional<Pid> by) {
    return kernel.filter(on, of, by);
  }

  /** As {@link Kernel#keep}; {@code told} on the JavaFX thread, once it is known. */
  public void keep(KeptChoice.Where where, Pid who, Consumer<Choice> told) {
    var _ = kernel.keep(where, who).thenAccept(came -> FxBridge.run(() -> told.accept(came)));
  }

  /** As {@link Kernel#forgetKept}. */
  public void forget(KeptChoice.Where where) {
    kernel.forgetKept(where);
  }

  /** As {@link Kernel#startKept}. */
  public void start(KeptChoice.Where where) {
    kernel.startKept(where);
  }

  /** The rows. */
  public LiveRows<InterfaceId, InterfaceRow> rows() {
    return rows;
  }

  /** Interfaces that somebody answers. */
  public ReadOnlyIntegerProperty handled() {
    return handled.getReadOnlyProperty();
  }

  /** Interfaces that nobody answers. */
  public ReadOnlyIntegerProperty unhandled() {
    return unhandled.getReadOnlyProperty();
  }

  /** The kernel moved on. */
  public void take(KernelSnapshot now) {
    activity.record(now);
    last = Optional.of(now);
    var names = new HashMap<Pid, String>();
    for (var process : now.processes())
      names.put(process.pid(), PlainWords.program(process.name()));
    var called = new InterfaceNames(interfaces, now);
    rows.take(
        now.interfaces().stream()
            .map(
                of ->
                    InterfaceRow.of(of, called.of(of.id()), activity.messagesPerSecond(of), names))
            .toList());
    lookAtTimes();
    int nobody = (int) now.interfaces().stream().filter(of -> !KeptWords.isHandled(of)).count();
    unhandled.set(nobody);
    handled.set(now.interfaces().size() - nobody);
  }

  /** Whose times are looked at; nobody's while there is none. */
  public void choose(Optional<InterfaceId> id) {
    chosen = id;
    lookAtTimes();
  }

  private void lookAtTimes() {
    if (chosen.isEmpty() || last.isEmpty()) return;
    var id = chosen.get();
    timesLook.at(
        last.get().atNanos(),
        () ->
            new Times(
                Optional.of(id),
                AnswerTimes.of(
                    kernel.trace(), id, interfaces.find(id).map(Interfaces.Known::definition))),
        times::set);
  }

  /** The times last looked at. Changes after {@link #choose} and {@link #take}. */
  public ReadOnlyObjectProperty<Times> times() {
    return times.getReadOnlyProperty();
  }

  /** The definition's text with its comments; empty for an interface that only has an id. */
  public Optional<String> definition(InterfaceId id) {
    return interfaces.find(id).map(interfaces::source).map(String::stripTrailing);
  }

  /** What the application says about an interface that it knows. */
  public Optional<Descriptor> descriptor(InterfaceId id) {
    return interfaces.find(id).flatMap(Interfaces.Known::descriptor);
  }

  /** Shows what matches all words of a text. */
  public void filter(String text) {
    var wanted = text.strip();
    rows.filter(wanted.isEmpty() ? row -> true : row -> row.matches(wanted));
  }
}
