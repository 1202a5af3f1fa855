package cairn.kernel;

import cairn.kernel.gate.Grant;
import cairn.kernel.gate.GrantId;
import cairn.kernel.gate.GrantStore;
import cairn.kernel.gate.Rule;
import cairn.registry.InterfaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One program may register and use some interfaces for ever. */
final class TestGrants implements GrantStore {
  boolean none;
  private final ProgramId program;
  private final InterfaceId[] on;

  TestGrants(ProgramId program, InterfaceId... on) {
    this.program = program;
    this.on = on;
  }

  @Override
  public List<Grant> load() {
    if (none) return List.of();
    var all = new ArrayList<Grant>();
    for (Rule rule : TestKernel.allow(on))
      all.add(
          new Grant(
              new GrantId(all.size() + 1),
              program,
              rule,
              Optional.empty(),
              Instant.EPOCH,
              Instant.EPOCH,
              0));
    return all;
  }

  @Override
  public Grant store(ProgramId program, Rule rule, Instant now) {
    return new Grant(new GrantId(99), program, rule, Optional.empty(), now, now, 0);
  }

  @Override
  public void revoke(GrantId id) {}

  @Override
  public void used(GrantId id, Instant when, long uses) {}
}
