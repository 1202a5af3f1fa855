package cairn.shell.inspect;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * A table's rows, brought up to date several times a second by comparing: a row that stays is the
 * same object, a row that says the same fires nothing, and the order is only touched when it is
 * wrong. Confined to the JavaFX thread.
 *
 * @param <K> what tells rows apart, with an order that breaks ties
 * @param <R> what a row says
 */
public final class LiveRows<K extends Comparable<K>, R> {
  private final Function<R, K> key;
  private final Map<K, LiveRow<R>> all = new HashMap<>();
  private final ObservableList<LiveRow<R>> shown = FXCollections.observableArrayList();
  private final ObservableList<LiveRow<R>> shownToOthers =
      FXCollections.unmodifiableObservableList(shown);
  private final Comparator<LiveRow<R>> byKey;
  private Predicate<R> filter = row -> true;
  private Comparator<LiveRow<R>> order;

  /** Empty, ordered by key. */
  public LiveRows(Function<R, K> key) {
    this.key = key;
    byKey = Comparator.comparing(row -> key.apply(row.now()));
    order = byKey;
  }

  /** The rows that pass the filter, in order. */
  public ObservableList<LiveRow<R>> shown() {
    return shownToOthers;
  }

  /** Takes the newest state of everything: what is missing is gone. */
  public void take(List<R> newest) {
    var keys = new HashSet<K>();
    for (var row : newest) {
      var its = key.apply(row);
      keys.add(its);
      var live = all.get(its);
      if (live == null) all.put(its, new LiveRow<>(row));
      else live.say(row);
    }
    all.keySet().retainAll(keys);
    arrange();
  }

  /** Shows only rows that pass. */
  public void filter(Predicate<R> passes) {
    filter = passes;
    arrange();
  }

  /** Orders the rows; equal ones by key. */
  public void order(Comparator<LiveRow<R>> wanted) {
    order = wanted.thenComparing(byKey);
    arrange();
  }

  /** Orders the rows by key. */
  public void orderByKey() {
    order = byKey;
    arrange();
  }

  private void arrange() {
    var wanted = Collections.newSetFromMap(new IdentityHashMap<LiveRow<R>, Boolean>());
    for (var row : all.values()) if (filter.test(row.now())) wanted.add(row);
    if (!wanted.containsAll(shown)) shown.removeIf(row -> !wanted.contains(row));
    if (wanted.size() > shown.size()) {
      shown.forEach(wanted::remove);
      shown.addAll(wanted.stream().sorted(order).toList());
    }
    if (!inOrder()) shown.sort(order);
  }

  private boolean inOrder() {
    for (int i = 1; i < shown.size(); i++)
      if (order.compare(shown.get(i - 1), shown.get(i)) > 0) return false;
    return true;
  }
}
