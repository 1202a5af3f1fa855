package cairn.app;

import cairn.kernel.ProgramId;
import cairn.kernel.ProgramNames;
import cairn.registry.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the programs that ship are called. What others call themselves is no name. Immutable; any
 * thread.
 */
final class KnownNames implements ProgramNames {
  private final Map<ProgramId, String> names;

  KnownNames(Pantry pantry) {
    names =
        pantry.programs().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    p -> new ProgramId(Sha256.ofHex(p.sha256())), p -> p.name()));
  }

  @Override
  public Optional<String> name(ProgramId program) {
    return Optional.ofNullable(names.get(program));
  }
}
