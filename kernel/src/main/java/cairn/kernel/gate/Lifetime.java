package cairn.kernel.gate;

/** How long a decision holds. */
public enum Lifetime {
  /** For the oldest parked message of its question. */
  ONCE,
  /** Until the process ends. */
  THIS_RUN,
  /** Stored in the profile. */
  ALWAYS
}
