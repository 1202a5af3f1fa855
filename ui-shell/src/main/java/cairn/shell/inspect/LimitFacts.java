package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limit;
import cairn.shell.Amounts;
import cairn.shell.inspect.ProcessDetails.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process's limits and how often each was reached, as lines. */
final class LimitFacts {
  private LimitFacts() {}

  /** The limits that can be changed, and all that were reached. */
  static List<Fact> of(OfProcess process) {
    var facts = new ArrayList<Fact>();
    for (var limit : Limit.values()) {
      long hits = process.limitHits().getOrDefault(limit, 0L);
      if (hits > 0 || always(limit))
        facts.add(
            new Fact(
                InspectWords.say("limit." + limit.name().toLowerCase(Locale.ROOT)),
                amount(limit, process),
                InspectWords.say("limit.hits", hits)));
    }
    return facts;
  }

  private static boolean always(Limit limit) {
    return switch (limit) {
      case MEMORY, MAILBOX, UNANSWERED -> true;
      case PARKED, BODY, ANSWERS, HANDLES, CHILDREN -> false;
    };
  }

  private static String amount(Limit limit, OfProcess process) {
    var limits = process.limits();
    return switch (limit) {
      case MEMORY -> Amounts.bytes(limits.memory());
      case MAILBOX ->
          Amounts.count(limits.mailboxMessages()) + " · " + Amounts.bytes(limits.mailboxBytes());
      case UNANSWERED -> Amounts.count(limits.unanswered());
      case PARKED -> Amounts.count(limits.parked());
      case BODY -> Amounts.bytes(limits.body());
      // No field of the limits alone says these.
      case ANSWERS, HANDLES, CHILDREN -> "";
    };
  }
}
