package cairn.kernel.ipc;

import cairn.kernel.Deadlock;
import cairn.kernel.Pid;
import cairn.kernel.ipc.WaitGraph.Hope;
import cairn.kernel.ipc.WaitGraph.ThreadWait;
import cairn.kernel.ipc.WaitGraph.Waits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds deadlocks of a running kernel. Any thread; takes each mailbox's and each place's monitor
 * for a moment, one after the other.
 *
 * <p>So what it sees is not of one moment. It looks twice, and believes only what was the same both
 * times: a thread in the very same wait has waited all the while, so at any moment between the two
 * looks all of it was true at once.
 */
final class WaitWatch {
  private static final Hope ELSEWHERE = new Hope.Elsewhere();

  private final Ports ports;

  WaitWatch(Ports ports) {
    this.ports = ports;
  }

  /** Among these. {@code threads}: how many each has now. */
  List<Deadlock> deadlocks(Map<Party, Integer> threads) {
    var before = new HashSet<>(look(threads));
    return WaitGraph.deadlocks(look(threads).stream().filter(before::contains).toList());
  }

  private List<Waits> look(Map<Party, Integer> threads) {
    var holders = new IdentityHashMap<Question, Pid>();
    for (Party party : threads.keySet())
      for (Question owed : party.mailbox.owed()) holders.put(owed, party.pid());
    var atPlaces = ports.waitingQuestions();
    var all = new ArrayList<Waits>();
    threads.forEach(
        (party, count) -> {
          var waits = waitsOf(party, holders, atPlaces);
          if (count > 0 && waits.size() >= count) all.add(new Waits(party.pid(), waits));
        });
    return all;
  }

  private List<ThreadWait> waitsOf(
      Party party, Map<Question, Pid> holders, Map<Question, Pid> atPlaces) {
    var waits = new ArrayList<ThreadWait>();
    for (Waiting stuck : party.stuck) {
      Place place = stuck.message.at;
      Hope hope =
          place.handler instanceof Handler.ByProcess by
              ? from(party, by.party.pid(), Deadlock.Why.ROOM, place.port)
              : ELSEWHERE;
      waits.add(new ThreadWait(stuck.sinceNanos, List.of(hope)));
    }
    for (Mailbox.Asleep asleep : party.mailbox.asleep()) {
      var hopes = new ArrayList<Hope>();
      if (asleep.forAnything()) hopes.add(ELSEWHERE);
      for (Question asked : asleep.asked()) hopes.add(hopeOf(party, asked, holders, atPlaces));
      waits.add(new ThreadWait(asleep.sinceNanos(), hopes));
    }
    return waits;
  }

  private Hope hopeOf(
      Party party, Question asked, Map<Question, Pid> holders, Map<Question, Pid> atPlaces) {
    Port port = asked.message.route.port;
    if (asked.message.ticket != null) return ELSEWHERE;
    Mailbox home = asked.message.home;
    if (home != null) return from(party, home.pid(), Deadlock.Why.ANSWER, port);
    Pid holder = holders.get(asked);
    if (holder != null) return from(party, holder, Deadlock.Why.ANSWER, port);
    Pid roomy = atPlaces.get(asked);
    return roomy == null ? ELSEWHERE : from(party, roomy, Deadlock.Why.ROOM, port);
  }

  private Hope from(Party who, Pid whom, Deadlock.Why why, Port port) {
    return new Hope.From(
        new Deadlock.Wait(who.pid(), whom, why, port.id(), ports.nameOf(port.id(), port)));
  }
}
