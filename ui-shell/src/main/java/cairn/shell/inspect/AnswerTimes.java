package cairn.shell.inspect;

import cairn.kernel.MessageTrace;
import cairn.registry.Definition;
import cairn.registry.InterfaceId;
import cairn.shell.inspect.ProcessDetails.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long the messages of one interface took their handler lately, each for itself: an alarm that
 * rings when it was set to and a look at the clock have no mean worth saying.
 */
final class AnswerTimes {
  /** Messages of all interfaces that are looked at, the newest. */
  static final int LOOKED_AT = 20_000;

  private AnswerTimes() {}

  /** A line for each message: its name, how often, its median and what 95 % stay below. */
  static List<Fact> of(MessageTrace trace, InterfaceId on, Optional<Definition> definition) {
    var times = new TreeMap<Integer, List<Long>>();
    // What is opaque has no messages to tell apart.
    boolean raw = definition.flatMap(Definition::rawLabel).isPresent();
    long from = Math.max(1, trace.next() - LOOKED_AT);
    for (var row : trace.since(from, LOOKED_AT).rows()) {
      if (!row.on().equals(on) || row.taken() < 0 || row.answered() < 0) continue;
      times
          .computeIfAbsent(raw ? -1 : row.message(), message -> new ArrayList<>())
          .add(Math.max(0, row.answered() - row.taken() - row.askedLater()));
    }
    var facts = new ArrayList<Fact>();
    times.forEach(
        (message, taken) -> {
          taken.sort(null);
          facts.add(
              new Fact(
                  message < 0
                      ? InspectWords.say("times.all")
                      : MessageNames.called(definition, message),
                  InspectWords.say("times.count", taken.size()),
                  InspectWords.say(
                      "times.median",
                      Figures.span(share(taken, 50)),
                      Figures.span(share(taken, 95)))));
        });
    return facts;
  }

  /** The smallest that at least so many percent are not above. */
  private static long share(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }
}
