package cairn.permissions;

import java.time.Duration;

/** Lengths of time in the largest fitting unit. Pure. */
final class Ago {
  private Ago() {}

  /** "2 s ago". */
  static String words(Duration age) {
    if (age.toSeconds() < 1) return Words.say("ago.now");
    if (age.toMinutes() < 1) return Words.say("ago.seconds", age.toSeconds());
    if (age.toHours() < 1) return Words.say("ago.minutes", age.toMinutes());
    if (age.toDays() < 1) return Words.say("ago.hours", age.toHours());
    return Words.say("ago.days", age.toDays());
  }

  /** "2 s". */
  static String length(Duration age) {
    if (age.toMinutes() < 1) return Words.say("for.seconds", age.toSeconds());
    if (age.toHours() < 1) return Words.say("for.minutes", age.toMinutes());
    return Words.say("for.hours", age.toHours());
  }
}
