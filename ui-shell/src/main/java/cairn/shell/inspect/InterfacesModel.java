package cairn.shell.inspect;

import cairn.kernel.Answerer;
import cairn.kernel.Choice;
import cairn.kernel.Kernel;
import cairn.kernel.KernelSnapshot;
import cairn.kernel.KernelSnapshot.HandledBy;
import cairn.kernel.Pid;
import cairn.kernel.ProgramId;
import cairn.registry.Descriptor;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.shell.PlainWords;
import java.util.HashMap;
import java.util.Optional;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** What {@code cairn:interfaces} shows. Confined to the JavaFX thread. */
public final class InterfacesModel {
  private final Kernel kernel;
  private final Interfaces interfaces;
  private final Activity activity;
  private final LiveRows<InterfaceId, InterfaceRow> rows = new LiveRows<>(InterfaceRow::id);
  private Optional<KernelSnapshot> last = Optional.empty();
  private final ReadOnlyIntegerWrapper handled = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper unhandled = new ReadOnlyIntegerWrapper();

  /** Of a kernel's interfaces. */
  public InterfacesModel(Kernel kernel, Activity activity) {
    this.kernel = kernel;
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
    for (var process : now.processes()) names.put(process.pid(), PlainWords.of(process.name()));
    var called = new InterfaceNames(interfaces, now);
    rows.take(
        now.interfaces().stream()
            .map(
                of ->
                    InterfaceRow.of(of, called.of(of.id()), activity.messagesPerSecond(of), names))
            .toList());
    int nobody =
        (int)
            now.interfaces().stream()
                .filter(of -> of.handler() instanceof HandledBy.Nobody)
                .count();
    unhandled.set(nobody);
    handled.set(now.interfaces().size() - nobody);
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
