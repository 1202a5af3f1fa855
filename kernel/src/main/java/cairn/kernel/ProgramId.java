package cairn.kernel;

import cairn.registry.Sha256;

/**
 * The identity of a program: SHA-256 of its module's bytes, computed by the kernel after loading.
 * Grants, folders and history key on it; addresses are only ways to find it.
 */
public record ProgramId(Sha256 hash) implements Comparable<ProgramId> {
  @Override
  public int compareTo(ProgramId other) {
    return hash.compareTo(other.hash);
  }

  @Override
  public String toString() {
    return hash.hex();
  }
}
