package cairn.wasm;

import java.util.Optional;

/**
 * Identifies a type in whatever module defines it: types of two modules are equivalent just when
 * their identities are equal. Does not keep the module.
 */
public final class TypeIdentity {
  private final GroupDigest group;
  private final int place;
  private final HeapType.Abstract kind;
  private final Optional<TypeIdentity> parent;

  TypeIdentity(
      GroupDigest group, int place, HeapType.Abstract kind, Optional<TypeIdentity> parent) {
    this.group = group;
    this.place = place;
    this.kind = kind;
    this.parent = parent;
  }

  /** The abstract type right above it: func, struct or array. */
  public HeapType.Abstract kind() {
    return kind;
  }

  /** The type that it declares itself a subtype of. */
  public Optional<TypeIdentity> superType() {
    return parent;
  }

  /** Whether it is the other type, or declares itself a subtype of one that is, and so on. */
  public boolean isSubtypeOf(TypeIdentity other) {
    for (Optional<TypeIdentity> at = Optional.of(this); at.isPresent(); at = at.get().parent) {
      if (at.get().equals(other)) return true;
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypeIdentity identity
        && identity.place == place
        && identity.group.equals(group);
  }

  @Override
  public int hashCode() {
    return group.hashCode() * 31 + place;
  }
}
