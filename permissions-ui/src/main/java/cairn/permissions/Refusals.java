package cairn.permissions;

import cairn.kernel.KernelSnapshot;
import cairn.kernel.Pid;
import cairn.kernel.gate.Decision;
import cairn.kernel.gate.Lifetime;
import cairn.kernel.gate.PermissionRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells a program's log what was refused: each no of the user in words, and how many messages were
 * refused without a question, by what the user said before. Confined to the JavaFX thread.
 */
public final class Refusals {
  /** Where it is told: a line of this process. Never blocks. */
  @FunctionalInterface
  public interface Notes {
    /** One line for people. */
    void note(Pid pid, String line);
  }

  private final RequestWords words;
  private final Notes notes;

  /** Refused messages that some line has told of. */
  private final Map<Pid, Long> told = new HashMap<>();

  /** Tells these notes. */
  public Refusals(RequestWords words, Notes notes) {
    this.words = words;
    this.notes = notes;
  }

  /** The user has answered a question. */
  public void decided(PermissionRequest question, Decision decision) {
    switch (decision) {
      case Decision.Allow _ -> {}
      case Decision.Deny(Lifetime lifetime, var _) ->
          tell(question, lifetime == Lifetime.ONCE ? 1 : question.count());
      case Decision.DenyRest _ -> tell(question, question.count());
    }
  }

  private void tell(PermissionRequest question, int messages) {
    told.merge(question.pid(), (long) messages, Long::sum);
    notes.note(question.pid(), words.refused(question));
  }

  /** The kernel moved on. */
  public void follow(KernelSnapshot now) {
    for (var process : now.processes()) {
      long more = process.refused() - told.getOrDefault(process.pid(), 0L);
      if (more <= 0) continue;
      told.put(process.pid(), process.refused());
      notes.note(process.pid(), Words.say("refused.before", more));
    }
    Set<Pid> there =
        now.processes().stream().map(KernelSnapshot.OfProcess::pid).collect(Collectors.toSet());
    told.keySet().retainAll(there);
  }
}
