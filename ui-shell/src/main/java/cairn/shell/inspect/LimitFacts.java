package cairn.shell.inspect;

import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Limit;
import cairn.kernel.Limits;
import cairn.shell.Amounts;
import cairn.shell.inspect.ProcessDetails.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process's limits and how often each was reached, as lines. */
final class LimitFacts {
  private LimitFacts() {}

  /** The limits that matter most, all that were reached, and all that are not as usual. */
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
    for (var field : LimitField.values())
      if (!saidAbove(field, process) && !usual(field, process))
        facts.add(new Fact(field.label(), field.text(process.limits()), ""));
    return facts;
  }

  private static boolean usual(LimitField field, OfProcess process) {
    return field.text(process.limits()).equals(field.text(Limits.DEFAULT));
  }

  private static boolean saidAbove(LimitField field, OfProcess process) {
    return switch (field) {
      case MEMORY, MAILBOX, MAILBOX_BYTES, UNANSWERED -> true;
      case PARKED -> process.limitHits().containsKey(Limit.PARKED);
      case BODY -> process.limitHits().containsKey(Limit.BODY);
      case TABLES -> process.limitHits().containsKey(Limit.TABLES);
      case HANDLES, TIMERS, LOG_LINES, THREADS, STACKS -> false;
    };
  }

  private static boolean always(Limit limit) {
    return switch (limit) {
      case MEMORY, MAILBOX, UNANSWERED -> true;
      case TABLES, PARKED, BODY, ANSWERS, HANDLES, STACKS, INTERFACES, CHILDREN -> false;
    };
  }

  private static String amount(Limit limit, OfProcess process) {
    var limits = process.limits();
    return switch (limit) {
      case MEMORY -> Amounts.bytes(limits.memory());
      case TABLES -> Amounts.bytes(limits.tables());
      case MAILBOX ->
          Amounts.count(limits.mailboxMessages()) + " · " + Amounts.bytes(limits.mailboxBytes());
      case UNANSWERED -> Amounts.count(limits.unanswered());
      case PARKED -> Amounts.count(limits.parked());
      case BODY -> Amounts.bytes(limits.body());
      case STACKS -> Amounts.bytes(limits.stacks());
      // No field of the limits alone says these.
      case ANSWERS, HANDLES, INTERFACES, CHILDREN -> "";
    };
  }
}
