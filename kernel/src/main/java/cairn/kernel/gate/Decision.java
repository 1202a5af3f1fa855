package cairn.kernel.gate;

/** What the user answered. */
public sealed interface Decision {
  /** Yes. */
  record Allow(Lifetime lifetime, Breadth breadth) implements Decision {}

  /** No. */
  record Deny(Lifetime lifetime, Breadth breadth) implements Decision {}

  /** No, and to everything else this process will ask in this run. */
  record DenyRest() implements Decision {}
}
