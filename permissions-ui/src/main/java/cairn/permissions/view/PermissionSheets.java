package cairn.permissions.view;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.gate.PermissionRequest;
import cairn.permissions.Decider;
import cairn.permissions.PermissionSheetModel;
import cairn.permissions.RefusalWords;
import cairn.permissions.Refusals;
import cairn.permissions.RequestWords;
import cairn.registry.Interfaces;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javafx.scene.Node;

/** The sheets of one window: one for each process that asks. On the JavaFX thread; never blocks. */
public final class PermissionSheets {
  private final Decider decider;
  private final RequestWords words;
  private final ProgramRemarks remarks;
  private final LongSupplier nanoTime;
  private final Map<Pid, Entry> entries = new HashMap<>();
  private final Refusals refusals;
  private Runnable changed = () -> {};

  private static final class Entry {
    final PermissionSheetModel model;
    PermissionSheet sheet;

    Entry(PermissionSheetModel model, PermissionSheet sheet) {
      this.model = model;
      this.sheet = sheet;
    }
  }

  /**
   * No sheets yet.
   *
   * @param decider where answers go
   * @param notes told of messages that no handler was given
   * @param interfaces {@code kernel.interfaces()}
   * @param remarks what is known of programs
   * @param nanoTime {@code System::nanoTime}, the clock of the snapshots
   */
  public PermissionSheets(
      Decider decider,
      Interfaces interfaces,
      ProgramRemarks remarks,
      Refusals.Notes notes,
      LongSupplier nanoTime) {
    this.words = new RequestWords(interfaces);
    this.refusals = new Refusals(new RefusalWords(interfaces), notes);
    this.decider = decider;
    this.remarks = remarks;
    this.nanoTime = nanoTime;
  }

  /** The kernel moved on. */
  public void refresh(KernelSnapshot now) {
    refusals.follow(now);
    var asked = now.questions().stream().collect(Collectors.groupingBy(PermissionRequest::pid));
    boolean moved = false;
    for (var pid : asked.keySet()) entries.computeIfAbsent(pid, this::entry);
    for (var pid : new HashSet<>(entries.keySet())) {
      var model = entry(pid).model;
      var before = List.of(model.waiting(), model.isShowable());
      model.update(asked.getOrDefault(pid, List.of()), now.atNanos());
      moved |= !before.equals(List.of(model.waiting(), model.isShowable()));
      if (model.isForgettable()) entries.remove(pid);
    }
    if (moved) changed.run();
  }

  /**
   * The sheet of this process; empty when it asks nothing or the user has put it away. The same
   * node as long as it hangs somewhere; one that hung and was taken away is not used again.
   */
  public Optional<Node> sheet(Pid pid) {
    return find(pid).filter(e -> e.model.isShowable()).map(this::fresh);
  }

  /**
   * JavaFX leaves fonts and colours of an old theme in nodes that hung nowhere when it changed, and
   * a sheet in a foreign dress looks forged. One made anew has never worn another.
   */
  private Node fresh(Entry entry) {
    if (entry.sheet.wasTakenAway()) {
      entry.sheet.close();
      entry.sheet = view(entry.model);
    }
    return entry.sheet;
  }

  private PermissionSheet view(PermissionSheetModel model) {
    return new PermissionSheet(model, words, remarks, nanoTime, () -> changed.run());
  }

  /** Questions of this process that wait for the user, put away or not. */
  public int waiting(Pid pid) {
    return find(pid).map(e -> e.model.waiting()).orElse(0);
  }

  /** The sheet of this process came to the front, or left it. */
  public void shown(Pid pid, boolean shown) {
    find(pid).ifPresent(e -> e.sheet.front(shown));
  }

  /** The user wants to see the sheet again that was put away. */
  public void recall(Pid pid) {
    find(pid).ifPresent(e -> e.model.recall());
    changed.run();
  }

  /** The one action to run when a sheet opens, closes or changes, between snapshots too. */
  public void onChange(Runnable action) {
    changed = action;
  }

  private Optional<Entry> find(Pid pid) {
    return Optional.ofNullable(entries.get(pid));
  }

  private Entry entry(Pid pid) {
    return find(pid)
        .orElseGet(
            () -> {
              var model = new PermissionSheetModel(decider, nanoTime);
              return new Entry(model, view(model));
            });
  }
}
