package cairn.kernel.host.files;

import java.util.Optional;

/**
 * What a folder was opened from: the program's own, which has a quota, or one that the user gave to
 * a process and may take back. Things move and get second names only within one. Each is itself and
 * no other's equal. Confined to the program's lane.
 */
final class Tree {
  private final Optional<Quota> quota;
  private final Optional<Reach> reach;
  private boolean revoked;

  private Tree(Optional<Quota> quota, Optional<Reach> reach) {
    this.quota = quota;
    this.reach = reach;
  }

  /** The program's own. */
  static Tree own(Quota quota, Reach reach) {
    return new Tree(Optional.of(quota), Optional.of(reach));
  }

  /** One that the user gave. */
  static Tree given() {
    return new Tree(Optional.empty(), Optional.empty());
  }

  Optional<Quota> quota() {
    return quota;
  }

  Optional<Reach> reach() {
    return reach;
  }

  void revoke() {
    revoked = true;
  }

  boolean isRevoked() {
    return revoked;
  }
}
