package cairn.shell.inspect;

import cairn.kernel.Deadlock;
import cairn.kernel.KernelSnapshot.OfProcess;
import cairn.kernel.Pid;
import cairn.registry.ProgramName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A circle of processes that wait for each other, for people.
 *
 * @param text who waits for whom, and what helps
 * @param members the first of them, one of which is to be ended
 */
public record DeadlockLine(String text, List<Member> members) {
  private static final int MOST = 6;

  /** One that stands in the circle. */
  public record Member(Pid pid, String name) {}

  public DeadlockLine {
    members = List.copyOf(members);
  }

  static DeadlockLine of(Deadlock deadlock, Map<Pid, OfProcess> processes) {
    var members = members(deadlock, processes);
    var first = members.getFirst().name();
    if (deadlock.circle().size() == 1)
      return new DeadlockLine(InspectWords.say("deadlock.alone", first), members);
    var chain = new ArrayList<String>();
    for (var next : members.subList(1, members.size())) chain.add(next.name());
    int more = deadlock.circle().size() - members.size();
    if (more > 0) chain.add(InspectWords.say("deadlock.more", more));
    chain.add(first);
    var text = InspectWords.say("deadlock.waits", first, chain.getFirst());
    for (var next : chain.subList(1, chain.size()))
      text = InspectWords.say("deadlock.which", text, next);
    return new DeadlockLine(InspectWords.say("deadlock.line", text), members);
  }

  private static List<Member> members(Deadlock deadlock, Map<Pid, OfProcess> processes) {
    var circle = deadlock.circle().stream().map(Deadlock.Wait::who).limit(MOST).toList();
    var twice = twice(circle.stream().map(pid -> name(pid, processes)).toList());
    return circle.stream()
        .map(
            pid -> {
              var name = name(pid, processes);
              return new Member(
                  pid,
                  twice.contains(name)
                      ? InspectWords.say("deadlock.who", name, pid.toString())
                      : name);
            })
        .toList();
  }

  private static Set<String> twice(List<String> names) {
    var left = new ArrayList<>(names);
    new HashSet<>(names).forEach(left::remove);
    return left.stream().collect(Collectors.toUnmodifiableSet());
  }

  private static String name(Pid pid, Map<Pid, OfProcess> processes) {
    var process = processes.get(pid);
    return process == null
        ? InspectWords.say("details.pid", pid.toString())
        : ProgramName.quoted(process.name());
  }
}
