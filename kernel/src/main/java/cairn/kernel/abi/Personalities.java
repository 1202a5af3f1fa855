package cairn.kernel.abi;

import cairn.kernel.engine.Engine;
import cairn.kernel.engine.HostFunction;
import cairn.registry.Interfaces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** All that programs may import: the kernel's own sets and those it was given. Immutable. */
public final class Personalities {
  private final List<Personality> all;

  /** The imports of cairn, these, those of redshirt, and threads. */
  public Personalities(Interfaces interfaces, List<Personality> others) {
    var list = new ArrayList<Personality>();
    list.add(new CairnPersonality());
    list.addAll(others);
    for (var generation : RedshirtPersonality.Generation.values())
      list.add(new RedshirtPersonality(generation));
    list.add(new WasiThreads(interfaces));
    all = List.copyOf(list);
  }

  /** Of all that a guest could import, what one with these imports does. */
  public List<HostFunction> functions(Syscalls syscalls, List<Engine.Import> imports) {
    record Name(String module, String name) {}
    var wanted = new HashSet<Name>();
    for (Engine.Import each : imports) wanted.add(new Name(each.module(), each.name()));
    var functions = new ArrayList<HostFunction>();
    for (Personality personality : all) {
      if (!personality.suits(imports)) continue;
      for (HostFunction function : personality.functions(syscalls))
        if (wanted.contains(new Name(function.module(), function.name()))) functions.add(function);
    }
    return functions;
  }
}
