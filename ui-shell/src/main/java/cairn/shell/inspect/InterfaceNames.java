package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot;
import cairn.registry.InterfaceId;
import cairn.registry.Interfaces;
import cairn.shell.PlainWords;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names interfaces: as the application does, or as programs do, or by the first digits of the id.
 */
final class InterfaceNames {
  private final Interfaces known;
  private final Map<InterfaceId, String> used = new HashMap<>();

  InterfaceNames(Interfaces known, KernelSnapshot now) {
    this.known = known;
    for (var each : now.interfaces()) used.put(each.id(), each.name());
  }

  List<String> of(Collection<InterfaceId> ids) {
    return ids.stream().map(this::of).sorted().toList();
  }

  String of(InterfaceId id) {
    var named = known.find(id);
    if (named.isPresent()) return PlainWords.of(named.get().definition().name());
    var name = used.getOrDefault(id, "");
    return name.isEmpty() ? id.shortHex() : PlainWords.of(name);
  }
}
