package cairn.kernel.host.files;

import java.util.Optional;

/**
 * What a folder was opened from: the program's own, which has a quota, or one that the user gave to
 * a process and may take back. Things move and get second names only within one. Each is itself and
 * no other's equal. Confined to the program's lane.
 */
final class Tree {
  private final Optional<Quota> quota;
  private boolean revoked;

  Tree(Optional<Quota> quota) {
    this.quota = quota;
  }

  Optional<Quota> quota() {
    return quota;
  }

  void revoke() {
    revoked = true;
  }

  boolean isRevoked() {
    return revoked;
  }
}
