package cairn.kernel;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Choices in memory. Any thread. */
final class TestChoices implements ChoiceStore {
  final Map<KeptChoice.Where, KeptChoice> kept = new LinkedHashMap<>();
  volatile boolean full;

  @Override
  public synchronized Loaded load() {
    return new Loaded(List.copyOf(kept.values()), List.of());
  }

  @Override
  public synchronized void keep(KeptChoice choice, Instant now) {
    if (full) throw new IllegalStateException("no room");
    kept.put(choice.where(), choice);
  }

  @Override
  public synchronized void forget(KeptChoice.Where where) {
    kept.remove(where);
  }
}
